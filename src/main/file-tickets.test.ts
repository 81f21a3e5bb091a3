import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MOST_RECENT, openFileTickets } from './file-tickets'

let folder = ''
let file = ''
let notes: string[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tickets-'))
  file = join(folder, 'recent-files.json')
  notes = []
})
afterEach(() => rmSync(folder, { recursive: true }))
const keeper = () => openFileTickets(file, (_level, text) => notes.push(text))

describe('files that a window may open', () => {
  it('have a ticket each, the same for the same file, that says nothing of the path', () => {
    const files = keeper()
    const [a, b] = files.offer(['/logs/a.log', '/logs/b.log'])
    expect(a).toMatch(/^[0-9a-f]{32}$/)
    expect(files.offer(['/logs/a.log'])).toEqual([a])
    expect(files.all()).toEqual([
      { ticket: a, path: '/logs/a.log' },
      { ticket: b, path: '/logs/b.log' },
    ])
    expect(files.offer(['relative.log', '/nul\0'])).toEqual([])
  })

  it('are opened again after a restart where they were open, and told to the engine', () => {
    const files = keeper()
    const [a, b] = files.offer(['/logs/a.log', '/logs/b.log'])
    files.noteOpen([a!, b!, 'f'.repeat(32)])
    files.forgetRecent()
    files.noteOpen([b!])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const again = keeper()
    let told = 0
    again.onChange(() => told++)
    const restored = again.lastOpen()
    expect(again.all()).toEqual([{ ticket: restored[0], path: '/logs/b.log' }])
    expect([told, again.recent()]).toEqual([1, []])
    again.offer(['/logs/c.log'])
    expect(keeper().lastOpen()).toHaveLength(1)
    again.noteOpen([])
    expect(keeper().lastOpen()).toEqual([])
  })

  it('are none that were open where the file is of an earlier version', () => {
    writeFileSync(file, '{"version":1,"recent":["/logs/a.log"]}')
    expect([keeper().lastOpen(), keeper().recent().length, notes]).toEqual([[], 1, []])
  })

  it('are remembered for the next start, the newest first and bounded, for this person only', () => {
    keeper().offer(Array.from({ length: MOST_RECENT + 3 }, (_, i) => `/logs/${i}.log`))
    const files = keeper()
    files.offer(['/logs/5.log'])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const names = keeper().recent().map(({ name }) => name)
    expect(names).toHaveLength(MOST_RECENT)
    expect(names.slice(0, 2)).toEqual(['5.log', '0.log'])
  })

  it('give a ticket from the list of recent ones, of which the engine hears', () => {
    keeper().offer(['/logs/a.log'])
    const files = keeper()
    let told = 0
    files.onChange(() => told++)
    const [entry] = files.recent()
    expect(entry).toMatchObject({ name: 'a.log', folder: '/logs' })
    expect(files.all()).toEqual([{ ticket: entry?.ticket, path: '/logs/a.log' }])
    expect(told).toBe(1)
  })

  it('are forgotten on request, also on the disk', () => {
    const files = keeper()
    files.offer(['/logs/secret-name.log'])
    files.forgetRecent()
    expect(files.recent()).toEqual([])
    expect(readFileSync(file, 'utf8')).not.toContain('secret-name')
  })

  it('begin anew where the list is damaged', () => {
    writeFileSync(file, JSON.stringify({ version: 1, recent: ['../../etc/passwd'] }))
    expect(keeper().recent()).toEqual([])
    expect(notes).toEqual([expect.stringMatching(/^the file of kept recent files is damaged and was set aside as \S+; the list begins anew$/)])
  })
})
