import { chmodSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultSettings } from '@shared/settings'
import { openSettings, type SettingsStore } from './settings'

let folder: string
let file: string
let notes: string[]
const open = (): SettingsStore => openSettings(file, { note: (_level, text) => notes.push(text), now: () => new Date('2026-11-24T13:58:02.250Z') })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tailpane-settings-'))
  file = join(folder, 'settings.json')
  notes = []
})
afterEach(() => {
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true })
})

describe('openSettings', () => {
  it('starts with the defaults and writes nothing by itself', () => {
    expect(open().get()).toEqual(defaultSettings)
    expect(readdirSync(folder)).toEqual([])
    expect(notes).toEqual([])
  })

  it('keeps a change over a restart and tells listeners', () => {
    const store = open()
    const heard: number[] = []
    store.onChange((s) => heard.push(s.windowRows))
    expect(store.change({ windowRows: 500 })).toMatchObject({ ok: true, value: { windowRows: 500 } })
    expect(heard).toEqual([500])
    expect(open().get()).toEqual({ ...defaultSettings, windowRows: 500 })
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })

  it('refuses a value out of range and leaves file and settings as they were', () => {
    const store = open()
    store.change({ windowRows: 500 })
    const before = readFileSync(file, 'utf8')
    expect(store.change({ windowRows: 5 })).toMatchObject({ ok: false, failure: { code: 'SETTING_OUT_OF_RANGE' } })
    expect(store.change({ noSuchSetting: 1 })).toMatchObject({ ok: false })
    expect(store.get().windowRows).toBe(500)
    expect(readFileSync(file, 'utf8')).toBe(before)
  })

  it.each(['', '{"theme":', '[]', 'null', '"dark"', '\u0000\u0000'])('puts a damaged file aside and goes on with the defaults: %j', (text) => {
    writeFileSync(file, text)
    expect(open().get()).toEqual(defaultSettings)
    expect(readdirSync(folder)).toEqual(['settings.bad-2026-11-24T13-58-02-250Z.json'])
    expect(readFileSync(join(folder, 'settings.bad-2026-11-24T13-58-02-250Z.json'), 'utf8')).toBe(text)
    expect(notes).toHaveLength(1)
  })

  it('keeps the good values of a file that has bad ones', () => {
    writeFileSync(file, JSON.stringify({ theme: 'light', windowRows: 1e9, fromTheFuture: true, recentTargets: ['build-box'] }))
    expect(open().get()).toEqual({ ...defaultSettings, theme: 'light', recentTargets: ['build-box'] })
    expect(readdirSync(folder)).toEqual(['settings.bad-2026-11-24T13-58-02-250Z.json'])
  })

  it('says so when a change cannot be written, and applies nothing', () => {
    const store = open()
    // A folder in the file's place cannot be replaced by a file, for root neither.
    mkdirSync(join(file, 'in-the-way'), { recursive: true })
    const answer = store.change({ theme: 'dark' })
    expect(answer).toMatchObject({ ok: false, failure: { code: 'INTERNAL', sentence: expect.stringContaining('could not be saved') as string } })
    expect(store.get()).toEqual(defaultSettings)
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })

  it('makes the folder when it is missing', () => {
    file = join(folder, 'new', 'settings.json')
    expect(open().change({ theme: 'dark' }).ok).toBe(true)
    expect(open().get().theme).toBe('dark')
  })
})
