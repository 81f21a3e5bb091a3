import { numbered } from '../fixtures/host'
import { startCoderLike } from '../peers/coder-like'
import { expect, test } from '../fixtures/test'

test('follows a log, and shows a last line that is not ended at once', async ({ box: { host, window } }) => {
  const pane = window.pane('startup')
  await pane.endsWith('line 20')
  host.append(numbered(21, 60))
  await pane.endsWith('line 60')
  host.append('Do you want to continue? [Y/n] ')
  await pane.endsWith('Do you want to continue? [Y/n]')
  host.append('y\nline 62\n')
  await pane.endsWith('line 62')
  await pane.shows('Do you want to continue? [Y/n] y')
  await pane.isCondition('following')
})

test('follows on a server like the one in Coder\'s agent', async ({ place, startHost, launch }) => {
  const host = await startHost()
  const agent = await startCoderLike({ home: place.home })
  place.writeSshConfig(host.configFor('ws', { port: agent.port, extra: ['StrictHostKeyChecking no'] }))
  const window = await launch({ targets: ['ws'] })
  await window.pane('startup').addPath(host.startupLog)
  const pane = window.pane({ path: host.startupLog })
  await pane.endsWith('line 20')
  host.append(numbered(21, 3000))
  await pane.endsWith('line 3000')
  host.append('prompt? ')
  await pane.endsWith('prompt?')
  const held = await pane.heldLines()
  expect(held.length).toBeGreaterThan(1000)
  expect(held).toEqual([...numbered(1, 3000).trim().split('\n'), 'prompt?'].slice(-held.length))
  await agent.stop()
})

test('a hidden tab catches up when it is shown', async ({ box: { host, window }, place }) => {
  place.writeSshConfig(`${host.configFor('box')}\n${host.configFor('twin')}`)
  await window.pane('startup').endsWith('line 20')
  await window.sidebar.addWorkspace.click()
  await window.addWorkspace.open('twin')
  await expect(window.tab('twin').panel).toBeVisible()
  await window.pane('startup').endsWith('line 20')
  host.append(numbered(21, 100))
  await window.pane('startup').endsWith('line 100')
  await window.tab('box').handle.click()
  await expect(window.tab('box').panel).toBeVisible()
  await window.pane('startup').endsWith('line 100')
  expect(await window.pane('startup').heldLines()).toEqual(numbered(1, 100).trim().split('\n'))
})

test('pauses when the person scrolls up, counts what is new, and keeps the text under the eye', async ({ box: { host, window } }) => {
  const pane = window.pane('startup')
  host.append(numbered(21, 200))
  await pane.endsWith('line 200')
  await pane.scrollUp()
  const read = await pane.screen()
  expect(read.at(-1)).not.toBe('line 200')
  await expect(pane.newLines).toHaveCount(0)

  host.append(numbered(201, 250))
  await expect(pane.newLines).toHaveText('50 new lines')
  expect(await pane.screen()).toEqual(read)
  host.append(numbered(251, 251))
  await expect(pane.newLines).toHaveText('51 new lines')
  expect(await pane.screen()).toEqual(read)

  await pane.newLines.click()
  await pane.isCondition('following')
  await pane.endsWith('line 251')
  await expect(pane.newLines).toHaveCount(0)
})

test('End resumes, F pauses and follows', async ({ box: { host, window } }) => {
  const pane = window.pane('startup')
  host.append(numbered(21, 120))
  await pane.endsWith('line 120')
  await pane.press('PageUp')
  await pane.isCondition('paused')
  host.append(numbered(121, 130))
  await expect(pane.newLines).toHaveText('10 new lines')
  await pane.press('End')
  await pane.isCondition('following')
  await pane.endsWith('line 130')

  await pane.press('f')
  await pane.isCondition('paused')
  host.append('line 131\n')
  await expect(pane.newLines).toHaveText('1 new line')
  await pane.press('f')
  await pane.isCondition('following')
  await pane.endsWith('line 131')
})

test('new output never drops a selection', async ({ box: { host, window } }) => {
  const pane = window.pane('startup')
  host.append(`${numbered(21, 60)}pick thisword here\n`)
  await pane.endsWith('pick thisword here')
  const box = await pane.row('pick thisword here').locator('span').first().boundingBox()
  if (!box) throw new Error('The row is on screen')
  const cell = box.width / 'pick thisword here'.length
  await window.page.mouse.dblclick(box.x + 8 * cell, box.y + box.height / 2)
  await pane.isCondition('paused')
  host.append(numbered(61, 110))
  await expect(pane.newLines).toHaveText('50 new lines')
  await expect(pane.root.locator('.xterm-selection > div')).not.toHaveCount(0)
  await window.writeClipboard('before')
  await pane.press('Control+c')
  await expect.poll(() => window.readClipboard()).toBe('thisword')
})

test('copies plain text: no colours, no control characters', async ({ box: { host, window } }) => {
  const pane = window.pane('startup')
  host.append('\u001b[31mred\u001b[0m and \u001b[1;32mgreen\u001b[0m\ttab\u0007 \u0000nul\n')
  await pane.shows(/^red and green/)
  const copied = (await pane.heldLines()).at(-1) ?? ''
  expect(copied).toMatch(/^red and green\s+tab/)
  // eslint-disable-next-line no-control-regex -- what must not be there
  expect(copied).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
})
