import { expect, it } from 'vitest'
import { changeSettings, defaultSettings } from '@shared/settings'
import { changesBetween, defaultsOf, isChanged, resettable } from './setting-defaults'
import { matchingSections, namesOf, settingSections } from './setting-sections'
import { folderRefusal, readNumber } from './setting-text'
import { drawnTheme } from './theme'

it('reads numbers as people type them, and nothing else', () => {
  expect(readNumber(' 2000 ')).toBe(2000)
  expect(readNumber('12,5')).toBe(12.5)
  for (const text of ['', 'many', '1e9', '0x10', '1 000']) expect(readNumber(text)).toBeNaN()
})

const rows = settingSections.flatMap((section) => section.rows)

it.each(rows.filter((row) => row.kind === 'number'))('has a sentence for a value of $name that cannot be', ({ name }) => {
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

it('has every setting on its page once, but for the lists that are kept beside it', () => {
  const shown = rows.flatMap((row) => namesOf(row))
  expect(new Set(shown).size).toBe(shown.length)
  // Wrapping and times are chosen in the panes that they are about.
  const kept = ['compareMasks', 'ownMasks', 'favourites', 'recentTargets', 'startsNotKept', 'unwrapped', 'entryTimes', 'arrivalTimes']
  expect([...shown, ...kept].sort()).toEqual(Object.keys(defaultSettings).sort())
})

it('finds settings by label, hint and title, and leaves out what means nothing now', () => {
  const labels = (text: string, settings = defaultSettings) => matchingSections(text, settings).flatMap((section) => section.rows.map((row) => row.label))
  expect(labels('memory')).toEqual(['Memory per log', 'Memory for all logs'])
  expect(labels('global-config')).toEqual(['Further config folders'])
  expect(labels('stalled')).toEqual([])
  expect(labels('waiting for an answer')).toHaveLength(1)
  expect(labels('waiting for an answer', { ...defaultSettings, watch: false })).toEqual([])
})

it('says what would change in words, and goes back to the defaults without touching what is the person’s', () => {
  const now = { ...defaultSettings, windowRows: 500, theme: 'dark' as const, favourites: ['box'] }
  expect(isChanged(['windowRows'], now)).toBe(true)
  expect(changesBetween(now, defaultsOf(resettable))).toMatchObject([
    { label: 'Theme', from: 'Dark', to: 'Like the system' },
    { label: 'Rows per pane', from: '500 rows', to: '2,000 rows' },
  ])
  expect(changesBetween(now, { favourites: [], watch: true })).toMatchObject([{ label: 'Favourites', from: 'box', to: 'none' }])
})
