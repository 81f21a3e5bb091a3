import { expect, test } from '../fixtures/test'
import type { Host } from '../fixtures/host'
import type { Place } from '../fixtures/place'
import type { DesktopBus, Icon } from '../peers/desktop-bus'
import { AgentLog, agentStarting, initializingScripts, lifecycleSet, runningScript, scriptFailed } from '../peers/agent-writer'
import type { AppWindow } from '../pages/app-window'

/*
 * What the desktop sees: notices and the tray's icon, on a session bus of the test's own. The bus has the
 * desktop's side of both, so that texts, pictures and clicks are the real ones.
 */

const onBus = (desktop: DesktopBus): { env: Record<string, string> } => ({ env: { DBUS_SESSION_BUS_ADDRESS: desktop.address } })
const titles = (desktop: DesktopBus): string[] => desktop.notices.map((one) => one.title)

/** The icon once its menu begins with such a line. */
async function iconWhen(desktop: DesktopBus, first: RegExp): Promise<Icon> {
  let icon: Icon | null = null
  await expect(async () => {
    icon = await desktop.icon()
    expect(icon?.menu[0] ?? '').toMatch(first)
  }).toPass({ timeout: 45_000 })
  return icon!
}

/** Writes a whole start into the agent log of a workspace. */
class Starts {
  private readonly log: AgentLog
  constructor(private readonly host: Host) {
    this.log = new AgentLog(host.agentLog)
  }

  private script(name: string): { id: string; logPath: string } {
    return { id: '00000000-0000-4000-8000-000000000001', logPath: `${this.host.logs}/${name}` }
  }

  begin(atMs: number): void {
    this.log.write(agentStarting(atMs, 'coder.example.com'))
    this.log.write(initializingScripts(atMs, 1, this.host.logs))
    this.log.write(lifecycleSet({ state: 'starting', atMs }, { state: 'created', atMs: null }))
    this.log.write(runningScript(atMs, this.script('setup.log'), 'exit 3'))
  }

  fail(atMs: number, exitCode: number): void {
    this.log.write(scriptFailed(atMs, this.script('setup.log'), 1500, exitCode))
  }
}

function reach(place: Place, host: Host, name: string): void {
  place.writeSshConfig(host.configFor(name))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
}

/** Asked of main: the driver makes the page believe that it is always visible. */
const visibility = (window: AppWindow): Promise<string> =>
  window.app.ask(({ BrowserWindow }) => (BrowserWindow.getAllWindows()[0]?.isVisible() ? 'visible' : 'hidden'))

/** Counts how often the window was minimised: nobody manages windows on the tests' screen, so it cannot be asked. */
async function countMinimises(window: AppWindow): Promise<() => Promise<number>> {
  await window.app.tell(({ BrowserWindow }) => {
    const first = BrowserWindow.getAllWindows()[0]!
    Object.assign(globalThis, { minimised: 0 })
    first.minimize = () => void ((globalThis as unknown as { minimised: number }).minimised += 1)
  })
  return () => window.app.ask(() => (globalThis as unknown as { minimised: number }).minimised)
}

const closeWindow = (window: AppWindow): Promise<void> => window.app.tell(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())

/** Answers the app's next question with a button, and keeps what was asked. */
async function answerDialogs(window: AppWindow, response: number): Promise<() => Promise<string[]>> {
  await window.app.tell(({ dialog }, answer: number) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    const reply = (...args: unknown[]): Promise<{ response: number; checkboxChecked: boolean }> => {
      asked.push((args.at(-1) as { message: string }).message)
      return Promise.resolve({ response: answer, checkboxChecked: false })
    }
    dialog.showMessageBox = reply as typeof dialog.showMessageBox
  }, response)
  return () => window.app.ask(() => (globalThis as unknown as { asked: string[] }).asked)
}

test('the demo’s failed start changes the icon, is told once, and a click opens it at the line', async ({ desktop, launch }) => {
  await desktop.showBar()
  const window = await launch({ args: ['--demo'], ...onBus(desktop) })
  // Of what is in front of the person nothing is told.
  await window.app.tell(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  const starting = await iconWhen(desktop, /: starting|: \d of \d/)
  expect(starting.tooltip).toMatch(/^Tailpane: \d starting$/)
  const failed = await iconWhen(desktop, /^gpu in demo: failed, exit 100$/)
  expect(failed.menu).toEqual(expect.arrayContaining(['-', 'Open Tailpane', 'Mute notices for an hour', 'Watch settings…', 'Quit']))
  expect(failed.width).toBeGreaterThanOrEqual(22)
  expect(failed.pixels).not.toBe(starting.pixels)

  await expect.poll(() => titles(desktop)).toContain('gpu in demo failed to start')
  await expect.poll(() => titles(desktop), { timeout: 45_000 }).toContain('docs in demo may be waiting for an answer')
  await iconWhen(desktop, /^gpu in demo: failed, exit 100$/)
  expect(titles(desktop)).toHaveLength(2)
  const notice = desktop.notices.find((one) => one.title.startsWith('gpu'))!
  expect(notice).toMatchObject({ app: 'Tailpane', actions: expect.arrayContaining(['default']) as string[] })
  expect(notice.body).toMatch(/^Startup failed with exit 100 after [\d.]+ s, in [\w-]+\.log\nE: Unable to locate package nvidia-cuda-toolkit-13$/)

  desktop.click(notice)
  await expect.poll(() => visibility(window)).toBe('visible')
  await expect(window.tab('gpu').handle).toHaveAttribute('aria-selected', 'true')
  await expect(window.tab('gpu').sentence).toContainText('exit 100')
  await expect(window.tab('gpu').cause).toHaveText('E: Unable to locate package nvidia-cuda-toolkit-13')
  const pane = window.pane('startup')
  await pane.shows('E: Unable to locate package nvidia-cuda-toolkit-13')
  await expect(pane.evidence).toBeVisible()
  await (await desktop.icon())!.choose('docs in demo: waiting, at a prompt')
  await expect(window.tab('docs').handle).toHaveAttribute('aria-selected', 'true')
})

test('goes on watching in the tray when the window is closed, and tells a failure once over a restart', async ({ place, startHost, desktop, launch }) => {
  await desktop.showBar()
  const host = await startHost()
  reach(place, host, 'box')
  const starts = new Starts(host)
  const window = await launch({ targets: ['box'], ...onBus(desktop) })
  await window.pane('agent').isCondition('following')
  starts.begin(Date.now())
  await iconWhen(desktop, /^box: starting$/)

  await closeWindow(window)
  await expect.poll(() => titles(desktop)).toEqual(['Tailpane goes on watching'])
  await expect.poll(() => visibility(window)).toBe('hidden')

  starts.fail(Date.now(), 3)
  await expect.poll(() => titles(desktop)).toContain('box failed to start')
  expect(desktop.notices.at(-1)?.body).toMatch(/^Startup failed with exit 3 after [\d.]+ s, in setup\.log$/)

  desktop.click(desktop.notices.at(-1)!)
  await expect.poll(() => visibility(window)).toBe('visible')
  await expect(window.tab('box').sentence).toContainText('exit 3')
  await window.close()

  const again = await launch({ targets: ['box'], ...onBus(desktop) })
  await iconWhen(desktop, /^box: failed, exit 3$/)
  await expect(again.tab('box').sentence).toContainText('exit 3')
  // Another run is news again; one of before would have come first.
  starts.begin(Date.now() + 60_000)
  await iconWhen(desktop, /^box: starting$/)
  await again.app.tell(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  starts.fail(Date.now() + 61_000, 4)
  await expect.poll(() => titles(desktop).filter((one) => one === 'box failed to start').length).toBe(2)
  expect(desktop.notices.at(-1)?.body).toContain('exit 4')
})

test('mutes from the menu, and quitting says what ends, once', async ({ place, startHost, desktop, launch }) => {
  await desktop.showBar()
  const host = await startHost()
  reach(place, host, 'box')
  const starts = new Starts(host)
  const window = await launch({ targets: ['box'], ...onBus(desktop) })
  await window.pane('agent').isCondition('following')
  starts.begin(Date.now())
  const icon = await iconWhen(desktop, /^box: starting$/)
  await closeWindow(window)
  await icon.choose('Mute notices for an hour')
  await expect.poll(async () => (await desktop.icon())?.tooltip).toContain('notices muted')
  starts.fail(Date.now(), 3)
  await iconWhen(desktop, /^box: failed, exit 3$/)
  expect(titles(desktop)).toEqual(['Tailpane goes on watching'])

  desktop.click(desktop.notices.at(-1)!)
  await expect.poll(() => visibility(window)).toBe('visible')
  await window.tab('box').panel.getByRole('button', { name: /^Unmute notices \(muted until \d\d:\d\d\)$/ }).click()
  await expect.poll(async () => (await desktop.icon())?.tooltip).not.toContain('muted')
  await window.picture('mute')
  await window.tab('box').panel.getByRole('button', { name: 'Mute notices for an hour' }).click()
  await expect.poll(async () => (await desktop.icon())?.tooltip).toContain('notices muted')

  const asked = await answerDialogs(window, 1)
  await (await desktop.icon())!.choose('Quit')
  await expect.poll(asked).toEqual(['Quitting ends the watch'])
  const ended = new Promise<void>((resolve) => window.app.electron.once('close', () => resolve()))
  await (await desktop.icon())!.choose('Quit')
  await ended
  expect(await desktop.icon()).toBeNull()
})

test('minimises where there is no tray, says so once, and finds a bar that comes later', async ({ place, startHost, desktop, launch }) => {
  const host = await startHost()
  reach(place, host, 'box')
  const window = await launch({ targets: ['box'], ...onBus(desktop) })
  await window.pane('agent').isCondition('following')
  const asked = await answerDialogs(window, 0)
  const minimised = await countMinimises(window)
  for (const times of [1, 2]) {
    await closeWindow(window)
    await expect.poll(minimised).toBe(times)
  }
  expect(await asked()).toEqual(['Tailpane goes on watching your workspaces'])

  await desktop.showBar()
  await iconWhen(desktop, /^\(all well, 1 watched\)$/)
  await closeWindow(window)
  await expect.poll(() => visibility(window)).toBe('hidden')
  // The way back went away with the bar.
  await desktop.hideBar()
  await expect.poll(minimised).toBe(3)
  await expect.poll(() => visibility(window)).toBe('visible')
})

test('starts hidden, and the icon leads to the window', async ({ desktop, launch }) => {
  await desktop.showBar()
  const window = await launch({ args: ['--hidden'], ...onBus(desktop) })
  const icon = await iconWhen(desktop, /^\(nothing to watch yet\)$/)
  await expect.poll(() => visibility(window)).toBe('hidden')
  await icon.activate()
  await expect.poll(() => visibility(window)).toBe('visible')
  await window.menu('settings')
  await window.settings.root.getByLabel('Tell when a start is ready').scrollIntoViewIfNeeded()
  await window.picture('settings-watch')
  await window.settings.root.getByLabel('Watch my workspaces').uncheck()
  await expect.poll(async () => desktop.icon()).toBeNull()
})
