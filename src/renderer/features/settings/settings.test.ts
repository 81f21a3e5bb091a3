import { expect, it } from 'vitest'
import { changeSettings, defaultSettings } from '@shared/settings'
import { folderRefusal, idleFields, numberFields, readNumber, readyField } from './setting-text'
import { drawnTheme } from './theme'

it('reads numbers as people type them, and nothing else', () => {
  expect(readNumber(' 2000 ')).toBe(2000)
  expect(readNumber('12,5')).toBe(12.5)
  for (const text of ['', 'many', '1e9', '0x10', '1 000']) expect(readNumber(text)).toBeNaN()
})

it.each([...numberFields, ...idleFields, readyField])('has a sentence for a value of $name that cannot be', ({ name }) => {
  const result = changeSettings(defaultSettings, { [name]: readNumber('many') })
  expect(result.ok ? '' : result.failure.sentence).toMatch(/must be/)
})

it('draws the theme that was chosen, or the system’s', () => {
  expect(drawnTheme('system', true)).toBe('dark')
  expect(drawnTheme('system', false)).toBe('light')
  expect(drawnTheme('light', true)).toBe('light')
})

it('takes full paths once, and no more than the settings keep', () => {
  expect(folderRefusal('/home/me/.config/coder-eu', [])).toBeNull()
  expect(folderRefusal('C:\\Coder', [])).toBeNull()
  expect(folderRefusal('coder-eu', [])).toContain('full')
  expect(folderRefusal('/a', ['/a'])).toContain('already')
  expect(folderRefusal('/x', Array.from({ length: 10 }, (_, i) => `/${i}`))).toContain('at most 10')
})
