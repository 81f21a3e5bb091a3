import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SearchHit, SearchPattern, SearchResults } from '@shared/contract/search'
import { BlockCache, LocalLink, LocalSource, Poller } from '../source'
import type { FoundLine } from './line-scanner'
import { boundedLines, localProgram } from './local-search'
import { readyMatcher } from './matcher'
import { findsWhatTheEngineFinds, givesLinesAndTotal, plain } from './program-search.test-kit'
import { rgPath, unpacked } from './rg-path'
import { SearchSession } from './search-session'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-search-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const idOf = (path: string): string => {
  const { dev, ino } = statSync(path, { bigint: true })
  return `${dev}:${ino}`
}

async function search(path: string, pattern: SearchPattern, more: { keep?: number; skip?: number; count?: boolean; id?: string; signal?: AbortSignal } = {}) {
  const { id = idOf(path), signal = new AbortController().signal, ...wanted } = more
  const hits: FoundLine[] = []
  const program = localProgram({ path, id: () => id, env: process.env })!
  const answer = await program({ keep: 1000, skip: 0, count: true, ...wanted }, readyMatcher(pattern), signal, async (hit) => {
    hits.push({ ...hit, bytes: Buffer.from(hit.bytes) })
  })
  return { answer, hits }
}

describe('the ripgrep that comes with the app', () => {
  it('is found, and beside the archive in a package', () => {
    expect(execFileSync(rgPath()!, ['--version']).toString()).toMatch(/^ripgrep \d+/)
    expect(unpacked('/opt/Tailpane/resources/app.asar/node_modules/x/rg')).toBe('/opt/Tailpane/resources/app.asar.unpacked/node_modules/x/rg')
    expect(unpacked('/home/kim/app.asar.d/rg')).toBe('/home/kim/app.asar.d/rg')
  })

  it('gives lines with their numbers and offsets, the total, and how far it read, whatever the file is called', async () => {
    await givesLinesAndTotal(join(folder, "-e it's a log; $(touch pwned) \\ é!.log"), 'rg-here', search)
  })

  it('finds the lines that the engine finds', async () => {
    await findsWhatTheEngineFinds(join(folder, 'random.log'), 'rg-here', search, 60)
  }, 60_000)

  it('does not search another file that has the name by now, nor one that is gone', async () => {
    const path = join(folder, 'moved.log')
    writeFileSync(path, 'error\n')
    const id = idOf(path)
    renameSync(path, `${path}.1`)
    writeFileSync(path, 'error\nerror\n')
    expect((await search(path, plain('error'), { id })).answer).toBeNull()
    expect((await search(join(folder, 'none.log'), plain('error'), { id })).answer).toBeNull()
  })

  it('is ended at once when the search is', async () => {
    // Nobody takes its hits, so it waits.
    const path = join(folder, 'many.log')
    const mark = `never${process.pid}there`
    writeFileSync(path, `${mark}\n`.repeat(200_000))
    const running = (): boolean => execFileSync('ps', ['-ww', '-eo', 'args']).toString().includes(`-e ${readyMatcher(plain(mark)).remote.rust}`)
    const ending = new AbortController()
    const { signal } = ending
    const program = localProgram({ path, id: () => idOf(path), env: process.env })!
    const wanted = { keep: 1_000_000, skip: 0, count: true }
    const searching = program(wanted, readyMatcher(plain(mark)), signal, () => new Promise((go) => signal.addEventListener('abort', () => go(), { once: true })))
    await expect.poll(running, { timeout: 15_000 }).toBe(true)
    ending.abort()
    expect(await searching).toBeNull()
    await expect.poll(running, { timeout: 15_000 }).toBe(false)
  })

  it('is held to a bound for each line', async () => {
    async function* chunks() {
      yield Buffer.from('short\nlo')
      for (let i = 0; i < 100; i++) yield Buffer.alloc(4096, 'n')
      yield Buffer.from('g\n\nlast')
    }
    const lines: string[] = []
    for await (const line of boundedLines(chunks())) lines.push(line.toString())
    expect(lines.map((line) => line.length)).toEqual([5, 16 * 1024, 0, 4])
  })
})

describe('a search in a local file', () => {
  it('counts every line once while the file grows, by ripgrep and then by reading what is added', async () => {
    const path = join(folder, 'grows.log')
    writeFileSync(path, 'an error here\nand nothing there\n'.repeat(60_000))
    const source = new LocalSource({ link: new LocalLink(), poller: new Poller(), cache: new BlockCache(1 << 20, 1 << 20), path, name: 'grows', onDefect: (error) => expect.fail(String(error)) })
    source.want('visible')
    const hits: SearchHit[] = []
    let last: SearchResults | null = null
    let appended = 0
    const session = new SearchSession({
      searchId: 's',
      logs: [{ logId: 'l', log: { source, remote: false, exec: null, program: localProgram({ path, id: () => source.fileId, env: process.env }) } }],
      pattern: plain('error'),
      readAll: false,
      onDefect: (error) => expect.fail(String(error)),
      send: (results) => {
        last = results
        hits.push(...results.hits)
        // Written while the program reads, and after it.
        if (appended < 10) {
          appendFileSync(path, 'one more error\n')
          appended++
        }
      },
    })
    await expect.poll(() => last?.done === true && appended === 10 && last.total, { timeout: 30_000 }).toBe(60_010)
    expect(last!.logs[0]).toMatchObject({ way: 'rg-here', failure: null })
    expect(hits).toHaveLength(10_000)
    expect(hits.map((hit) => hit.offset)).toEqual(Array.from({ length: 10_000 }, (_, i) => i * 32))
    session.more()
    await expect.poll(() => hits.length, { timeout: 30_000 }).toBe(20_000)
    expect(hits.at(-1)).toMatchObject({ offset: 19_999 * 32, line: 39_999 })
    session.end()
    source.dispose()
  }, 60_000)
})
