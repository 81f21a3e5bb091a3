import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RunOutcome, WatchSummary } from '@shared/contract/watch'
import { defaultSettings } from '@shared/settings'
import { composeWorkspace } from '../../e2e/peers/coder-data'
import { startCoderDeployment, type CoderDeployment } from '../../e2e/peers/coder-deployment'
import type { Engine } from './create-engine'
import { testEngine, type TestWindow } from './engine.test-kit'

/* The watch of workspaces that nobody has open: by the deployment's list alone. */

let home: string
let server: CoderDeployment
let engine: Engine
let window: TestWindow
let dir: string
let told: RunOutcome[]
let summary: WatchSummary | null

const web = (lifecycle: string, scripts: { exitCode: number; status: string } | null): Record<string, unknown>[] => [
  composeWorkspace({
    name: 'web',
    status: 'running',
    transition: 'start',
    agents: [{ name: 'main', status: 'connected', lifecycle, scripts: [{ name: 'Install tools', logPath: '', ...scripts }] }],
  }),
]

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'tailpane-watch-engine-'))
  told = []
  summary = null
  server = await startCoderDeployment({ token: 'token-of-kim', workspaces: web('starting', null) })
  const made = testEngine(
    { PATH: '/usr/bin:/bin', HOME: home },
    {
      settings: { ...defaultSettings, watchAll: true },
      watch: { onOutcome: (one) => told.push(one), onSummary: (one) => (summary = one) },
    },
  )
  engine = made.engine
  window = made.window
  dir = made.dir
  engine.setCoderTokens([{ url: server.url, token: 'token-of-kim' }])
})
afterEach(async () => {
  await engine.stop()
  await server.stop()
  rmSync(home, { recursive: true })
  rmSync(dir, { recursive: true })
})

it('tells of a listed workspace whose start failed, once, without a connection to it', async () => {
  await window.until('it is starting', () => window.agent('main')?.state.kind === 'starting' && summary?.starting === 1)
  server.state.workspaces = web('start_error', { exitCode: 7, status: 'exit_failure' })
  for (let i = 0; i < 2; i++) {
    const before = server.requests().length
    await window.request('coder.refresh', {})
    await window.until('the list was read', () => server.requests().length > before && window.agent('main')?.state.kind === 'failed')
  }
  expect(told).toMatchObject([{ kind: 'failed', workspace: 'web', agent: 'main', exitCode: 7, script: 'Install tools', cause: null }])
  expect(told[0]?.sentence).toMatch(/^Startup failed with exit 7/)
  expect(summary).toMatchObject({ watched: 1, failed: 1, starting: 0, offline: false })
  expect(window.agent('main')).toMatchObject({ opened: false, link: { phase: 'closed' } })
  await engine.stop()
  expect(JSON.parse(readFileSync(join(dir, 'watch.json'), 'utf8'))).toMatchObject({ version: 1 })
})

it('is offline when the deployment cannot be read, and keeps what it knew', async () => {
  await window.until('it is starting', () => summary?.starting === 1)
  server.state.failWith = 503
  await window.request('coder.refresh', {})
  await window.until('the failure is known', () => summary?.offline === true)
  expect(summary).toMatchObject({ watched: 1, starting: 1 })
  expect(told).toEqual([])
})
