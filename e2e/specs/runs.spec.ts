import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  AgentLog,
  agentStarting,
  fetchedManifest,
  initializingScripts,
  lifecycleSet,
  openScriptLog,
  runningScript,
  scriptCompleted,
  scriptFailed,
  startupScriptsFailed,
} from '../peers/agent-writer'
import { expect, test } from '../fixtures/test'
import type { AppWindow } from '../pages/app-window'

/*
 * The runs of an agent whose log was rotated: chosen, looked at in parts, and left alone when a new one begins.
 */

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** A start of the agent, written as the agent writes it; `code` null leaves its script running. */
function writeStart(log: AgentLog, logs: string, atMs: number, code: number | null): void {
  const script = { id: '5d1c7a52-8f0e-4e6b-9a6f-0b1b5f0c9d11', logPath: join(logs, 'coder-startup-script.log') }
  const created = { state: 'created' as const, atMs: null }
  const starting = { state: 'starting' as const, atMs: atMs + 200 }
  log.write(agentStarting(atMs, 'coder.example.com'))
  log.write(fetchedManifest(atMs + 100))
  log.write(lifecycleSet(starting, created))
  log.write(initializingScripts(atMs + 210, 1, logs))
  log.write(runningScript(atMs + 220, script, '#!/bin/sh\nsudo apt-get update'))
  if (code === null) return
  const endMs = atMs + 41_220
  log.write(code === 0 ? scriptCompleted(endMs, script, 41_000) : scriptFailed(endMs, script, 41_000, code))
  if (code !== 0) log.write(startupScriptsFailed(endMs + 1, script, code))
  log.write(lifecycleSet({ state: code === 0 ? 'ready' : 'start_error', atMs: endMs + 2 }, starting))
}

function writeChatter(log: AgentLog, atMs: number, name: string, count: number): void {
  for (let i = 0; i < count; i++) log.write({ atMs: atMs + i, level: 'debug', logger: 'net.tailnet', message: `${name} ${i}` })
}

function writeShutdown(log: AgentLog, atMs: number): void {
  log.write({ atMs, level: 'info', message: 'agent received signal', fields: [['signal', 'terminated']] })
  log.write(lifecycleSet({ state: 'shutting_down', atMs: atMs + 1 }, { state: 'ready', atMs: atMs - 1000 }))
  log.write(lifecycleSet({ state: 'off', atMs: atMs + 2 }, { state: 'shutting_down', atMs: atMs + 1 }))
}

/** The same look in both themes, for a person to judge. */
async function pictures(window: AppWindow, name: string): Promise<void> {
  for (const theme of ['dark', 'light']) {
    await window.page.evaluate((to) => void (document.documentElement.dataset['theme'] = to), theme)
    await window.picture(`${name}-${theme}`)
  }
}

test('an older run in rotated files is chosen, looked at in parts, and stays when a new one begins', async ({ place, startHost, launch }) => {
  const logs = join(place.dir, 'logs')
  mkdirSync(logs, { recursive: true })
  const now = Date.now()
  const middleMs = now - 2 * DAY
  const log = new AgentLog(join(logs, 'coder-agent.log'))
  writeStart(log, logs, now - 3 * DAY, 0)
  writeChatter(log, now - 3 * DAY + HOUR, 'oldest', 40)
  log.rotate(now - 3 * DAY + 2 * HOUR)
  writeShutdown(log, now - 2 * DAY - HOUR)
  writeStart(log, logs, middleMs, 100)
  writeChatter(log, middleMs + HOUR, 'middle', 60)
  log.rotate(middleMs + 2 * HOUR)
  writeChatter(log, middleMs + 3 * HOUR, 'late', 60)
  writeShutdown(log, middleMs + 4 * HOUR)
  writeStart(log, logs, now - HOUR, 0)
  writeChatter(log, now - HOUR / 2, 'newest', 80)

  const host = await startHost({ agent: null })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const tab = window.tab('box')
  const pane = window.pane('agent')
  await expect(tab.sentence).toHaveText('Ready after 41 s')
  // These entries are below the level that an agent log opens at.
  await pane.root.getByLabel('Level').selectOption('all')
  await pane.endsWith(/newest 79$/)

  // The list, newest first, from all three files.
  await tab.runPicker.click()
  await expect(tab.runs).toHaveCount(3)
  await expect(tab.runs.nth(0)).toHaveAccessibleName(/^Run of .+ · ready after 41 s · newest$/)
  await expect(tab.runs.nth(1)).toHaveAccessibleName(/· failed, exit 100 after 41 s$/)
  await expect(tab.runs.nth(2)).toHaveAccessibleName(/· ready after 41 s$/)
  await expect(tab.runMenu).toContainText('2 rotated files')
  await pictures(window, 'runs-menu')

  // By keyboard: the middle one, its verdict and timeline, and the agent log at its begin.
  await window.page.keyboard.press('Home')
  await window.page.keyboard.press('ArrowDown')
  await expect(tab.runs.nth(1)).toBeFocused()
  await window.page.keyboard.press('Enter')
  await expect(tab.sentence).toHaveText('Startup failed with exit 100 after 41 s, in coder-startup-script.log')
  await expect(tab.timeline.getByRole('button', { name: 'coder-startup-script.log' })).toContainText('exit 100')
  await pane.shows(/agent is starting now/)
  await pane.shows(/ oldest 39$/)
  for (let row = 0; row < 4; row++) await pane.press('ArrowDown')
  await pane.shows(/exit_code=100/)
  await expect(tab.runBar).toContainText('This is the run of')
  await expect(window.pane('startup').notice).toContainText('overwritten by the run of')
  await pictures(window, 'runs-older')

  // Its parts, across the border of two files.
  const part = (name: string) => pane.root.getByRole('radio', { name, exact: true })
  await part('Startup').click()
  await expect(async () => expect((await pane.screen())[0]).toContain('agent is starting now')).toPass()
  for (let row = 0; row < 4; row++) await pane.press('ArrowDown')
  await pane.endsWith(/"changed_at":"[^"]+"}$/)
  expect((await pane.heldLines()).at(-1)).toContain('current={"state":"start_error"')
  await part('Startup').press('ArrowRight')
  await expect(part('Running')).toBeFocused()
  await pane.shows(/ middle 0$/)
  const running = await pane.heldLines()
  expect(running).toHaveLength(120)
  expect([running[0], running[59], running[60], running[119]].map((line) => / (\w+ \d+)$/.exec(line ?? '')?.[1])).toEqual(['middle 0', 'middle 59', 'late 0', 'late 59'])
  await part('Shutdown').click()
  await pane.shows(/agent received signal/)
  expect(await pane.heldLines()).toHaveLength(3)
  await expect(pane.root.getByText('ended', { exact: true })).toBeVisible()

  // A new run begins meanwhile.
  writeShutdown(log, now - 60_000)
  writeStart(log, logs, now - 30_000, null)
  openScriptLog(host.startupLog).write('hello\n')
  await expect(tab.runBar).toContainText('A new run began')
  await expect(tab.sentence).toContainText('Startup failed with exit 100')
  expect(await pane.heldLines()).toHaveLength(3)
  await pictures(window, 'runs-begun')

  // And back: the newest run, followed; the part is remembered, so it has to begin.
  await tab.runBar.getByRole('button', { name: 'Show the newest run' }).click()
  await expect(tab.runBar).toHaveCount(0)
  await expect(tab.sentence).toContainText('Startup is running')
  await expect(part('All')).toBeChecked()
  await pane.endsWith(/apt-get update$/)
  await pane.isCondition('following')
  await part('Startup').click()
  await pane.isCondition('following')
  await pane.shows(/agent is starting now/)
  writeChatter(log, now, 'goes on', 1)
  await pane.endsWith(/goes on 0$/)
  log.close()
})

test('a part gives way to what is asked for, is remembered, and comes back with a new engine', async ({ place, startHost, launch }) => {
  const logs = join(place.dir, 'logs')
  mkdirSync(logs, { recursive: true })
  const now = Date.now()
  const log = new AgentLog(join(logs, 'coder-agent.log'))
  writeStart(log, logs, now - DAY, 3)
  writeChatter(log, now - DAY + HOUR, 'before', 50)
  log.rotate(now - HOUR)
  writeStart(log, logs, now - HOUR, 0)
  writeChatter(log, now - HOUR / 2, 'after', 50)
  log.close()
  const host = await startHost({ agent: null })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const tab = window.tab('box')
  const pane = window.pane('agent')
  const part = (name: string) => pane.root.getByRole('radio', { name, exact: true })

  await expect(part('Shutdown')).toBeDisabled()
  await part('Startup').click()
  await expect(pane.root.getByText('ended', { exact: true })).toBeVisible()
  await pane.shows(/agent is starting now/)
  // Find looks through what is shown, and no further.
  await pane.press('Control+f')
  await pane.find.field.fill('after')
  await expect(pane.find.count).toHaveText('No match')
  await window.page.keyboard.press('Escape')

  // A line that is looked for beyond the part brings the whole log back.
  await window.page.keyboard.press('Control+Shift+F')
  await window.search.scope.selectOption('All open agents')
  await window.search.field.fill('after 7')
  await expect(window.search.status).toHaveText('1 line')
  await window.search.hits.first().click()
  // The panel leaves so little room that lines wrap.
  await expect.poll(async () => (await pane.screen()).join('')).toContain('after 7')
  await expect(pane.root.getByRole('button', { name: 'Part of the agent log: All' })).toBeVisible()
  await window.search.field.press('Escape')
  await expect(part('All')).toBeChecked()

  // The link to the agent's word on an older run leads to its entry, out of the part that does not have it.
  await tab.runPicker.click()
  await expect(tab.runs).toHaveCount(2)
  await tab.runs.nth(1).click()
  await expect(tab.sentence).toContainText('exit 3')
  await part('Running').click()
  await pane.shows(/before 0$/)
  await tab.causeLink.click()
  await expect(part('All')).toBeChecked()
  await pane.shows(/exit_code=3/)
  await expect(pane.evidence).toBeVisible()
  await window.resize(480, 900)
  await window.picture('runs-narrow')
  await window.resize(1440, 900)

  // The run is still the one that is looked at, when a new engine has read its logs.
  await part('Startup').click()
  await expect(pane.root.getByText('ended', { exact: true })).toBeVisible()
  const before = await window.enginePid()
  if (before === null) throw new Error('There is no engine')
  process.kill(before, 'SIGKILL')
  await expect.poll(() => window.enginePid()).not.toBe(before)
  // Only the new engine can tell of this one.
  const later = new AgentLog(join(logs, 'coder-agent.log'))
  writeStart(later, logs, now - 60_000, 0)
  later.close()
  await expect(tab.runBar).toContainText('A new run began')
  await expect(tab.sentence).toContainText('exit 3')
  await expect(part('Startup')).toBeChecked()
  await expect(pane.root.getByText('ended', { exact: true })).toBeVisible()
  // While the pane is made anew there is nothing to copy.
  await expect(async () => expect((await pane.heldLines()).at(-1)).toContain('start_error')).toPass({ timeout: 40_000 })
  await expect(pane.notice).toHaveCount(0)

  // Only the part is remembered over a restart of the app, and it is the newest run's.
  await window.close()
  const next = await launch({ targets: ['box'] })
  const nextPane = next.pane('agent')
  await expect(nextPane.root.getByRole('radio', { name: 'Startup', exact: true })).toBeChecked()
  await expect(next.tab('box').sentence).toContainText('Ready after')
  await expect.poll(async () => (await nextPane.screen()).join('')).toContain('script completed')
})
