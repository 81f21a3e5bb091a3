import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ crashReporter: { start: () => undefined } }))
const { pruneCrashReports } = await import('./crash-reports')

const NOW_MS = Date.UTC(2026, 5, 1)
const DAY_MS = 24 * 60 * 60 * 1000
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crash-reports-'))
  mkdirSync(join(folder, 'completed'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function report(name: string, ageDays: number, bytes = 10): void {
  for (const file of [`${name}.dmp`, `${name}.meta`]) {
    writeFileSync(join(folder, 'completed', file), Buffer.alloc(bytes))
    const seconds = (NOW_MS - ageDays * DAY_MS) / 1000
    utimesSync(join(folder, 'completed', file), seconds, seconds)
  }
}
const left = (): string[] => readdirSync(join(folder, 'completed')).sort()

describe('pruneCrashReports', () => {
  it('keeps the newest five, with what stands beside them', async () => {
    for (let age = 0; age < 7; age++) report(`r${age}`, age)
    expect(await pruneCrashReports(folder, NOW_MS)).toBe(2)
    expect(left()).toEqual([0, 1, 2, 3, 4].flatMap((age) => [`r${age}.dmp`, `r${age}.meta`]))
  })

  it('keeps none for longer than 30 days, and no more than 32 MiB', async () => {
    report('new', 1, 20 * 1024 * 1024)
    report('large', 2, 20 * 1024 * 1024)
    report('old', 31)
    expect(await pruneCrashReports(folder, NOW_MS)).toBe(2)
    expect(left()).toEqual(['new.dmp', 'new.meta'])
  })

  it('finds nothing in a folder that is not there', async () => {
    expect(await pruneCrashReports(join(folder, 'none'), NOW_MS)).toBe(0)
  })
})
