import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SearchPattern, SearchResults } from '@shared/contract/search'
import { localProgram, SearchSession } from '../../src/engine/search'
import { rgPath } from '../../src/engine/search/rg-path'
import { BlockCache, LocalLink, LocalSource, Poller } from '../../src/engine/source'
import { atMost, atMostTimes, type Figure, type Result } from '../figure'
import { median } from '../statistics'

const GIB = 1024 ** 3
const LINES = 400_000

/** The search of a local file of 1 GiB by the engine, to the exact total and the first hits; beside `rg --no-mmap -c` as a whole process. */
export const searchLocal: Figure = {
  id: 'search-local',
  async measure(runs, say) {
    const folder = mkdtempSync(join(tmpdir(), 'bench-local-'))
    const path = join(folder, 'big.log')
    makeLog(path)
    const source = new LocalSource({ link: new LocalLink(), poller: new Poller(), cache: new BlockCache(32 << 20, 64 << 20), path, name: 'bench', onDefect: raise })
    source.want('visible')
    try {
      await new Promise<void>((resolve) => {
        const heard = source.onChange(() => source.size() > 0 && (heard.dispose(), resolve()))
      })
      const results: Result[] = []
      for (const [id, of, text, regex] of [
        ['literal', 'a literal', (n: number) => `package-${1000 + n * 7} `, false],
        ['regex', 'a regular expression', (n: number) => `package-${1000 + n * 7} \\[\\d+ kB`, true],
      ] as const) {
        const engine: number[] = []
        const first: number[] = []
        const rg: number[] = []
        for (let run = 0; run < runs; run++) {
          const word = text(run)
          const began = performance.now()
          const total = Number(execFileSync(rgPath()!, ['--no-config', '--no-mmap', '-a', '-c', '-e', word, path]).toString())
          rg.push(performance.now() - began)
          const found = await search(source, { text: word, caseSensitive: true, wholeWord: false, regex })
          if (found.total !== total) throw new Error(`the engine counts ${found.total} lines, rg ${total}`)
          engine.push(found.allMs)
          first.push(found.firstMs)
        }
        say(`${id}: engine ${Math.round(median(engine))} ms, first hit after ${Math.round(median(first))} ms; rg -c ${Math.round(median(rg))} ms`)
        results.push(
          atMostTimes(1.5, median(rg), { id: `search-local-${id}`, what: `search for ${of} in a local file of 1 GiB, by the engine, to the exact total and the first hits; beside rg --no-mmap -c as a whole process`, unit: 'ms', value: median(engine), values: engine }),
          atMost(200, { id: `search-local-${id}-first`, what: `the first hit, in the first MiB of that file, told by the engine`, unit: 'ms', value: median(first), values: first }),
        )
      }
      return results
    } finally {
      source.dispose()
      rmSync(folder, { recursive: true })
    }
  },
}

function search(source: LocalSource, pattern: SearchPattern): Promise<{ total: number; firstMs: number; allMs: number }> {
  const began = performance.now()
  let firstMs = 0
  return new Promise((resolve) => {
    const program = localProgram({ path: source.path, id: () => source.fileId, env: process.env })
    const session = new SearchSession({
      searchId: 's',
      logs: [{ logId: 'l', log: { source, remote: false, exec: null, program } }],
      pattern,
      readAll: false,
      onDefect: raise,
      send: ({ hits, total, done }: SearchResults) => {
        if (hits.length > 0 && firstMs === 0) firstMs = performance.now() - began
        if (!done) return
        session.end()
        resolve({ total, firstMs, allMs: performance.now() - began })
      },
    })
  })
}

/** 1 GiB of lines like those of apt, each of which comes back every 50 MB. */
function makeLog(path: string): void {
  const lines = Array.from({ length: LINES }, (_, n) => `2026-01-01 00:${String(n % 60).padStart(2, '0')}:00 Get:${n} http://deb.example.com/debian bookworm/main amd64 package-${n} [${n * 7} kB]\n`)
  const block = Buffer.from(lines.join(''))
  const file = openSync(path, 'w')
  for (let size = 0; size < GIB; ) size += writeSync(file, block)
  closeSync(file)
}

function raise(error: unknown): never {
  throw error
}
