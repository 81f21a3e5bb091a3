import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { electronPath } from '../../scripts/electron-path.mjs'
import { composeEntry } from '../../src/engine/demo/agent-log'
import { checkout } from '../../scripts/run/checkout.cjs'
import { atLeast, type Figure } from '../figure'
import { median } from '../statistics'

const MB = 1e6
const BYTES = 120 * MB
const START_MS = Date.UTC(2026, 6, 10, 9, 0, 0)

/** How fast an agent log is read and judged in Electron: what a long one takes more than a short one, beside `grep -c`. */
export const parseSpeed: Figure = {
  id: 'parse-speed',
  async measure(runs, say) {
    const dir = mkdtempSync(join(tmpdir(), 'tailpane-parse-'))
    const [short, long] = [join(dir, 'short.log'), join(dir, 'long.log')]
    try {
      writeFileSync(short, piece(0))
      writeLong(long)
      const bytes = statSync(long).size
      const speeds: number[] = []
      const yardsticks: number[] = []
      for (let run = 0; run < runs; run++) {
        const seconds = judge(long) - judge(short)
        speeds.push(bytes / MB / seconds)
        yardsticks.push(bytes / MB / timed('grep', ['-c', 'agent is starting now', long]))
        say(`run ${run + 1}: ${speeds.at(-1)!.toFixed(0)} MB/s, grep ${yardsticks.at(-1)!.toFixed(0)} MB/s`)
      }
      return [atLeast(40, median(yardsticks), { id: 'parse-speed', what: 'an agent log of 120 MB read and judged in Electron, beside grep -c', unit: 'MB/s', value: median(speeds), values: speeds })]
    } finally {
      rmSync(dir, { recursive: true })
    }
  },
}

function judge(file: string): number {
  return timed(electronPath().path, [checkout, 'verdict', file])
}

/** Seconds that a whole process takes; throws when it fails. Its output is read: into /dev/null grep would stop at the first match. */
function timed(program: string, args: readonly string[]): number {
  const from = performance.now()
  const { status, stderr } = spawnSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * MB, timeout: 120_000 })
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${String(stderr).slice(-400)}`)
  return (performance.now() - from) / 1000
}

/** One start, and the chatter of an agent that runs for a while: nine entries in ten are of the network. */
function piece(index: number): string {
  const atMs = START_MS + index * 600_000
  const entries = [composeEntry({ atMs, level: 'info', message: 'agent is starting now', fields: [['url', 'https://coder.example.com/'], ['version', 'v2.35.1']] })]
  for (let n = 0; n < 4000; n++) {
    const level = 'debug' as const
    entries.push(composeEntry({ atMs: atMs + n * 100, level, logger: 'net.tailnet.net.wgengine', message: `magicsock: endpoints changed: 10.0.${n % 256}.1:${40_000 + (n % 9000)} (local), disco ping ${n} to derp-999` }))
    if (n % 10 === 0) entries.push(composeEntry({ atMs: atMs + n * 100, level, message: 'reporting lifecycle state', fields: [['state', 'starting'], ['attempt', n]] }))
  }
  return entries.join('')
}

function writeLong(path: string): void {
  const file = openSync(path, 'w')
  for (let index = 0, bytes = 0; bytes < BYTES; index++) bytes += writeSync(file, piece(index))
  closeSync(file)
}
