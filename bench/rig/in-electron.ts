import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { electronPath } from '../../scripts/electron-path.mjs'
import { checkout } from '../../scripts/run/checkout.cjs'

const BOUND_MS = 300_000

/**
 * Runs a program of `bench/programs` in Electron's own Node, whose memory is not like that of Node: buffers cost more there.
 * @returns what the program printed as JSON
 * @throws {Error} when it fails
 */
export function inElectron<T>(program: string, args: readonly string[]): T {
  const { status, stdout, stderr } = spawnSync(electronPath().path, ['--import', 'tsx', join(checkout, 'bench/programs', program), ...args], {
    cwd: checkout,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    maxBuffer: 1 << 24,
    timeout: BOUND_MS,
  })
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${String(stderr).slice(-800)}`)
  return JSON.parse(String(stdout)) as T
}
