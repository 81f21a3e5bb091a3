import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { BACKGROUND } from './background'

it('is the colour that the page has behind everything', () => {
  const css = readFileSync(resolve(import.meta.dirname, '../renderer/ui/tokens.css'), 'utf8')
  for (const theme of ['dark', 'light'] as const) {
    const block = css.slice(css.indexOf(`:root[data-theme='${theme}']`))
    expect(/--bg: (#[0-9a-f]{6});/.exec(block)?.[1]).toBe(BACKGROUND[theme])
  }
})
