import { appendFileSync } from 'node:fs'
import { numbered } from '../fixtures/host'
import { isRunning } from '../fixtures/electron'
import { expect, test } from '../fixtures/test'

test('the engine is killed: it comes back, and the panes go on where they were', async ({ box: { host, window } }, info) => {
  const pane = window.pane('startup')
  host.append('an open li')
  await pane.endsWith('an open li')
  const before = await window.enginePid()
  if (before === null) throw new Error('The engine runs')
  const killedAtMs = performance.now()
  process.kill(before, 'SIGKILL')
  await expect.poll(() => isRunning(before)).toBe(false)
  host.append('ne\n')
  appendFileSync(host.agentLog, 'agent line 3\n')
  await pane.endsWith('an open line')
  await pane.isCondition('following')
  info.annotations.push({ type: 'back after', description: `${Math.round(performance.now() - killedAtMs)} ms` })
  const after = await window.enginePid()
  expect(after).not.toBeNull()
  expect(after).not.toBe(before)
  host.append(numbered(22, 30))
  await pane.endsWith('line 30')
  await window.pane('agent').endsWith('agent line 3')
  const expected = [...numbered(1, 20).trim().split('\n'), 'an open line', ...numbered(22, 30).trim().split('\n')]
  expect(await pane.heldLines()).toEqual(expected)
  expect(await window.pane('agent').heldLines()).toEqual(['agent line 1', 'agent line 2', 'agent line 3'])
  expect(await pane.endOffset()).toBe(Buffer.byteLength(`${expected.join('\n')}\n`))
})

test('a paused pane stays paused through a new engine, with its text where it was', async ({ box: { host, window } }) => {
  const pane = window.pane('startup')
  host.append(numbered(21, 300))
  await pane.endsWith('line 300')
  await pane.scrollUp()
  const read = await pane.screen()
  const before = await window.enginePid()
  if (before === null) throw new Error('The engine runs')
  process.kill(before, 'SIGKILL')
  await expect.poll(() => window.enginePid()).not.toBe(before)
  host.append(numbered(301, 303))
  await expect(pane.newLines).toHaveText('3 new lines')
  await pane.isCondition('paused')
  expect(await pane.screen()).toEqual(read)
  await pane.press('End')
  await pane.endsWith('line 303')
  expect(await pane.heldLines()).toEqual(numbered(1, 303).trim().split('\n'))
})
