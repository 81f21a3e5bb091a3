import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDiary } from './diary'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tailpane-diary-'))))
afterEach(() => rmSync(folder, { recursive: true }))
const at = (): Date => new Date('2026-11-24T13:58:02.000Z')

describe('openDiary', () => {
  it('writes one line per note, whatever is in it', () => {
    const diary = openDiary(join(folder, 'logs'), at)
    diary.note('warn', 'first\n2026-11-24 error forged\u001b[31m')
    diary.note('info', 'second')
    expect(readFileSync(join(folder, 'logs/tailpane.log'), 'utf8')).toBe(
      '2026-11-24T13:58:02.000Z warn first ⏎ 2026-11-24 error forged·[31m\n2026-11-24T13:58:02.000Z info second\n',
    )
  })

  it('stays bounded, over restarts too', () => {
    for (let start = 0; start < 4; start++) {
      const diary = openDiary(folder, at)
      for (let i = 0; i < 300; i++) diary.note('error', 'x'.repeat(10_000))
    }
    expect(readdirSync(folder).sort()).toEqual(['tailpane.log', 'tailpane.old.log'])
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(1024 * 1024)
  })

  it('does not take the app down when it cannot be written', () => {
    const diary = openDiary('/dev/null/logs', at)
    expect(() => diary.note('error', 'lost')).not.toThrow()
  })
})
