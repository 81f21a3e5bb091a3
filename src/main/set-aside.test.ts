import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { defaultSettings } from '@shared/settings'
import { keptFile } from './kept-file'
import { openSettings } from './settings'
import { openTrayMemory } from './watch/tray-memory'
import { readWindow, saveWindow } from './window-bounds'

let dir: string
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'tailpane-aside-'))))
afterEach(() => rmSync(dir, { recursive: true }))

const note = () => {}
/** Every small file of the profile, read the way the app reads it at its start; each says what it has instead. */
const readers: Record<string, (file: string) => unknown> = {
  settings: (file) => openSettings(file, { note, now: () => new Date() }).get(),
  window: readWindow,
  tray: (file) => openTrayMemory(file, note).get(),
  tokens: (file) => keptFile(file, v.strictObject({ tokens: v.array(v.string()) }), { things: 'tokens', whenLost: 'they are asked for again', note }).read(),
}
const instead: Record<string, unknown> = {
  settings: defaultSettings,
  window: null,
  tray: { saidClosing: false, saidQuitting: false, mutedUntilMs: null },
  tokens: null,
}
const damages = ['', '{', 'null', '[]', '{"x":1}{', '\0\0\0', '"text"', '{"__proto__":{"a":1},"tokens":7,"version":99,"theme":[]}']

describe.each(Object.keys(readers))('the file of %s', (name) => {
  it.each(damages)('is set aside, whole, when it holds %j, and defaults are used', (damage) => {
    const file = join(dir, `${name}.json`)
    writeFileSync(file, damage)
    expect(readers[name]?.(file)).toEqual(instead[name])
    const [aside, ...more] = readdirSync(dir)
    expect(more).toEqual([])
    expect(aside).toMatch(new RegExp(`^${name}\\.bad-[\\dTZ-]+\\.json$`))
    expect(readFileSync(join(dir, aside ?? ''), 'utf8')).toBe(damage)
  })
})

it('writes a place whole, for the person alone', () => {
  const file = join(dir, 'window.json')
  saveWindow(file, { x: 1, y: 2, width: 800, height: 600, maximized: false })
  expect(readdirSync(dir)).toEqual(['window.json'])
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readWindow(file)).toMatchObject({ x: 1, width: 800 })
})
