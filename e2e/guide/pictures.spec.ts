import { createWriteStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { expect, test } from '../fixtures/test'
import type { AppWindow } from '../pages/app-window'
import { agentLogOf } from '../peers/support-bundle'
import { take } from './camera'

const SIZE = [1280, 800] as const

async function look(window: AppWindow, theme: 'Dark' | 'Light'): Promise<void> {
  await window.resize(...SIZE)
  await window.menu('settings')
  await window.settings.theme(theme).check()
  await window.settings.close()
  await expect(window.page.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase())
}

test('the demo workspace', async ({ launch }) => {
  const window = await launch({ args: ['--demo'] })
  const { page, sidebar } = window
  await look(window, 'Dark')
  await expect(sidebar.row('main')).toContainText('ready', { timeout: 45_000 })
  await expect(sidebar.row('gpu')).toContainText('exit 100', { timeout: 45_000 })
  await expect(sidebar.row('docs')).toContainText('at a prompt', { timeout: 45_000 })
  await sidebar.row('gpu').click()
  await window.tab('gpu').causeLink.click()
  await expect(window.pane('startup').evidence).toBeVisible()
  await take(window, 'overview')

  await window.pane('startup').press('ContextMenu')
  await expect(page.getByRole('menu')).toBeVisible()
  await take(window, 'menu')
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+Shift+F')
  await window.search.scope.selectOption('all')
  await window.search.field.fill('error')
  await expect(window.search.root).toHaveAttribute('data-done', 'true')
  await take(window, 'search')
  await window.search.field.press('Escape')

  await page.keyboard.press('Control+Shift+P')
  await expect(page.getByRole('dialog', { name: 'Commands and places' })).toBeVisible()
  await take(window, 'palette')
  await page.keyboard.press('Escape')

  await sidebar.row('main').click()
  await page.keyboard.press('Control+\\')
  await expect(page.getByTestId('pane').filter({ visible: true })).toHaveCount(4)
  await take(window, 'beside')
  await page.keyboard.press('Control+\\')

  await sidebar.row('docs').click()
  await look(window, 'Light')
  await take(window, 'prompt-light')
  await window.menu('settings')
  await take(window, 'settings')
})

test('files, secrets and history', async ({ place, launch }) => {
  const file = join(place.dir, 'setup.log')
  const lines = ['+ git clone https://kim:k8d2-s3cr3t@git.example.com/app.git', 'Cloning into \'app\'...', '+ export NPM_TOKEN=npm_0123456789abcdefghijABCDEFGHIJ', 'added 412 packages in 9s', '+ curl -H "Coder-Session-Token: abcdefghij-ABCDEFGHIJKLMNOPQRSTUV" https://coder.example.com/api/v2/users/me', '{"username":"kim","status":"active"}', 'Setup is done.']
  writeFileSync(file, `${lines.join('\n')}\n`)
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from(agentLogOf({ exitCode: 100 })), 'agent/logs.txt')
  zip.addBuffer(Buffer.from('Get:1 package\nE: Unable to locate package cuda-toolkit-12-4\n'), 'agent/startup_logs.txt')
  zip.addBuffer(Buffer.from('{"name":"gpu-box"}'), 'workspace/workspace.json')
  zip.end()
  const bundle = join(place.dir, 'bundle.zip')
  await finished((zip.outputStream as Readable).pipe(createWriteStream(bundle)))

  const window = await launch({ args: [file] })
  await look(window, 'Dark')
  await window.pane({ path: file }).shows('Setup is done.')
  await take(window, 'secrets')

  await window.app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, bundle)
  await window.history.open()
  await window.history.import()
  await expect(window.history.row('exit 100')).toHaveCount(1)
  await take(window, 'history')
})
