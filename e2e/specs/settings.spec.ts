import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../fixtures/test'

test('settings are found, marked, reset, and go into a file and out of it', async ({ place, launch }) => {
  const window = await launch()
  const { page, settings } = window
  const file = join(place.dir, 'settings.json')
  await window.app.tell(({ dialog }, path) => {
    // The system's own dialogs cannot be driven; what the person would choose stands in for them.
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, file)
  await window.menu('settings')
  const search = settings.root.getByRole('searchbox', { name: 'Search settings' })
  await expect(search).toBeFocused()

  await test.step('a search leaves what has the words; a changed one is marked and can go back', async () => {
    await search.fill('rows per')
    await expect(settings.root.locator('[data-setting]')).toHaveCount(1)
    const row = settings.root.locator('[data-setting=windowRows]')
    await expect(row).toContainText('Default: 2,000 rows.')
    await settings.number('Rows per pane').fill('500')
    await settings.number('Rows per pane').press('Enter')
    await expect(row).toHaveAttribute('data-changed', 'true')
    await row.getByRole('button', { name: 'Reset to 2,000 rows' }).click()
    await expect(row).toHaveAttribute('data-changed', 'false')
    await expect(settings.number('Rows per pane')).toHaveValue('2000')
    await settings.number('Rows per pane').fill('600')
    await settings.number('Rows per pane').press('Enter')
    await search.fill('')
    await settings.root.getByRole('radio', { name: 'Compact' }).check()
    await expect(page.locator('html')).toHaveAttribute('data-density', 'compact')
    await window.picture('settings-changed')
  })

  await test.step('they are written to a file, and all go back to the defaults once that was shown', async () => {
    await settings.root.getByRole('button', { name: 'Export…' }).click()
    await expect(settings.root.getByRole('status')).toContainText('in the file')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ tailpane: 'settings', version: 1, settings: { windowRows: 600, density: 'compact' } })
    await settings.root.getByRole('button', { name: 'Reset all…' }).click()
    const proposal = settings.root.getByRole('region', { name: 'What would change' })
    await expect(proposal).toContainText('Rows per pane 600 rows → 2,000 rows')
    await expect(settings.root.locator('[data-setting=windowRows]')).toHaveAttribute('data-changed', 'true')
    await proposal.getByRole('button', { name: 'Change these 2' }).click()
    await expect(settings.root.locator('[data-changed=true]')).toHaveCount(0)
  })

  await test.step('a file is shown before it holds, and a bad one is refused in a sentence', async () => {
    await settings.root.getByRole('button', { name: 'Import…' }).click()
    const proposal = settings.root.getByRole('region', { name: 'What would change' })
    await expect(proposal).toContainText('Density Comfortable → Compact')
    await window.picture('settings-import')
    await expect(page.locator('html')).toHaveAttribute('data-density', 'comfortable')
    await proposal.getByRole('button', { name: 'Change these 2' }).click()
    await expect(page.locator('html')).toHaveAttribute('data-density', 'compact')
    writeFileSync(file, '{"tailpane":"settings","version":1,"settings":{"windowRows":5}}')
    await settings.root.getByRole('button', { name: 'Import…' }).click()
    await expect(settings.root.getByRole('status')).toContainText('Rows per pane must be a whole number')
    await expect(proposal).toHaveCount(0)
  })
})
