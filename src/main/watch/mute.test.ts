import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createMute, MUTE_MS, type Mute } from './mute'
import { openTrayMemory } from './tray-memory'

let folder: string
let notes: string[]
const file = (): string => join(folder, 'tray.json')
const open = (onChange = (): void => {}): Mute => createMute(openTrayMemory(file(), (_level, text) => notes.push(text)), onChange)

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 24, 12) })
  folder = mkdtempSync(join(tmpdir(), 'tailpane-tray-'))
  notes = []
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

it('lasts an hour, over a restart too, and says when it ends', () => {
  open().set(true)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  vi.advanceTimersByTime(MUTE_MS / 2)
  let changes = 0
  const again = open(() => changes++)
  expect(again.untilMs()).toBe(Date.now() + MUTE_MS / 2)
  vi.advanceTimersByTime(MUTE_MS / 2 + 1)
  expect(again.untilMs()).toBeNull()
  expect(changes).toBe(1)
})

it('can be ended early', () => {
  const mute = open()
  mute.set(true)
  mute.set(false)
  expect(mute.untilMs()).toBeNull()
})

it('does not last longer because a clock was set back', () => {
  open().set(true)
  vi.setSystemTime(Date.now() - 24 * MUTE_MS)
  expect(open().untilMs()).toBeNull()
})

it('starts anew from a damaged file', () => {
  writeFileSync(file(), '{"version":1,"mutedUntilMs":"for ever"}')
  expect(open().untilMs()).toBeNull()
})
