import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { wrongFuses } from '../../scripts/dist/fuses.mjs'
import { systemFailures } from '../../src/engine/runs/corpus/failures-system.test-kit'
import { agentLogOf } from '../../src/engine/runs/corpus/start.test-kit'
import { appEnvironment } from '../fixtures/electron'
import { packagePaths } from '../fixtures/packaged'
import { makePlace, type Place } from '../fixtures/place'

/*
 * What the packaged program does for a terminal, and what its fuses keep it from doing.
 */

const run = promisify(execFile)
let place: Place
test.beforeEach(() => void (place = makePlace()))
test.afterEach(() => place.remove())

/** Runs `tailpane` without any display. */
function tailpane(args: string[], env: Record<string, string> = {}) {
  const own = appEnvironment(place)
  delete own['DISPLAY']
  return run(packagePaths().launcher, [...bare(), ...args], { env: { ...own, ...env }, timeout: 30_000, killSignal: 'SIGKILL' })
}

/** Where the package is only unpacked there is no launcher to add this. */
function bare(): string[] {
  return packagePaths().launcher === packagePaths().program ? ['--ozone-platform=headless'] : []
}

test('the fuses of the built binary stand as they must', async () => {
  expect(await wrongFuses(packagePaths().program)).toEqual([])
})

test('it says its version, with what it runs on, and its help', async () => {
  expect((await tailpane(['--version'])).stdout).toMatch(/^tailpane \d+\.\d+\.\d+\S* \(Electron \d+\.\d+\.\d+, Chromium [\d.]+, Node [\d.]+\)\n$/)
  expect((await tailpane(['--help'])).stdout).toContain('tailpane verdict FILE…')
})

test('programs lie beside the archive, where they can be started', async () => {
  const rg = join(dirname(packagePaths().program), `resources/app.asar.unpacked/node_modules/@vscode/ripgrep-linux-${process.arch}/bin/rg`)
  expect((await run(rg, ['--version'])).stdout).toMatch(/^ripgrep \d/)
})

test('it is no Node, takes no options of Node and opens no inspector', async () => {
  const loaded = join(place.dir, 'loaded')
  const evil = join(place.dir, 'evil.js')
  writeFileSync(evil, `require('node:fs').writeFileSync(${JSON.stringify(loaded)}, '')`)
  const own = /^tailpane \d/
  expect((await tailpane(['--version'], { ELECTRON_RUN_AS_NODE: '1' })).stdout).toMatch(own)
  expect((await tailpane(['--version'], { NODE_OPTIONS: `--require ${evil}` })).stdout).toMatch(own)
  const { stdout, stderr } = await run(packagePaths().program, ['--ozone-platform=headless', '--inspect=0', '--inspect-brk=0', '--version'], { env: appEnvironment(place), timeout: 30_000 })
  expect(stdout).toMatch(own)
  expect(stderr).not.toContain('Debugger listening')
  expect(existsSync(loaded)).toBe(false)
})

test('`verdict` reads saved logs, without a display', async () => {
  const failure = systemFailures[0]
  if (!failure) throw new Error('The corpus is empty')
  const folder = join(place.dir, 'saved')
  mkdirSync(folder)
  writeFileSync(join(folder, 'coder-agent.log'), agentLogOf(failure))
  writeFileSync(join(folder, 'coder-startup-script.log'), failure.scripts[0]?.output ?? '')
  const { stdout } = await tailpane(['verdict', folder])
  expect(JSON.parse(stdout)).toMatchObject({
    format: 'tailpane-verdict',
    version: 1,
    agentLogs: [{ runs: [{ outcome: 'failed', cause: { text: failure.cause } }] }],
  })
})
