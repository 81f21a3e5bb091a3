import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, test } from '../fixtures/test'
import { AgentLog, agentStarting, initializingScripts, lifecycleSet, openScriptLog, runningScript, scriptFailed } from '../peers/agent-writer'
import { writeCoderCli, writeLogin } from '../peers/coder-cli'
import { composeWorkspace } from '../peers/coder-data'
import { startCoderDeployment } from '../peers/coder-deployment'
import { startCoderLike } from '../peers/coder-like'

const CAUSE = 'E: Unable to locate package gizmo'

test('a start of a workspace that nobody has open fails: one look at it, a notice with the line, and a click opens it there', async ({ place, desktop, launch }) => {
  await desktop.showBar()
  const logs = join(place.dir, 'workspace')
  mkdirSync(logs)
  const script = { id: '00000000-0000-4000-8000-000000000001', logPath: join(logs, 'tools.log') }
  const listed = (lifecycle: string, ended: { exitCode: number; status: string } | null): Record<string, unknown>[] => [
    composeWorkspace({ name: 'web', agents: [{ name: 'main', lifecycle, scripts: [{ name: 'Tools', logPath: script.logPath, ...ended }] }] }),
  ]
  const peer = await startCoderLike({ home: logs, environ: { CODER_AGENT_LOG_DIR: logs } })
  const server = await startCoderDeployment({ workspaces: listed('starting', null) })
  const cli = writeCoderCli(join(place.dir, 'bin'), { url: server.url, agents: { 'web.main': { port: peer.port } } })
  writeLogin(join(place.home, '.config', 'coderv2'), server.url, server.state.token)
  writeFileSync(join(place.profile, 'settings.json'), JSON.stringify({ watchAll: true }))
  const env = {
    DBUS_SESSION_BUS_ADDRESS: desktop.address,
    PATH: `${cli.dir}${delimiter}${process.env['PATH'] ?? ''}`,
  }
  try {
    const window = await launch({ env })
    await expect(async () => expect((await desktop.icon())?.menu[0]).toBe('main in web: starting')).toPass({ timeout: 45_000 })
    await expect(async () => expect(server.requests().some((line) => line.startsWith('WS') && line.endsWith('/watch-ws'))).toBe(true)).toPass()

    const atMs = Date.now()
    const log = new AgentLog(join(logs, 'coder-agent.log'))
    log.write(agentStarting(atMs, 'coder.example.com'))
    log.write(initializingScripts(atMs, 1, logs))
    log.write(lifecycleSet({ state: 'starting', atMs }, { state: 'created', atMs: null }))
    log.write(runningScript(atMs, script, 'apt-get install gizmo'))
    const output = openScriptLog(script.logPath)
    output.write(Array.from({ length: 300 }, (_, i) => `Get:${i} http://deb.example.com/debian bookworm/main amd64 package-${i}\n`).join(''))
    output.write(`${CAUSE}\n`)
    output.close()
    log.write(scriptFailed(atMs + 1500, script, 1500, 100))
    log.write(lifecycleSet({ state: 'start_error', atMs: atMs + 1500 }, { state: 'starting', atMs }))
    log.close()
    server.state.workspaces = listed('start_error', { exitCode: 100, status: 'exit_failure' })

    await expect(async () => expect(desktop.notices.map((one) => one.title)).toEqual(['main in web failed to start'])).toPass({ timeout: 30_000 })
    expect(desktop.notices[0]?.body.split('\n').at(-1)).toBe(CAUSE)
    // The look at it is over, and nobody else connected.
    expect(cli.callsOf('ssh')).toHaveLength(1)
    await expect(window.page.getByRole('tab')).toHaveCount(0)

    desktop.click(desktop.notices[0]!)
    await expect(window.tab('main').handle).toHaveAttribute('aria-selected', 'true')
    const pane = window.pane({ path: script.logPath })
    await pane.shows(CAUSE)
    await expect(pane.evidence).toBeVisible()
    await expect(window.tab('main').sentence).toContainText('exit 100')
    expect(desktop.notices).toHaveLength(1)
  } finally {
    await server.stop()
    await peer.stop()
  }
})
