import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { numbered } from '../fixtures/host'
import { expect, test } from '../fixtures/test'

test('files are opened from the command line, by dialog and by dropping them, followed, and rotated', async ({ place, launch }) => {
  const folder = join(place.dir, 'files')
  mkdirSync(folder)
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const first = file('first.log', numbered(1, 20))
  const second = file('second.log', numbered(1, 100_000, 'second'))
  const third = file('third one.log', 'third 1\n')
  const window = await launch({ args: [first] })
  const { page } = window

  // Followed from its end.
  const pane = window.pane({ path: first })
  await pane.endsWith('line 20')
  await pane.isCondition('following')
  appendFileSync(first, 'appended\n')
  await pane.endsWith('appended')

  // Rotated by the real program, as a service has it done.
  const config = join(place.dir, 'logrotate.conf')
  writeFileSync(config, `${first} {\n  rotate 5\n  size 1\n  create 0600\n}\n`, { mode: 0o600 })
  execFileSync('/usr/sbin/logrotate', ['--force', '--state', join(place.dir, 'state'), config])
  appendFileSync(first, 'after rotation\n')
  await pane.endsWith('after rotation')
  await expect(pane.mark('epoch')).toHaveCount(1)

  // The dialog stands in for the person's choice: several files at once.
  await window.app.tell(({ dialog }, paths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: paths })
  }, [second, join(folder, 'missing.log')])
  await page.keyboard.press('Control+o')
  await window.pane({ path: second }).endsWith('second 100000')
  await expect(page.getByText(/There is no file .*missing\.log\./)).toBeVisible()

  // The whole of it is searched by the ripgrep that comes with the app, and line numbers are exact behind a jump.
  const large = window.pane({ path: second })
  await page.keyboard.press('Control+f')
  await large.find.field.fill('second 54321')
  await expect(large.find.count).toHaveText('1')
  await expect(large.find.note).toContainText('by ripgrep')
  await page.keyboard.press('Escape')
  await window.goTo.go('77777')
  await large.shows('second 77777')
  await expect(large.place).toHaveText('line 77,777')
  await page.keyboard.press('Control+End')
  await large.endsWith('second 100000')

  // A page cannot name a path: a file that it made itself has none.
  await page.evaluate(() => {
    const data = new DataTransfer()
    data.items.add(new File(['text'], 'made-up.log'))
    document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, dataTransfer: data }))
  })
  await expect(page.getByText('only files of this computer can be dropped here')).toBeVisible()

  // One that the person drags has one: Chromium's own input of files stands in for the drag.
  await page.evaluate(() => {
    const input = document.createElement('input')
    input.type = 'file'
    input.id = 'dragged'
    document.body.append(input)
  })
  await page.locator('#dragged').setInputFiles(third)
  await page.evaluate(() => {
    const data = new DataTransfer()
    for (const one of document.querySelector<HTMLInputElement>('#dragged')!.files!) data.items.add(one)
    document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, dataTransfer: data }))
    document.querySelector('#dragged')!.remove()
  })
  await window.pane({ path: third }).endsWith('third 1')
  const rows = page.locator('.sidebar-row[data-kind="agent"]')
  await expect(rows).toHaveText([/first\.log/, /second\.log/, /third one\.log/])

  // Packed files show their text, unpacked into the profile as long as they are open, and searched there.
  const packed = join(folder, 'packed.log.gz')
  writeFileSync(packed, gzipSync(numbered(1, 200_000, 'packed')))
  const frames = join(folder, 'frames.zst')
  const both = [packed]
  if (existsSync('/usr/bin/zstd')) {
    execFileSync('zstd', ['-q', '-o', frames], { input: numbered(1, 3000, 'frame') })
    both.unshift(frames)
  }
  await window.app.tell(({ dialog }, paths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: paths })
  }, both)
  await page.keyboard.press('Control+o')
  const unpacked = window.pane({ path: packed })
  await unpacked.endsWith('packed 200000')
  await page.keyboard.press('Control+f')
  await unpacked.find.field.fill('packed 12345')
  await expect(unpacked.find.count).toHaveText('11')
  await expect(unpacked.find.note).toContainText('by ripgrep')
  await page.keyboard.press('Escape')
  const copies = () => readdirSync(join(place.profile, 'unpacked')).length
  expect(copies()).toBe(both.length)
  await page.keyboard.press('Control+w')
  if (both.length > 1) {
    await window.tab('frames.zst').handle.click()
    await window.pane({ path: frames }).endsWith('frame 3000')
    await page.keyboard.press('Control+w')
  }
  await expect.poll(copies).toBe(0)
  await window.tab('third one.log').handle.click()
  await window.pane({ path: third }).endsWith('third 1')

  // A tab that is closed lets go of its file; the list of recent ones has it.
  await page.keyboard.press('Control+w')
  await expect(rows).toHaveText([/first\.log/, /second\.log/])
  const recent = await window.app.ask(({ Menu }) => Menu.getApplicationMenu()?.items[0]?.submenu?.items.find((one) => one.label === 'Open Recent')?.submenu?.items.map((one) => one.label))
  expect(recent).toEqual(expect.arrayContaining([expect.stringContaining('third one.log')]))

  // A new engine goes on with them.
  await window.app.tell(({ app }) => {
    const engine = app.getAppMetrics().find((one) => one.name === 'Tailpane engine')
    if (engine) process.kill(engine.pid, 'SIGKILL')
  })
  appendFileSync(second, 'second 100001\n')
  await window.pane({ path: second }).endsWith('second 100001')

  // So does the next start, with what it was asked for itself in front; a file that has gone meanwhile is waited for.
  await window.close()
  rmSync(second)
  const next = await launch({ args: [third] })
  await next.pane({ path: third }).endsWith('third 1')
  await expect(next.page.locator('.sidebar-row[data-kind="agent"]')).toHaveText([/first\.log/, /second\.log/, /third one\.log/])
  await next.tab('first.log').handle.click()
  await next.pane({ path: first }).endsWith('after rotation')
  await next.tab('second.log').handle.click()
  writeFileSync(second, 'written anew\n')
  await next.pane({ path: second }).endsWith('written anew')
})
