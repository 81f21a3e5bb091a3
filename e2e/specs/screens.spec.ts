import { numbered } from '../fixtures/host'
import { expect, test } from '../fixtures/test'
import type { AppWindow } from '../pages/app-window'

/*
 * A picture of each main screen for a person to look at, in the folder of artifacts. What
 * is written on them is held by the other tests; here it only has to be there.
 */

const size = [1440, 900] as const

async function theme(window: AppWindow, name: 'Dark' | 'Light'): Promise<void> {
  await window.menu('settings')
  await window.settings.theme(name).check()
  await window.settings.close()
  await expect(window.page.locator('html')).toHaveAttribute('data-theme', name.toLowerCase())
}

test('the demo, in dark and light, wide and narrow', async ({ launch }) => {
  const window = await launch({ args: ['--demo'] })
  await window.resize(...size)
  await expect(window.sidebar.row('main')).toContainText('ready', { timeout: 45_000 })
  await expect(window.sidebar.row('gpu')).toContainText('exit 100', { timeout: 45_000 })
  await expect(window.sidebar.row('docs')).toContainText('at a prompt', { timeout: 45_000 })
  await window.sidebar.row('gpu').click()
  for (const name of ['Dark', 'Light'] as const) {
    await theme(window, name)
    await window.picture(`demo-${name.toLowerCase()}`)
  }
  await window.sidebar.row('docs').click()
  await window.picture('demo-prompt')
  await window.sidebar.row('main').click()
  await theme(window, 'Dark')
  const pane = window.pane('startup')
  await pane.press('Control+f')
  await pane.find.field.fill('install')
  await expect(pane.find.count).toHaveText(/ of |\d\+/)
  await window.picture('find-bar')
  await window.page.keyboard.press('Escape')
  await window.page.keyboard.press('Control+\\')
  await expect(window.page.getByTestId('pane').filter({ visible: true })).toHaveCount(4)
  await window.picture('two-agents')
  await window.page.keyboard.press('Control+\\')
  await window.resize(480, 900)
  await window.picture('narrow')
  await window.page.keyboard.press('Control+b')
  await window.picture('narrow-sidebar')
})

test('first screen, dialogs and settings', async ({ place, startHost, launch }) => {
  const host = await startHost()
  place.writeSshConfig(`${host.configFor('box')}\n${host.configFor('build-farm')}\n${host.configFor('backup')}`)
  const window = await launch()
  await window.resize(...size)
  await theme(window, 'Dark')
  await window.picture('welcome')
  await window.sidebar.addWorkspace.click()
  await window.addWorkspace.where.fill('b')
  await window.picture('add-workspace')
  await window.addWorkspace.open('box')
  await expect(window.hostKey.root).toBeVisible()
  await window.picture('host-key')
  await window.hostKey.refuse.click()
  await expect(window.tab('box').linkBar).toBeVisible()
  await window.picture('host-key-refused')
  await window.menu('settings')
  await window.settings.number('Rows per pane').fill('12')
  await window.settings.number('Rows per pane').press('Enter')
  await expect(window.settings.error).toBeVisible()
  await window.picture('settings')
})

test('paused, with new lines below', async ({ box: { host, window } }) => {
  await window.resize(...size)
  await theme(window, 'Dark')
  const pane = window.pane('startup')
  host.append(numbered(21, 300))
  await pane.endsWith('line 300')
  await pane.scrollUp()
  host.append(numbered(301, 314))
  await expect(pane.newLines).toHaveText('14 new lines')
  await window.picture('paused')
  await pane.title.click()
  await expect(window.page.getByRole('menu')).toBeVisible()
  await window.picture('log-menu')
})
