import { expect, test } from '../fixtures/test'
import { AppWindow } from '../pages/app-window'

test('a second window shows the same workspaces in a layout of its own, and goes without the first', async ({ box, launch }) => {
  const { window: first, host } = box
  const { electron } = first.app
  await first.page.evaluate(() => window.focus())
  const [page] = await Promise.all([electron.waitForEvent('window'), first.menu('window.new')])
  const second = new AppWindow(page, first.app)
  await second.ready()
  await second.pane('startup').endsWith('line 20')

  // Its parts have sizes of their own.
  const separator = (one: AppWindow) => one.page.locator('.split-separator')
  await separator(second).focus()
  await second.page.keyboard.press('Home')
  await expect(separator(second)).toHaveAttribute('aria-valuenow', '15')
  await expect(separator(first)).toHaveAttribute('aria-valuenow', '50')

  // Both follow, and a tab that is closed in one stays in the other.
  host.append('for both\n')
  await first.pane('startup').endsWith('for both')
  await second.pane('startup').endsWith('for both')
  await second.tab('box').handle.click()
  await second.page.keyboard.press('Control+w')
  await expect(second.tab('box').handle).toHaveCount(0)
  await expect(first.tab('box').handle).toHaveCount(1)

  // A link goes to the window that was used last; each page may ask main.
  await second.page.bringToFront()
  await first.app.tell(({ BrowserWindow }) => BrowserWindow.getAllWindows().find((one) => one.getTitle() === 'Tailpane (2)')?.focus())
  await expect.poll(() => first.app.ask(({ BrowserWindow }) => BrowserWindow.getFocusedWindow()?.getTitle() ?? '')).toBe('Tailpane (2)')
  await first.app.tell(({ app }) => app.emit('second-instance', {}, [], '', { demo: false, targets: [], files: [], links: [{ target: 'elsewhere', agent: 'main', path: '/tmp/x.log', offset: 0, runMs: null }] }))
  await expect(second.page.getByRole('dialog', { name: 'Open a link to a log?' })).toBeVisible()
  await expect(first.page.getByRole('dialog')).toHaveCount(0)
  await second.picture('second-window')
  await second.page.keyboard.press('Escape')

  // It goes alone, and the other goes on.
  await first.app.tell(({ BrowserWindow }) => BrowserWindow.getAllWindows().find((one) => one.getTitle() === 'Tailpane (2)')?.setBounds({ x: 40, y: 50, width: 700, height: 500 }))
  await Promise.all([page.waitForEvent('close'), first.app.tell(({ BrowserWindow }) => BrowserWindow.getAllWindows().find((one) => one.getTitle() === 'Tailpane (2)')?.close())])
  host.append('for one\n')
  await first.pane('startup').endsWith('for one')

  // At the next start it opens where it was, with its own sizes.
  await first.close()
  const again = await launch({ targets: ['box'] })
  const [reopened] = await Promise.all([again.app.electron.waitForEvent('window'), again.menu('window.new')])
  const third = new AppWindow(reopened, again.app)
  await third.ready()
  await third.pane('startup').endsWith('for one')
  await expect(separator(third)).toHaveAttribute('aria-valuenow', '15')
  await expect(separator(again)).toHaveAttribute('aria-valuenow', '50')
  expect(await again.app.ask(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.getBounds()).some(({ width, height }) => width === 700 && height === 500))).toBe(true)
})

test('tabs stand where they stood, and what was open last opens again where that is wanted', async ({ place, startHost, launch }) => {
  const host = await startHost()
  place.writeSshConfig(`${host.configFor('box')}\n${host.configFor('twin')}`)
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const visible = (window: AppWindow) => window.page.getByTestId('pane').filter({ visible: true })
  const first = await launch({ targets: ['box', 'twin'] })
  await expect(first.tab('twin').handle).toHaveCount(1)
  await first.tab('twin').handle.click()
  await first.page.keyboard.press('Control+\\')
  await expect(visible(first)).toHaveCount(4)
  await first.menu('settings')
  await first.page.getByRole('checkbox', { name: 'Open at the start what was open last' }).check()
  await first.settings.close()
  await first.tab('box').handle.click()
  await first.close()

  const second = await launch()
  await expect(visible(second)).toHaveCount(4)
  await expect(second.tab('box').handle).toHaveCount(1)
  await expect(second.tab('twin').handle).toHaveCount(1)
  const [box, twin] = [await second.tab('box').handle.boundingBox(), await second.tab('twin').handle.boundingBox()]
  expect((twin?.x ?? 0) - (box?.x ?? 0)).toBeGreaterThan(300)
})
