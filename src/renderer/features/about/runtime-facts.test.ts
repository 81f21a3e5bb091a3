import { expect, it } from 'vitest'
import { runtimeFacts } from './runtime-facts'

it('reads versions and system out of what Chromium says of itself', () => {
  const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Tailpane/0.1.0 Chrome/130.0.6723.137 Electron/33.2.1 Safari/537.36'
  expect(runtimeFacts('0.1.0', agent).map(({ value }) => value)).toEqual(['0.1.0', 'Electron 33.2.1, Chromium 130.0.6723.137', 'X11; Linux x86_64'])
  expect(runtimeFacts('', '').every(({ value }) => value.includes('unknown'))).toBe(true)
})
