import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RunOutcome, WatchSummary } from '@shared/contract/watch'
import { defaultSettings } from '@shared/settings'
import { AgentLog, agentStarting, initializingScripts, lifecycleSet, openScriptLog, runningScript, scriptFailed } from '../../e2e/peers/agent-writer'
import { writeCoderCli, writeLogin, type CoderCli } from '../../e2e/peers/coder-cli'
import { composeWorkspace, idOf } from '../../e2e/peers/coder-data'
import { startCoderDeployment, type CoderDeployment } from '../../e2e/peers/coder-deployment'
import { startCoderLike, type CoderLike } from '../../e2e/peers/coder-like'
import type { Engine } from './create-engine'
import { testEngine, type TestWindow } from './engine.test-kit'
import { openRecording } from './recordings'
import { readAll } from './recordings/log-writer.test-kit'

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
  await vi.waitFor(() => expect(told).toHaveLength(1))
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

it('hears of a failed start by the socket at once, without reading the list', async () => {
  await window.until('it is starting', () => summary?.starting === 1)
  await vi.waitFor(() => expect(server.watchers(idOf('kim', 'web'))).toBe(1), { timeout: 10_000 })
  const before = server.requests().length
  server.state.workspaces = web('start_error', { exitCode: 7, status: 'exit_failure' })
  await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 10_000 })
  expect(server.requests()).toHaveLength(before)
  await vi.waitFor(() => expect(server.watchers(idOf('kim', 'web'))).toBe(0))
})

it('tells of a build that failed, though there is no agent, with what the job says', async () => {
  server.state.workspaces = [composeWorkspace({ name: 'web', status: 'starting', agents: [] })]
  await window.request('coder.refresh', {})
  await window.until('it is being built', () => window.workspaces[0]?.coder?.status === 'starting')
  server.state.workspaces = [composeWorkspace({ name: 'web', status: 'failed', jobError: 'no space left on the cluster', agents: [] })]
  await window.request('coder.refresh', {})
  await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 10_000 })
  expect(told[0]).toMatchObject({ kind: 'failed', workspace: 'web', agent: 'web', sentence: 'The build failed', cause: 'no space left on the cluster' })
  expect(summary).toMatchObject({ failed: 1, agents: [{ agent: 'web', fact: 'build failed' }] })
})

describe('with a way to the agent', () => {
  const NOW = Date.UTC(2026, 10, 24, 9)
  let cli: CoderCli
  let peer: CoderLike
  let logs: string
  const starts = (): string[] => {
    try {
      return readdirSync(join(dir, 'recordings'))
    } catch {
      return []
    }
  }

  beforeEach(async () => {
    logs = join(home, 'logs')
    mkdirSync(logs)
    peer = await startCoderLike({ home, environ: { CODER_AGENT_LOG_DIR: logs } })
    cli = writeCoderCli(join(home, 'bin'), { url: server.url, agents: { 'web.main': { port: peer.port } } })
    writeLogin(join(home, '.config', 'coderv2'), server.url, null)
    await engine.stop()
    startEngine()
  })
  afterEach(() => peer.stop())

  function startEngine(more: Partial<typeof defaultSettings> = {}): void {
    rmSync(dir, { recursive: true })
    const made = testEngine(
      { PATH: `${cli.dir}:/usr/bin:/bin`, HOME: home },
      { settings: { ...defaultSettings, watchAll: true, ...more }, watch: { onOutcome: (one) => told.push(one), onSummary: (one) => (summary = one) } },
    )
    ;({ engine, window, dir } = made)
    engine.setCoderTokens([{ url: server.url, token: 'token-of-kim' }])
  }

  /** As the agent leaves them: an earlier run, then one whose script fails. */
  function writeLogs(): void {
    const log = new AgentLog(join(logs, 'coder-agent.log'))
    const script = { id: '00000000-0000-4000-8000-000000000001', logPath: join(logs, 'tools.log') }
    for (const atMs of [NOW - 3600_000, NOW]) {
      log.write(agentStarting(atMs, 'coder.example.com'))
      log.write(initializingScripts(atMs, 1, logs))
      log.write(lifecycleSet({ state: 'starting', atMs }, { state: 'created', atMs: null }))
      log.write(runningScript(atMs, script, 'apt-get install gizmo'))
      log.write(scriptFailed(atMs + 1500, script, 1500, 100))
      log.write(lifecycleSet({ state: 'start_error', atMs: atMs + 1500 }, { state: 'starting', atMs }))
      log.writeText('2026-11-24 09:00:09.000 [debu]  what comes after the start is not kept\n')
    }
    log.close()
    const output = openScriptLog(script.logPath)
    output.write('Reading package lists...\nE: Unable to locate package gizmo\n')
    output.close()
  }

  const failNow = async (): Promise<void> => {
    await window.until('it is starting', () => window.agent('main')?.state.kind === 'starting' && summary?.starting === 1)
    writeLogs()
    server.state.workspaces = web('start_error', { exitCode: 100, status: 'exit_failure' })
    await window.request('coder.refresh', {})
    await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 10_000 })
  }

  it('looks at the logs once, tells the line that explains it, keeps them, and is gone again', async () => {
    await failNow()
    expect(told[0]).toMatchObject({ kind: 'failed', exitCode: 100, cause: 'E: Unable to locate package gizmo', evidence: { offset: 25 } })
    expect(cli.callsOf('ssh')).toHaveLength(1)
    await vi.waitFor(() => expect(() => process.kill(cli.callsOf('ssh')[0]?.pid ?? 0, 0)).toThrow())
    expect(peer.sessions()).toEqual({ sftp: 1, exec: 0 })
    expect(window.agent('main')).toMatchObject({ opened: false, link: { phase: 'closed' } })

    await engine.stop()
    const [start] = starts()
    const folder = join(dir, 'recordings', start ?? '')
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600, 0o600, 0o600])
    const opened = await openRecording(folder)
    if (!opened.ok) throw new Error(opened.failure.sentence)
    const manifest = opened.value.manifest()
    expect(manifest).toMatchObject({
      state: 'closed',
      workspace: { name: 'web', kind: 'coder' },
      agent: { name: 'main' },
      run: { startedMs: NOW, verdict: { kind: 'failed', exitCode: 100, cause: { path: join(logs, 'tools.log'), from: 'script' } } },
    })
    expect(manifest.logs.map(({ path, kind }) => [path, kind])).toEqual([[join(logs, 'coder-agent.log'), 'agent'], [join(logs, 'tools.log'), 'script']])
    const kept = await Promise.all(manifest.logs.map(async ({ name }) => (await readAll(opened.value.source(name)!)).map(({ bytes }) => bytes.toString()).join('')))
    opened.value.close()
    const agentLog = kept[0] ?? ''
    expect(agentLog.match(/agent is starting now/g)).toHaveLength(1)
    expect(agentLog.trimEnd().split('\n').at(-1)).toContain('"start_error"')
    expect(kept[1]).toBe(readFileSync(join(logs, 'tools.log'), 'utf8'))
  })

  it('leaves a workspace alone where that was turned off', async () => {
    await engine.stop()
    startEngine({ startsNotKept: [`coder:${server.url}/kim/web`] })
    await failNow()
    expect(told[0]).toMatchObject({ exitCode: 100, cause: null })
    expect(cli.callsOf('ssh')).toEqual([])
    expect(starts()).toEqual([])
  })

  it('tells without an explanation where the way is slow, and is gone when the engine stops', async () => {
    cli.set({ agents: { 'web.main': { connecting: true } } })
    await failNow()
    expect(told[0]).toMatchObject({ exitCode: 100, cause: null })
    await engine.stop()
    await vi.waitFor(() => expect(() => process.kill(cli.callsOf('ssh')[0]?.pid ?? 0, 0)).toThrow())
  })
})
