import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DEFAULT_SAVED_SEARCHES } from '@shared/saved-searches'
import { openSavedSearches } from './saved-searches'

let folder = ''
let notes: string[] = []
const open = () => openSavedSearches(join(folder, 'saved-searches.json'), (_level, text) => notes.push(text))

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tp-searches-'))
  notes = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('has those that come with the app until something is changed, and then what was kept', () => {
  expect(open().get()).toEqual(DEFAULT_SAVED_SEARCHES)
  expect(readdirSync(folder)).toEqual([])
  const kept = DEFAULT_SAVED_SEARCHES.slice(0, 2)
  expect(open().keep(kept)).toEqual({ ok: true, value: null })
  expect(open().get()).toEqual(kept)
  expect(open().keep([])).toEqual({ ok: true, value: null })
  expect(open().get()).toEqual([])
  expect(statSync(join(folder, 'saved-searches.json')).mode & 0o777).toBe(0o600)
  expect(notes).toEqual([])
})

it.each(['{', '[]', '{"version":2,"searches":[]}', '{"version":1,"searches":[{"id":"a","name":"b"}]}'])('sets a damaged file aside: %s', (text) => {
  writeFileSync(join(folder, 'saved-searches.json'), text)
  const store = open()
  expect(store.get()).toEqual(DEFAULT_SAVED_SEARCHES)
  const [aside, ...more] = readdirSync(folder)
  expect(more).toEqual([])
  expect(aside).toMatch(/^saved-searches\.bad-.*\.json$/)
  expect(readFileSync(join(folder, aside!), 'utf8')).toBe(text)
  expect(notes[0]).toContain('saved searches is damaged')
})

it('says so when they cannot be written, and goes on with what is kept', () => {
  const store = open()
  rmSync(folder, { recursive: true })
  writeFileSync(folder, '')
  const result = store.keep([])
  expect(result.ok ? '' : result.failure.sentence).toContain('could not be saved')
  expect(store.get()).toEqual(DEFAULT_SAVED_SEARCHES)
})
