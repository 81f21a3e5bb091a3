import { appendFileSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { writeCoderCli, writeLogin, type CoderCli } from '../../e2e/peers/coder-cli'
import { composeWorkspace, idOf } from '../../e2e/peers/coder-data'
import { startCoderDeployment, type CoderDeployment } from '../../e2e/peers/coder-deployment'
import { startCoderLike, type CoderLike } from '../../e2e/peers/coder-like'
import { defaultSettings } from '@shared/settings'
import type { Engine } from './create-engine'
import { testEngine, type TestWindow } from './engine.test-kit'

describe('the engine with a Coder login', () => {
  let home: string
  let cli: CoderCli
  let server: CoderDeployment
  let peer: CoderLike
  let engine: Engine
  let window: TestWindow

  const scripts = () => [
    { name: 'Startup Script', logPath: join(home, 'logs', 'coder-startup-script.log') },
    { name: 'Dotfiles', logPath: '' },
  ]
  const workspaces = (status: string) => [
    composeWorkspace({
      name: 'web',
      status,
      transition: status === 'stopped' ? 'stop' : 'start',
      agents: [{ name: 'main', status: status === 'running' ? 'connected' : 'disconnected', lifecycle: status === 'running' ? 'ready' : 'off', scripts: scripts() }],
    }),
  ]

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'tailpane-coder-engine-'))
    mkdirSync(join(home, 'logs'))
    writeFileSync(join(home, 'logs', 'coder-startup-script.log'), 'installing\nready\n')
    peer = await startCoderLike({ home })
    server = await startCoderDeployment({ token: 'session-of-the-folder', workspaces: workspaces('running') })
    cli = writeCoderCli(join(home, 'bin'), { url: server.url, agents: { 'web.main': { port: peer.port } } })
    writeLogin(join(home, '.config', 'coderv2'), server.url)
    const made = testEngine({ PATH: `${cli.dir}:/usr/bin:/bin`, HOME: home })
    engine = made.engine
    window = made.window
  })
  afterEach(async () => {
    await engine.stop()
    await server.stop()
    await peer.stop()
    rmSync(home, { recursive: true, maxRetries: 3 })
  })

  const listed = () => window.until('the workspace is listed', () => window.workspaces.some((w) => w.name === 'web'))

  it('lists workspaces by itself, opens an agent through the tunnel and shows its logs by name', async () => {
    await listed()
    const before = window.agent('main')!
    expect(before).toMatchObject({ opened: false, state: { kind: 'ready' }, link: { phase: 'closed' } })
    expect(cli.callsOf('ssh')).toEqual([])
    await window.request('agent.open', { agentId: before.id })
    await window.until('it is connected', () => window.agent('main')?.link.phase === 'connected' && window.agent('main')!.shown.startup !== null)
    const agent = window.agent('main')!
    expect(agent.link.identity?.kind).toBe('tunnel')
    expect(agent.link.awakeSinceMs).not.toBeNull()
    expect(agent.logs.find((l) => l.id === agent.shown.startup)).toMatchObject({ title: 'Startup Script', origin: 'coder-list', store: 'file' })
    const pane = await window.openPane('p1', agent.shown.startup!)
    await window.until('the log is shown', () => pane.text === 'installing\nready')
    const [call] = cli.callsOf('ssh')
    expect(call!.env).toMatchObject({ CODER_SSH_WAIT: 'no', CODER_SSH_DISABLE_AUTOSTART: 'true' })
    await window.request('agent.close', { agentId: agent.id })
    await window.until('it is closed', () => window.agent('main')?.opened === false)
  })

  it('lets a workspace go that nobody looks at, followed or not, and goes on at the byte when somebody does', async () => {
    await listed()
    const agentId = window.agent('main')!.id
    await window.request('agent.open', { agentId })
    await window.until('it is connected', () => window.agent('main')?.link.phase === 'connected' && window.agent('main')!.shown.startup !== null)
    const pane = await window.openPane('p1', window.agent('main')!.shown.startup!)
    await window.until('the log is shown', () => pane.text === 'installing\nready')
    const view = { paneId: 'p1', columns: 120, windowRows: 2000 }
    window.signal('pane.view', { ...view, visible: false })
    // No time at all in place of five minutes.
    engine.applySettings({ ...defaultSettings, idleCoderMin: 0 })
    await window.until('it is let go', () => window.agent('main')?.link.failure?.code === 'PAUSED_IDLE', 40_000)
    expect(window.agent('main')?.link).toMatchObject({ phase: 'offline', awakeSinceMs: null, failure: { sentence: 'Paused so that this workspace can stop.' } })
    await vi.waitFor(() => expect(cli.callsOf('ssh').map(({ pid }) => isRunning(pid))).toEqual([false]), 15_000)
    appendFileSync(join(home, 'logs', 'coder-startup-script.log'), 'written meanwhile\n')
    engine.applySettings(defaultSettings)
    window.signal('pane.view', { ...view, visible: true })
    await window.until('it goes on', () => pane.text === 'installing\nready\nwritten meanwhile')
    expect(cli.callsOf('ssh')).toHaveLength(2)
    // It is looked every 10 s whether somebody looks.
  }, 90_000)

  it('never connects to a stopped workspace, shows the server’s copy, and goes on by itself when it is back', async () => {
    server.state.workspaces = workspaces('stopped').map((w) => withLogs(w))
    const agentServerId = idOf('kim', 'web', 'main')
    server.setLog(agentServerId, [{ id: 1, created_at: '2026-07-10T09:13:22Z', output: 'copy of the output' }])
    await listed()
    await window.request('coder.refresh', {})
    await window.until('it is stopped', () => window.workspaces.find((w) => w.name === 'web')?.coder?.status === 'stopped')
    await window.request('agent.open', { agentId: window.agent('main')!.id })
    await window.until('it says why not', () => window.agent('main')?.link.failure?.code === 'WORKSPACE_STOPPED')
    expect(cli.callsOf('ssh')).toEqual([])
    const agent = window.agent('main')!
    const copy = agent.logs.find((l) => l.id === agent.shown.startup)
    expect(copy).toMatchObject({ store: 'server-copy' })
    const pane = await window.openPane('p2', copy!.id)
    await window.until('the copy is shown', () => pane.text === 'copy of the output')
    server.state.workspaces = workspaces('running')
    await window.request('coder.refresh', {})
    await window.until('the file is shown instead', () => {
      const now = window.agent('main')
      return now?.link.phase === 'connected' && now.logs.find((l) => l.id === now.shown.startup)?.store === 'file'
    })
  })

  it('finds why a build failed in its log, and says when an agent never came', async () => {
    const failed = composeWorkspace({ name: 'web', status: 'failed', jobError: 'terraform apply: exit status 1', agents: [{ name: 'main', status: 'disconnected', lifecycle: 'off', scripts: scripts() }] })
    server.state.workspaces = [failed]
    const lines = ['Terraform 1.9.5', 'coder_agent.main: Creating...', 'Error: creating EC2 Instance: VcpuLimitExceeded: You have requested more vCPU capacity than your current limit', '  on main.tf line 40']
    server.setLog(idOf('kim', 'web', 'build'), lines.map((output, n) => ({ id: n + 1, created_at: '2026-11-24T08:59:30Z', output, stage: 'Starting workspace' })))
    await listed()
    await window.request('coder.refresh', {})
    await window.until('the build is known to have failed', () => window.workspaces.find((w) => w.name === 'web')?.coder?.status === 'failed')
    await window.request('agent.open', { agentId: window.agent('main')!.id })
    await window.until('the cause is found', () => window.agent('main')?.verdict?.cause?.text === lines[2])
    const agent = window.agent('main')!
    expect(agent.verdict).toMatchObject({ kind: 'failed', sentence: 'The build failed: terraform apply: exit status 1', cause: { line: 4, from: 'script' } })
    expect(agent.logs.find((log) => log.id === agent.verdict!.cause!.logId)).toMatchObject({ store: 'build', title: 'Build log 7' })
    server.state.workspaces = [composeWorkspace({ name: 'web', agents: [{ name: 'main', status: 'timeout', lifecycle: 'created', startedAt: null, readyAt: null, scripts: scripts() }] })]
    await window.request('coder.refresh', {})
    await window.until('it never came', () => window.agent('main')?.verdict?.kind === 'timed-out')
    expect(window.agent('main')!.verdict).toMatchObject({ cause: null, sentence: expect.stringContaining('did not connect to Coder') })
  })

  it('says why the list could not be refreshed and keeps it', async () => {
    await listed()
    server.state.failWith = 503
    cli.set({ login: 'unreachable' })
    await window.request('coder.refresh', {})
    await window.until('the failure is told', () => window.deployments[0]?.failure !== null && window.deployments[0]?.failure !== undefined)
    expect(window.workspaces.map((w) => w.name)).toContain('web')
    expect(window.deployments[0]!.checkedMs).not.toBeNull()
  })
})

function withLogs(workspace: Record<string, unknown>): Record<string, unknown> {
  const copy = structuredClone(workspace) as { latest_build: { resources: { agents?: Record<string, unknown>[] }[] } }
  for (const resource of copy.latest_build.resources) for (const agent of resource.agents ?? []) agent['logs_length'] = 19
  return copy as unknown as Record<string, unknown>
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
