import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../fixtures/test'
import { Palette } from '../pages/palette'

test('searches are saved from where they were made, run by a click or a key, renamed, and brought back', async ({ place, box: { host, window } }) => {
  const { page } = window
  const pane = window.pane('startup')
  const palette = new Palette(page)
  const dialog = page.getByRole('dialog', { name: 'Saved searches' })
  const saved = () => (JSON.parse(readFileSync(join(place.profile, 'saved-searches.json'), 'utf8')) as { searches: { name: string; scope: string; kind: string; pattern: { text: string; wholeWord: boolean } }[] }).searches
  host.append('E: Unable to locate package libfoo\nmkdir: cannot create directory: Permission denied\n')
  await pane.endsWith(/Permission denied$/)

  await test.step('one of those that come with the app, from the menu of the find bar', async () => {
    await pane.press('Control+f')
    await pane.find.root.getByRole('button', { name: 'Saved searches' }).click()
    const menu = page.getByRole('menu', { name: 'Saved searches' })
    await expect(menu.getByRole('menuitem', { name: 'Save this search…' })).toBeDisabled()
    // What is for agent logs alone is not offered here.
    await expect(menu.getByRole('menuitem', { name: 'Script outcomes' })).toHaveCount(0)
    await window.picture('saved-searches-menu')
    await menu.getByRole('menuitem', { name: 'Errors of any kind' }).click()
    await expect(pane.find.count).toHaveText(/ of 2$/)
    await expect(pane.find.field).toBeFocused()
  })

  await test.step('a search of the find bar is saved with what it means, and run by its name', async () => {
    await pane.find.toggle('Regular expression').click()
    await pane.find.field.fill('line 1')
    await pane.find.toggle('Whole words').click()
    await expect(pane.find.count).toHaveText('1 of 1')
    await pane.find.root.getByRole('button', { name: 'Saved searches' }).click()
    await page.getByRole('menuitem', { name: 'Save this search…' }).click()
    const form = dialog.getByRole('form', { name: 'New search' })
    await expect(form.getByLabel('Name')).toBeFocused()
    await form.getByLabel('Name').fill('Disk')
    await expect(form.getByRole('alert')).toHaveText('Another search has this name. Choose another one.')
    await form.getByLabel('Name').fill('The first line')
    await page.keyboard.press('Enter')
    await expect(dialog.locator('[data-search="The first line"]')).toBeVisible()
    await window.picture('saved-searches-dialog')
    expect(saved()[0]).toMatchObject({ name: 'The first line', scope: 'pane', kind: 'startup', pattern: { text: 'line 1', wholeWord: true } })
    await page.keyboard.press('Escape')
    await pane.find.field.press('Escape')
    await palette.run('The first line')
    await expect(pane.find.field).toHaveValue('line 1')
    await expect(pane.find.toggle('Whole words')).toHaveAttribute('aria-pressed', 'true')
    await expect(pane.find.count).toHaveText('1 of 1')
  })

  await test.step('it is renamed and searches wider, and what was removed comes back', async () => {
    await window.menu('searches.edit')
    await dialog.getByRole('button', { name: 'Rename or change The first line' }).click()
    const form = dialog.getByRole('form', { name: 'Search The first line' })
    await form.getByLabel('Name').fill('First lines')
    await form.getByLabel('Searches').selectOption('All logs of this agent')
    await form.getByRole('button', { name: 'Save' }).click()
    await dialog.getByRole('button', { name: 'Remove Permission' }).click()
    await expect(dialog.getByRole('status')).toContainText('“Permission” was removed.')
    await expect.poll(() => saved().map(({ name }) => name)).not.toContain('Permission')
    await dialog.getByRole('button', { name: 'Undo' }).click()
    await expect(dialog.locator('[data-search="Permission"]')).toBeVisible()
    await dialog.getByRole('button', { name: 'Run First lines' }).click()
    await expect(window.search.field).toHaveValue('line 1')
    await expect(window.search.status).toHaveText('2 lines')
    await expect(window.search.scope).toHaveValue('agent')
    expect(saved()[0]).toMatchObject({ name: 'First lines', scope: 'agent' })
  })

  await test.step('from the results panel with its scope', async () => {
    await window.search.field.fill('agent line')
    await window.search.scope.selectOption('All open agents')
    await window.search.root.getByRole('button', { name: 'Saved searches' }).click()
    await page.getByRole('menuitem', { name: 'Save this search…' }).click()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Agents')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await expect.poll(() => saved()[0]).toMatchObject({ name: 'Agents', scope: 'all', kind: 'any' })
    await dialog.getByRole('button', { name: 'Close' }).click()
  })
})
