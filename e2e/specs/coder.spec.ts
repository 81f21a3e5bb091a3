import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, test as base } from '../fixtures/test'
import { numbered } from '../fixtures/host'
import type { Place } from '../fixtures/place'
import type { AppWindow } from '../pages/app-window'
import { writeCoderCli, writeLogin, type CoderCli } from '../peers/coder-cli'
import { composeWorkspace, idOf, type AgentSpec } from '../peers/coder-data'
import { startCoderDeployment, type CoderDeployment } from '../peers/coder-deployment'
import { startCoderLike, type CoderLike } from '../peers/coder-like'

/** A person who is logged in with the coder program and has four workspaces. */
interface Coder {
  server: CoderDeployment
  cli: CoderCli
  agent: CoderLike
  startupLog: string
}

const test = base.extend<{ coder: Coder }>({
  coder: async ({ place }, use) => {
    const home = join(place.dir, 'workspace')
    const startupLog = join(home, 'logs', 'coder-startup-script.log')
    mkdirSync(join(home, 'logs'), { recursive: true })
    writeFileSync(startupLog, numbered(1, 20))
    const agent = await startCoderLike({ home })
    const server = await startCoderDeployment({ token: 'session-of-the-folder', workspaces: workspaces(startupLog) })
    const cli = writeCoderCli(join(place.dir, 'bin'), { url: server.url, agents: { 'atlas.main': { port: agent.port } } })
    writeLogin(configFolder(place), server.url)
    const path = process.env['PATH']
    process.env['PATH'] = `${cli.dir}${delimiter}${path ?? ''}`
    await use({ server, cli, agent, startupLog })
    process.env['PATH'] = path
    await server.stop()
    await agent.stop()
  },
})

function configFolder(place: Place): string {
  return join(place.home, '.config', 'coderv2')
}

function workspaces(startupLog: string): Record<string, unknown>[] {
  const scripts = [{ name: 'Startup Script', logPath: startupLog, exitCode: 0, status: 'ok' }]
  const failed: AgentSpec = { name: 'gpu', lifecycle: 'start_error', scripts: [{ name: 'CUDA', logPath: '', exitCode: 100, status: 'exit_failure' }] }
  return [
    composeWorkspace({ name: 'atlas', outdated: true, agents: [{ name: 'main', scripts }, failed, { name: 'devcontainer', parent: 'main' }] }),
    composeWorkspace({ name: 'billing', status: 'failed', jobError: 'no space left on the cluster', agents: [] }),
    composeWorkspace({ name: 'wiki', status: 'starting', agents: [] }),
    composeWorkspace({ name: 'sandbox-eu', status: 'stopped', transition: 'stop', agents: [] }),
  ]
}

async function theme(window: AppWindow, name: 'Dark' | 'Light'): Promise<void> {
  await window.menu('settings')
  await window.settings.theme(name).check()
  await window.settings.close()
}

test('the first start shows the workspaces of whoever is logged in, and opens one with a click', async ({ coder, launch }) => {
  const window = await launch()
  await window.resize(1440, 900)
  const { sidebar } = window
  await expect(sidebar.row('atlas')).toContainText('3 agents')
  await expect(sidebar.row('main')).toContainText('ready 34 s')
  await expect(sidebar.row('gpu')).toContainText('exit 100')
  await expect(sidebar.row('devcontainer')).toHaveAttribute('aria-level', '3')
  await expect(sidebar.row('billing')).toContainText('build failed')
  await expect(sidebar.row('wiki')).toContainText('starting')
  await expect(sidebar.row('sandbox-eu')).toContainText('stopped')
  await expect(window.statusBar).toContainText('4 workspaces')
  // Nothing is connected to by being listed.
  expect(coder.cli.callsOf('ssh')).toEqual([])
  await expect(window.page.getByRole('tab')).toHaveCount(0)

  await sidebar.row('main').click()
  await window.pane('startup').endsWith('line 20')
  appendFileSync(coder.startupLog, 'one more\n')
  await window.pane('startup').endsWith('one more')
  await expect(window.statusBar).toContainText('identity by tunnel')
  await expect(window.tab('main').panel).toContainText(/keeps this workspace awake since \d\d:\d\d/)
  await sidebar.row('atlas').click({ button: 'right' })
  await window.page.getByRole('menuitem', { name: 'Add to favourites' }).click()
  await expect(sidebar.root.locator('.sidebar-group').first()).toHaveText('Favourites')
  for (const name of ['Dark', 'Light'] as const) {
    await theme(window, name)
    await window.picture(`coder-${name.toLowerCase()}`)
  }
  await window.menu('status')
  await expect(window.page.getByRole('dialog', { name: 'Connections' })).toContainText('1 connection · 1 coder process')
  await expect(window.page.getByTestId('watch-cost')).toHaveText(/^[1-9]\d* calls? · [\d.]+ (kB|MB|KiB|MiB) · [1-9]\d* connections?$/)
  await window.picture('coder-connections')
  await window.page.keyboard.press('Escape')

  // The connection goes with its tab.
  await window.page.keyboard.press('Control+w')
  await expect.poll(() => coder.cli.callsOf('ssh').map(({ pid }) => isRunning(pid))).toEqual([false])
})

test('a stopped workspace is never started by looking at it, and is by the button that says what it does', async ({ coder, launch }) => {
  const window = await launch()
  await window.resize(1440, 900)
  await window.sidebar.row('sandbox-eu').click()
  const panel = window.page.getByRole('region', { name: 'sandbox-eu' })
  await expect(panel).toContainText('The workspace is stopped.')
  await theme(window, 'Dark')
  await window.picture('coder-stopped')
  expect(coder.server.requests().filter((line) => line.startsWith('POST'))).toEqual([])
  await panel.getByRole('button', { name: 'Start workspace' }).click()
  const dialog = window.page.getByRole('dialog', { name: 'Start sandbox-eu?' })
  await expect(dialog).toContainText('It costs what its template costs')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await window.picture('coder-start')
  await dialog.getByRole('button', { name: 'Start workspace' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(window.sidebar.row('sandbox-eu')).toContainText('starting')
  expect(coder.server.requests().filter((line) => line.startsWith('POST'))).toHaveLength(1)
})

test('a build that failed before there was any agent explains itself with the line of its log, and gives way to the agents of the next build', async ({ coder, launch }) => {
  const said = ['Initializing the backend...', 'docker_volume.home: Creating...', 'Error: Error response from daemon: no space left on device', '  with docker_volume.home, on main.tf line 12']
  const line = (output: string, at: number) => ({ id: at + 1, created_at: '2026-11-24T09:00:00Z', output, stage: 'Starting workspace', log_source: 'provisioner', log_level: output.startsWith('Error') ? 'error' : 'info' })
  coder.server.setLog(idOf('kim', 'billing', 'build'), said.map(line))
  const window = await launch()
  await window.resize(1440, 900)
  await window.sidebar.row('billing').click()
  const { panel } = window.tab('build')
  await expect(panel.getByRole('heading')).toContainText('no space left on the cluster')
  await expect(panel.getByTestId('cause')).toContainText('no space left on device')
  await expect(window.pane('agent').root).toContainText('Build log 7')
  await window.pane('agent').shows('docker_volume.home: Creating...')
  await panel.getByRole('button', { name: /^line \d+$/ }).click()
  await expect(panel.getByRole('button', { name: 'Start workspace' })).toBeVisible()
  for (const name of ['Dark', 'Light'] as const) {
    await theme(window, name)
    await window.picture(`build-failed-${name.toLowerCase()}`)
  }

  const scripts = [{ name: 'Startup Script', logPath: coder.startupLog, exitCode: 0, status: 'ok' }]
  coder.server.state.workspaces = [composeWorkspace({ name: 'billing', agents: [{ name: 'main', scripts }] })]
  await window.page.keyboard.press('F5')
  await expect(window.tab('main').sentence).toContainText('Ready after 34 s')
  await expect(window.page.getByRole('tab')).toHaveCount(1)
})

test('of a stopped workspace the server’s copy is shown, and its file once it is back', async ({ coder, launch }) => {
  const agents: AgentSpec[] = [{ name: 'main', status: 'disconnected', lifecycle: 'off', scripts: [{ name: 'Startup Script', logPath: coder.startupLog }] }]
  const running = coder.server.state.workspaces
  coder.server.state.workspaces = [composeWorkspace({ name: 'atlas', status: 'stopped', transition: 'stop', agents })]
  coder.server.setLog(idOf('kim', 'atlas', 'main'), [{ id: 1, created_at: '2026-11-24T09:00:00Z', output: 'copied line' }])
  const window = await launch()
  await window.resize(1440, 900)
  await window.sidebar.row('main').click()
  const pane = window.pane('startup')
  await pane.endsWith('copied line')
  await expect(pane.root.locator('[data-store]')).toHaveText('server copy: first 1 MiB, lines cut at 1,024')
  const { panel } = window.tab('main')
  await expect(panel.getByRole('button', { name: 'Start workspace' })).toBeVisible()
  await expect(panel.getByRole('button', { name: 'Reconnect now' })).toHaveCount(0)
  await theme(window, 'Dark')
  await window.picture('coder-server-copy')
  expect(coder.cli.callsOf('ssh')).toEqual([])

  coder.server.state.workspaces = running
  await window.page.keyboard.press('F5')
  await window.pane('startup').endsWith('line 20')
  await expect(panel.getByRole('button', { name: 'Start workspace' })).toHaveCount(0)
})

test('the engine is killed: what was open of a deployment is open again, and goes on where it was', async ({ coder, launch }) => {
  const window = await launch()
  await window.sidebar.row('main').click()
  await window.pane('startup').endsWith('line 20')
  const before = await window.enginePid()
  if (before === null) throw new Error('The engine runs')
  process.kill(before, 'SIGKILL')
  await expect.poll(() => window.enginePid()).not.toBe(before)
  appendFileSync(coder.startupLog, 'after the new start\n')
  await window.pane('startup').endsWith('after the new start')
  await expect(window.page.getByRole('tab')).toHaveCount(1)
  expect(await window.pane('startup').heldLines()).toEqual([...numbered(1, 20).trim().split('\n'), 'after the new start'])
})

test('the engine is killed while the deployment is away: its agent is opened when its list comes, however late', async ({ coder, place, launch }) => {
  const window = await launch()
  await window.resize(1440, 900)
  await window.sidebar.row('main').click()
  await window.pane('startup').endsWith('line 20')
  const before = await window.enginePid()
  if (before === null) throw new Error('The engine runs')
  // Neither the last list on the disk nor a new one.
  rmSync(join(place.profile, 'coder-lists.json'), { force: true })
  coder.server.state.token = 'another'
  coder.cli.set({ login: 'expired' })
  process.kill(before, 'SIGKILL')
  const tab = window.tab('main')
  await expect(tab.linkBar).toContainText('Waiting for the list of this deployment.')
  await window.pane('startup').isCondition('connecting')
  await window.pane('startup').shows('line 20')
  await expect(window.pane('startup').root.getByTestId('pane-notice')).toHaveCount(0)
  await window.picture('waiting-for-list')
  coder.server.state.token = 'session-of-the-folder'
  coder.cli.set({ login: 'in' })
  // Somebody logs in anew: that is looked at at once, where the program is otherwise asked once a minute.
  writeLogin(configFolder(place), coder.server.url, 'session-of-the-folder\n')
  appendFileSync(coder.startupLog, 'after a long wait\n')
  await window.page.keyboard.press('F5')
  await window.pane('startup').endsWith('after a long wait')
  expect(await window.pane('startup').heldLines()).toEqual([...numbered(1, 20).trim().split('\n'), 'after a long wait'])
})

test('a list that cannot be refreshed stays, and says how old it is and why', async ({ coder, launch }) => {
  const window = await launch()
  await window.resize(1440, 900)
  await expect(window.sidebar.row('atlas')).toBeVisible()
  coder.server.state.token = 'another'
  coder.cli.set({ login: 'expired' })
  await window.page.keyboard.press('F5')
  await expect(window.sidebar.root.locator('.sidebar-note')).toContainText('not logged in')
  await expect(window.sidebar.row('atlas')).toBeVisible()
  await theme(window, 'Dark')
  await window.picture('coder-logged-out')
})

test('a deployment is added by its address and a token, which is not kept where nothing can keep it', async ({ coder, place, launch }) => {
  // Whoever is logged in with the program needs no token.
  writeLogin(configFolder(place), 'https://elsewhere.invalid')
  coder.cli.set({ login: 'out' })
  const token = 'session-of-the-folder'
  const window = await launch()
  await window.resize(1440, 900)
  await window.menu('deployment.add')
  const { root } = window.addWorkspace
  await root.getByRole('textbox', { name: 'Address' }).fill('http://coder.example.com')
  await root.getByLabel('Token').fill(token)
  await root.getByRole('button', { name: 'Sign in' }).click()
  await expect(root.getByRole('alert')).toContainText('https://')
  await root.getByRole('textbox', { name: 'Address' }).fill(coder.server.url)
  await expect(root).toContainText(`${coder.server.url}/cli-auth`)
  await window.picture('add-deployment')
  await root.getByRole('button', { name: 'Sign in' }).click()
  await expect(root).toHaveCount(0)
  await expect(window.notices).toContainText('until Tailpane is closed')
  await expect(window.sidebar.row('atlas')).toBeVisible()
  await window.picture('two-deployments')
  const host = new URL(coder.server.url).host
  await window.sidebar.root.getByRole('button', { name: `More about ${host}` }).click()
  await window.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(window.sidebar.row('atlas')).toHaveCount(0)
  await window.close()
  const kept = everyFile(place.profile).filter((file) => readFileSync(file).includes(token))
  expect(kept).toEqual([])
})

test('after waking up a connection that has died is noticed at once, and made again', async ({ far }) => {
  const { host, relay, window } = far
  const wake = () => window.app.tell(({ powerMonitor }) => void powerMonitor.emit('resume'))
  await window.pane('startup').isCondition('following')
  relay.stall(true)
  relay.refuse(true)
  await wake()
  // Keepalives alone would need much longer than a test waits.
  await window.pane('startup').isCondition('offline')
  await expect(window.tab('far').linkBar.getByRole('button', { name: 'Stop trying' })).toBeVisible()
  await window.tab('far').linkBar.getByRole('button', { name: 'Stop trying' }).click()
  await expect(window.tab('far').linkBar.getByRole('button', { name: 'Stop trying' })).toHaveCount(0)
  host.append('written while asleep\n')
  relay.stall(false)
  relay.refuse(false)
  await window.tab('far').reconnect.click()
  await window.pane('startup').endsWith('written while asleep')
})

test('in another network a connection that has died is noticed at once, and made again', async ({ far }) => {
  const { host, relay, window } = far
  await window.pane('startup').isCondition('following')
  relay.stall(true)
  relay.refuse(true)
  // The one thing that a test cannot bring about here is another network itself.
  await window.app.electron.evaluate(() => {
    const os = process.getBuiltinModule('node:os')
    os.networkInterfaces = () => ({ wlan0: [{ address: '10.4.0.7', netmask: '255.255.255.0', family: 'IPv4', mac: '', internal: false, cidr: null }] })
  })
  await window.pane('startup').isCondition('offline')
  host.append('written on the way\n')
  relay.stall(false)
  relay.refuse(false)
  await window.pane('startup').endsWith('written on the way')
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function everyFile(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    const kind = statSync(path, { throwIfNoEntry: false })
    return kind?.isDirectory() ? everyFile(path) : kind?.isFile() ? [path] : []
  })
}

test('a workspace that nobody looks at is let go, says so, and goes on at the byte', async ({ coder, place, launch }) => {
  test.setTimeout(180_000)
  writeFileSync(join(place.profile, 'settings.json'), JSON.stringify({ idleCoderMin: 1 }))
  const window = await launch()
  await window.sidebar.row('main').click()
  await window.pane('startup').endsWith('line 20')
  // Behind another tab: a page under test takes itself for visible even where its window is not.
  await window.sidebar.row('gpu').click()
  const paused = window.page.locator('.link-bar', { hasText: 'Paused so that this workspace can stop.' })
  // A minute is the least that the settings take.
  await expect(paused).toHaveCount(1, { timeout: 120_000 })
  appendFileSync(coder.startupLog, 'written meanwhile\n')
  await window.sidebar.row('main').click()
  await window.pane('startup').endsWith('written meanwhile')
  await expect(paused).toHaveCount(0)
})
