import { createWriteStream, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { agentLogOf } from '../peers/support-bundle'
import { expect, test } from '../fixtures/test'
import type { AppWindow } from '../pages/app-window'

const STARTUP = [...Array.from({ length: 60 }, (_, index) => `Get:${index + 1} package number ${index + 1}`), '\x1b[31mE: Unable to locate package cuda-toolkit-12-4\x1b[0m', 'export DB_PASSWORD=hunter2', 'mail kim@example.com', ''].join('\n')

async function bundle(path: string): Promise<void> {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from(agentLogOf({ exitCode: 100 })), 'agent/logs.txt')
  zip.addBuffer(Buffer.from(STARTUP), 'agent/startup_logs.txt')
  zip.addBuffer(Buffer.from('{"name":"gpu-box"}'), 'workspace/workspace.json')
  zip.end()
  await finished((zip.outputStream as Readable).pipe(createWriteStream(path)))
}

async function theme(window: AppWindow, name: 'Dark' | 'Light'): Promise<void> {
  await window.menu('settings')
  await window.settings.theme(name).check()
  await window.settings.close()
  await expect(window.page.locator('html')).toHaveAttribute('data-theme', name.toLowerCase())
}

test('a saved run is taken in, searched, looked at, given away without its secrets, and taken in elsewhere', async ({ place, launch }) => {
  const file = (name: string): string => join(place.dir, name)
  await bundle(file('bundle.zip'))
  const first = await launch()
  const { history } = first
  await theme(first, 'Dark')
  await history.open()
  await expect(history.root).toContainText('No run is saved yet.')
  await first.chooses(file('bundle.zip'))
  await history.import()
  await expect(history.row('exit 100')).toHaveCount(1)

  // A note stays, and the list has it at the next start as well.
  await history.row('exit 100').getByRole('button', { name: 'Note' }).click()
  await history.root.getByRole('textbox', { name: 'Note' }).fill('the cuda one')
  await first.page.keyboard.press('Enter')
  await expect(history.row('the cuda one')).toHaveCount(1)
  // Its menu stands in the dialog, where it can be clicked.
  await history.row('the cuda one').click({ button: 'right' })
  await first.page.getByRole('menuitem', { name: 'Do not keep for good' }).click()
  await history.row('the cuda one').locator('.history-open').focus()
  await first.page.keyboard.press('Shift+F10')
  await expect(first.page.getByRole('menuitem', { name: 'Open' })).toBeFocused()
  await expect(first.page.getByRole('menuitem', { name: 'Keep for good', exact: true })).toBeVisible()
  await first.picture('history-dark')
  await first.page.keyboard.press('Escape')
  await expect(history.row('the cuda one').locator('.history-open')).toBeFocused()

  // Its lines are found, and lead to the pane that shows them.
  await history.field.fill('unable to locate')
  await first.page.keyboard.press('Enter')
  await history.row('cuda-toolkit-12-4').getByRole('button').click()
  const pane = first.pane('startup')
  await pane.shows('E: Unable to locate package cuda-toolkit-12-4')
  await expect(first.page.locator('.agent-head')).toContainText('exit 100')
  await expect(first.page.locator('.agent-head')).toContainText('not live')
  await first.picture('saved-run-dark')

  // Given away: what is hidden is shown first.
  await history.open()
  await history.row('exit 100').getByRole('button', { name: 'Export' }).click()
  await expect(history.exporting.getByTestId('mask-count')).toContainText('1 hidden')
  await history.exporting.getByLabel('Hide e-mail addresses too').check()
  await expect(history.exporting.getByTestId('mask-count')).toContainText('2 hidden')
  await first.picture('export-dark')
  await first.chooses(file('run.zip'))
  await history.exporting.getByRole('button', { name: 'Export…' }).click()
  await expect(first.notices).toContainText('2 secrets are hidden')
  expect(statSync(file('run.zip')).mode & 0o777).toBe(0o600)
  await history.row('exit 100').getByRole('button', { name: 'Export' }).click()
  await history.exporting.getByLabel('Page with colours').check()
  await first.chooses(file('run.html'))
  await history.exporting.getByRole('button', { name: 'Export…' }).click()
  await expect(history.root).toBeVisible()
  const page = readFileSync(file('run.html'), 'utf8')
  expect(page).toContain('<span class="f1">E: Unable to locate package cuda-toolkit-12-4</span>')
  expect(page).not.toContain('hunter2')

  // Deleted, and had back.
  await history.row('exit 100').getByRole('button', { name: 'Delete' }).click()
  await expect(history.rows).toHaveCount(0)
  await first.page.keyboard.press('Escape')
  await first.notices.getByRole('button', { name: 'Undo' }).click()
  await history.open()
  await expect(history.row('the cuda one')).toHaveCount(1)
  await first.page.keyboard.press('Escape')
  await theme(first, 'Light')
  await first.picture('saved-run-light')
  await history.open()
  await first.picture('history-light')
  await history.row('exit 100').getByRole('button', { name: 'Export' }).click()
  await expect(history.exporting.getByTestId('mask-count')).toContainText('hidden')
  await first.picture('export-light')
  await first.app.close()

  // Elsewhere: a profile that knows nothing.
  rmSync(place.profile, { recursive: true })
  const second = await launch()
  await second.history.open()
  await expect(second.history.root).toContainText('No run is saved yet.')
  await second.chooses(file('run.zip'))
  await second.history.import()
  await second.history.row('exit 100').locator('.history-open').click()
  await second.pane('startup').press('Control+End')
  await second.pane('startup').shows('export DB_PASSWORD=•••')

  // What is no recording says so, and leaves nothing.
  await second.history.open()
  await second.chooses(file('run.html'))
  await second.history.import()
  await expect(second.notices).toContainText('This cannot be imported, since its table of contents is damaged.')
  await expect(second.history.rows).toHaveCount(1)
})

test('what recordings take and which were removed is said; they are not encrypted where no keyring can keep the key', async ({ place, launch }) => {
  mkdirSync(join(place.profile, 'recordings'))
  const removed = [{ id: '000001700000000-main', workspace: 'web', agent: 'main', startedMs: Date.now() - 35 * 24 * 3_600_000, storedBytes: 5000, why: 'age', removedMs: Date.now() }]
  writeFileSync(join(place.profile, 'recordings', 'removed.json'), JSON.stringify(removed))
  const window = await launch()
  await window.history.open()
  await window.history.root.getByText('1 older run was removed, as Settings say').click()
  await expect(window.history.root.getByRole('list', { name: 'Runs that were removed' })).toHaveText(/^main of web, begun .* ago: it was older than is kept$/)
  await window.picture('history-removed')
  await window.page.keyboard.press('Escape')
  await window.menu('settings')
  await expect(window.page.getByTestId('recordings-room')).toHaveText('0 B, 0 runs')
  const row = window.page.locator('[data-setting="recordSealed"]')
  await row.getByLabel('Encrypt recordings').click()
  await expect(row.getByRole('alert')).toHaveText('Recordings cannot be encrypted here, since their key could not be kept. This system has no keyring to keep it in.')
  await expect(row.getByLabel('Encrypt recordings')).not.toBeChecked()
  await window.picture('encrypt-refused')
})
