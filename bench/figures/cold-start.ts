import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atMostTimes, type Figure } from '../figure'
import { electronPath } from '../../scripts/electron-path.mjs'
import { checkout } from '../../scripts/run/checkout.cjs'
import { sandboxArgs } from '../../scripts/run/sandbox.mjs'
import { median } from '../statistics'

const LEAST_RUNS = 11
const BOUND_MS = 30_000

/** From spawning Electron to a window that answers a click, beside a bare window with a blank page. */
export const coldStart: Figure = {
  id: 'cold-start',
  async measure(runs, say) {
    const app: number[] = []
    const bare: number[] = []
    // The first start of each reads files that later ones find in memory; it is left out.
    for (let run = -1; run < Math.max(runs, LEAST_RUNS); run++) {
      const bareMs = await startOnce(join(checkout, 'bench/figures/bare-window'), 'body')
      const appMs = await startOnce(checkout, '.sidebar-action')
      if (run < 0) continue
      bare.push(bareMs)
      app.push(appMs)
      say(`run ${run + 1}: ${appMs} ms, bare ${bareMs} ms`)
    }
    return [
      atMostTimes(1.3, median(bare), {
        id: 'cold-start',
        what: 'start of the process to a window that answers a click; beside a bare Electron window with a blank page',
        unit: 'ms',
        value: median(app),
        values: app,
      }),
    ]
  },
}

/** @param ready selector of what the page shows when it is there */
async function startOnce(folder: string, ready: string): Promise<number> {
  const profile = mkdtempSync(join(tmpdir(), 'bench-start-'))
  const probe = join(checkout, 'bench/figures/cold-start-probe.cjs')
  const startedMs = Date.now()
  const child = spawn(electronPath().path, [...sandboxArgs(), '-r', probe, folder, `--user-data-dir=${profile}`], {
    cwd: checkout,
    env: { ...process.env, BENCH_READY: ready },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  try {
    return await new Promise<number>((resolve, reject) => {
      let text = ''
      child.stdout.setEncoding('utf8').on('data', (more: string) => {
        const at = /bench-answers (\d+)\n/.exec((text += more))?.[1]
        if (at !== undefined) resolve(Number(at) - startedMs)
      })
      child.on('error', reject)
      void ended.then(() => reject(new Error('Electron ended before its window answered')))
      setTimeout(reject, BOUND_MS, new Error(`The window of ${folder} did not answer within ${BOUND_MS / 1000} s`)).unref()
    })
  } finally {
    // Its end is not measured, so the whole group goes at once.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    await ended
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}
