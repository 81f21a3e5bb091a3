import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { numbered } from '../fixtures/host'
import { expect, test } from '../fixtures/test'

const LINES = 20_000

test('a selection goes on beyond the window, is drawn again, and is copied from the log', async ({ place, startHost, launch }) => {
  const whole = numbered(1, LINES)
  const host = await startHost({ startup: whole })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const pane = window.pane('startup')
  await pane.endsWith(`line ${LINES}`)
  const copied = async () => {
    await window.writeClipboard('before')
    await pane.press('Control+c')
    await expect.poll(() => window.readClipboard()).not.toBe('before')
    return window.readClipboard()
  }

  // All of the log, of which the pane holds a tenth.
  await pane.press('Control+a')
  expect(await copied()).toBe(whole.trimEnd())
  await pane.press('Escape')

  // From a line here to a line far away: a drag, and a click with Shift in another window.
  await window.goTo.go('1000')
  await pane.shows('line 1000')
  await pane.row('line 1001').dragTo(pane.row('line 1003'), { sourcePosition: { x: 1, y: 8 }, targetPosition: { x: 200, y: 8 }, force: true })
  expect(await copied()).toBe('line 1001\nline 1002\nline 1003')
  await window.goTo.go('15000')
  await pane.shows('line 15000')
  await expect(pane.root.locator('.xterm-selection > div')).toHaveCount(0)
  await pane.row('line 15002').click({ force: true, modifiers: ['Shift'], position: { x: 300, y: 8 } })
  await expect(pane.root.locator('.xterm-selection > div')).not.toHaveCount(0)
  expect(await copied()).toBe(numbered(1001, 15_002).trimEnd())
  await window.goTo.go('1000')
  await pane.shows('line 1000')
  await expect(pane.root.locator('.xterm-selection > div')).not.toHaveCount(0)
  await pane.press('Escape')
  await expect(pane.root.locator('.xterm-selection > div')).toHaveCount(0)
})

test('a drag past the edge goes on into the next windows', async ({ place, startHost, launch }) => {
  const host = await startHost({ startup: numbered(1, LINES) })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const pane = window.pane('startup')
  await pane.endsWith(`line ${LINES}`)
  await pane.focus()
  await window.goTo.go('12000')
  await pane.shows('line 12000')
  const begin = await pane.row('line 12010').boundingBox()
  if (!begin) throw new Error('The row is not on screen')
  const { mouse } = window.page
  await mouse.move(begin.x + 200, begin.y + 8)
  await mouse.down()
  await mouse.move(begin.x + 2, begin.y - 60)
  // Far above the pane, where the view is scrolled; moved a little, as a hand is.
  await expect(async () => {
    await mouse.move(begin.x + 2, 4)
    await mouse.move(begin.x + 3, 5)
    expect(Number(((await pane.screen())[0] ?? '').replace('line ', ''))).toBeLessThan(11_200)
  }).toPass({ timeout: 40_000 })
  await mouse.up()
  const top = Number(((await pane.screen())[0] ?? '').replace('line ', ''))
  await window.writeClipboard('before')
  await pane.press('Control+c')
  await expect.poll(() => window.readClipboard()).not.toBe('before')
  const lines = (await window.readClipboard()).split('\n')
  expect(lines.at(-1)).toBe('line 12010')
  expect(Number(lines[0]?.replace('line ', ''))).toBeLessThanOrEqual(top + 3)
  expect(lines).toEqual(numbered(Number(lines[0]?.replace('line ', '')), 12_010).trimEnd().split('\n'))
})

test('a selection that is too long for the clipboard is saved as a file, or cancelled', async ({ place, startHost, launch }) => {
  const whole = numbered(1, 2_000_000)
  const host = await startHost({ startup: whole })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const pane = window.pane('startup')
  await pane.endsWith('line 2000000')
  const file = join(place.dir, 'selection.log')
  // The system's own dialog cannot be driven: it answers as if the person had chosen this file.
  await window.app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
  await pane.press('Control+a')
  await pane.press('Control+c')
  await expect(pane.notice).toContainText('What is selected takes 25 MB, more than the clipboard is given.')
  await window.picture('too-long-to-copy')
  await pane.notice.getByRole('button', { name: 'Save as…' }).click()
  await expect(pane.notice).toContainText('Saved.', { timeout: 40_000 })
  expect(statSync(file).size).toBe(whole.length)
  expect(readFileSync(file, 'utf8') === whole).toBe(true)

  // All of the log, which needs no selection.
  await pane.press('Escape')
  await pane.press('Control+s')
  await pane.notice.getByRole('button', { name: 'Cancel' }).click()
  await expect(pane.notice).toContainText('Saving was cancelled.')
  // The file of before is as it was, and nothing lies beside it.
  expect(readFileSync(file, 'utf8') === whole).toBe(true)
  expect(readdirSync(place.dir).filter((name) => name.startsWith('selection.log'))).toEqual(['selection.log'])
})
