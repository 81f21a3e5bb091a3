import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { numbered } from '../fixtures/host'
import { expect, test } from '../fixtures/test'

test('every menu opens by key where the focus is, names its shortcuts, and gives the focus back', async ({ place, startHost, launch }) => {
  const host = await startHost({ startup: `\x1b[31mneedle\x1b[0m\n${numbered(1, 300)}` })
  place.writeSshConfig(`${host.configFor('box')}\n${host.configFor('twin')}`)
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box', 'twin'] })
  const { page } = window
  const { keyboard } = page
  const menu = page.getByRole('menu')
  const item = (name: string) => menu.getByRole('menuitem', { name })
  const pane = window.pane('startup')
  await pane.endsWith('line 300')

  // The text of a log: all of it is saved as the bytes that it is, by keys alone.
  const file = join(place.dir, 'whole.log')
  await window.app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
  await pane.press('ContextMenu')
  await expect(menu).toHaveAccessibleName('Log text')
  await expect(item('Save whole log as…')).toContainText('Ctrl+S')
  await expect(item('Copy Ctrl+C')).toHaveAttribute('aria-disabled', 'true')
  await window.picture('menu-pane')
  await expect(item('Copy link to line')).toBeFocused()
  for (const name of ['Select all', 'Save whole log as…']) {
    await keyboard.press('ArrowDown')
    await expect(item(name)).toBeFocused()
  }
  await expect(item('Save whole log as…')).toBeFocused()
  await keyboard.press('Enter')
  await expect(pane.notice).toContainText('Saved.')
  expect(readFileSync(file, 'utf8')).toBe(readFileSync(host.startupLog, 'utf8'))
  await expect(menu).toHaveCount(0)

  // The rail stands for the whole log.
  await pane.rail.focus()
  await keyboard.press('Shift+F10')
  await expect(item('Jump to the start')).toBeFocused()
  await expect(menu).toHaveAccessibleName('Whole log')
  await keyboard.press('Enter')
  await pane.shows('needle')
  await expect(pane.rail).toBeFocused()

  // A tab.
  const tab = window.tab('twin').handle
  await tab.focus()
  await keyboard.press('Shift+F10')
  await expect(menu).toHaveAccessibleName('twin')
  await expect(item('Close tab')).toContainText('Ctrl+W')
  await keyboard.press('Escape')
  await expect(tab).toBeFocused()
  await tab.click({ button: 'right' })
  await item('Close other tabs').click()
  await expect(window.tab('box').handle).toHaveCount(0)

  // A row of the list at the left.
  await window.sidebar.row('twin').first().focus()
  await keyboard.press('ContextMenu')
  await expect(item('Add to favourites')).toContainText('Ctrl+D')
  await keyboard.press('Escape')

  // A line that was found.
  await keyboard.press('Control+Shift+F')
  await window.search.field.fill('needle')
  await expect(window.search.hits).toHaveCount(1)
  await window.search.list.focus()
  await keyboard.press('ContextMenu')
  await expect(menu).toHaveAccessibleName('Line found')
  await window.picture('menu-result')
  await window.writeClipboard('before')
  await item('Copy this line').click()
  await expect.poll(() => window.readClipboard()).toBe('needle')
})
