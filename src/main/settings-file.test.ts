import { expect, it } from 'vitest'
import { defaultSettings } from '@shared/settings'
import { readSettingsFile, writeSettingsFile } from './settings-file'

const own = { ...defaultSettings, windowRows: 500, favourites: ['box'], recentTargets: ['secret-host'], shortcuts: { find: ['F6'] } }

it('comes back as it went, without what was opened', () => {
  const text = writeSettingsFile(own)
  expect(text).not.toContain('secret-host')
  const { recentTargets: _, ...shared } = own
  expect(readSettingsFile(text, defaultSettings)).toEqual({ ok: true, value: shared })
})

it('takes a part of the settings and leaves the others alone', () => {
  const read = readSettingsFile('{"tailpane":"settings","version":1,"settings":{"theme":"dark"}}', own)
  expect(read).toEqual({ ok: true, value: { theme: 'dark' } })
})

it.each([
  ['no JSON', '{', 'no JSON'],
  ['a list', '[]', 'no settings of Tailpane'],
  ['another version', '{"tailpane":"settings","version":2,"settings":{}}', 'no settings of Tailpane'],
  ['a value out of range', '{"tailpane":"settings","version":1,"settings":{"windowRows":5}}', 'Rows per pane must be'],
  ['a name that is not known', '{"tailpane":"settings","version":1,"settings":{"rm":1}}', 'rm'],
])('refuses %s in a sentence', (_name, text, words) => {
  const read = readSettingsFile(text, defaultSettings)
  expect(read.ok ? '' : read.failure.sentence).toContain(words)
})
