import { expect, test } from '../fixtures/test'

/*
 * The demo's gpu agent fails to start. Its tab says so, with the line that explains it and the way there.
 */

const CAUSE = 'E: Unable to locate package nvidia-cuda-toolkit-13'

test('a failed start names its cause, and a click goes to the line', async ({ launch }) => {
  const window = await launch({ args: ['--demo'] })
  await expect(window.sidebar.row('gpu')).toContainText('exit 100', { timeout: 45_000 })
  await window.sidebar.row('gpu').click()
  const tab = window.tab('gpu')
  await expect(tab.sentence).toContainText('Startup failed with exit 100')
  await expect(tab.cause).toHaveText(CAUSE)

  const pane = window.pane('startup')
  await pane.shows(CAUSE)
  await pane.focus()
  await window.page.keyboard.press('Home')
  await pane.isCondition('paused')
  await expect.poll(async () => (await pane.screen()).includes(CAUSE)).toBe(false)
  await tab.causeLink.click()
  await pane.shows(CAUSE)
  await expect(pane.evidence).toBeVisible()
  await expect(tab.causeLink).toHaveText(/^line \d+$/)
})

test('a cause in a log that is not shown opens that log at the line', async ({ launch }) => {
  const window = await launch({ args: ['--demo'] })
  await expect(window.sidebar.row('gpu')).toContainText('exit 100', { timeout: 45_000 })
  await window.sidebar.row('gpu').click()
  const tab = window.tab('gpu')
  await expect(tab.cause).toHaveText(CAUSE)
  await window.pane('startup').addPath('/proc/self/environ')
  await expect(window.pane({ path: '/proc/self/environ' }).root).toBeVisible()
  await tab.causeLink.click()
  await window.pane('startup').shows(CAUSE)
  await expect(window.pane('startup').evidence).toBeVisible()
})

test('the scripts of a failed start stand on a timeline that leads to the line and to the entries', async ({ launch }) => {
  const window = await launch({ args: ['--demo'] })
  await expect(window.sidebar.row('gpu')).toContainText('exit 100', { timeout: 45_000 })
  await window.sidebar.row('gpu').click()
  const tab = window.tab('gpu')
  const bar = tab.timeline.getByRole('button', { name: 'coder-startup-script.log' })
  await expect(bar).toContainText('exit 100')
  const agentLog = window.pane('agent')
  const shown = expect.poll(async () => (await agentLog.screen()).join(''))
  await agentLog.press('Home')
  await shown.not.toContain('start_error')
  await tab.timeline.getByRole('button', { name: 'start_error' }).click()
  await shown.toContain('current={"state":"start_error"')
  await bar.click()
  await window.pane('startup').shows(CAUSE)
  // A start that simply went well has nothing to tell.
  await expect(window.sidebar.row('main')).toContainText('ready', { timeout: 45_000 })
  await window.sidebar.row('main').click()
  await expect(window.tab('main').sentence).toContainText('Ready after')
  await expect(window.tab('main').timeline).toHaveCount(0)
})

test('the steps of a script that runs stand on the timeline with what it wrote, and lead to their lines', async ({ launch }) => {
  const window = await launch({ args: ['--demo'] })
  await window.sidebar.row('gpu').click()
  const tab = window.tab('gpu')
  const steps = tab.timeline.getByRole('list', { name: 'Steps of coder-startup-script.log' }).getByRole('button')
  await expect(steps.nth(1)).toBeVisible({ timeout: 45_000 })
  await expect(tab.timeline.getByRole('img', { name: 'What coder-startup-script.log wrote over time' })).toBeVisible()
  await expect(window.sidebar.row('gpu')).toContainText('exit 100', { timeout: 45_000 })
  await window.picture('verdict-steps')
  const name = (await steps.nth(1).textContent()) ?? ''
  await steps.nth(1).click()
  await window.pane('startup').shows(new RegExp(`^==> ${name}`))
})
