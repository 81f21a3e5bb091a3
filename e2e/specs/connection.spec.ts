import { appendFileSync } from 'node:fs'
import { numbered } from '../fixtures/host'
import { expect, test } from '../fixtures/test'

test('a dropped connection: the text stays, and reading goes on at the exact byte', async ({ far: { host, relay, window } }) => {
  const pane = window.pane('startup')
  const conditions = await pane.watchConditions()
  host.append('an open li')
  await pane.endsWith('an open li')
  relay.refuse(true)
  relay.cut()
  await pane.isCondition('offline')
  await pane.shows('line 20')
  await pane.shows('an open li')
  // Written while nobody could read it.
  host.append(`ne\n${numbered(22, 60)}`)
  appendFileSync(host.agentLog, 'agent line 3\n')
  relay.refuse(false)
  await pane.isCondition('following')
  await pane.endsWith('line 60')
  await window.pane('agent').endsWith('agent line 3')
  host.append(numbered(61, 61))
  await pane.endsWith('line 61')
  expect(await conditions()).toEqual(expect.arrayContaining(['following', 'offline']))
  const expected = [...numbered(1, 20).trim().split('\n'), 'an open line', ...numbered(22, 61).trim().split('\n')]
  expect(await pane.heldLines()).toEqual(expected)
  expect(await pane.endOffset()).toBe(Buffer.byteLength(`${expected.join('\n')}\n`))
  expect(await window.pane('agent').heldLines()).toEqual(['agent line 1', 'agent line 2', 'agent line 3'])
})

test('while there is no way to the host the window says so and counts down, and "Reconnect now" tries at once', async ({ far: { host, relay, window } }) => {
  const pane = window.pane('startup')
  relay.refuse(true)
  relay.cut()
  await pane.isCondition('offline')
  const tab = window.tab('far')
  await expect(tab.linkBar).toContainText('was lost')
  await expect(tab.reconnect).toBeVisible()
  // Each pane says since when, and attempts in between do not change it.
  const since = await pane.root.getByText(/^offline since \d\d:\d\d$/).innerText()
  // Tried again and again, each time with what is shown still there.
  await expect(tab.linkBar).toContainText(/Trying again in [2-9]\d* s/)
  for (const one of [pane, window.pane('agent')]) await expect(one.root.getByText(since, { exact: true })).toBeVisible()
  await pane.shows('line 20')
  await window.pane('agent').shows('agent line 2')
  await expect(window.sidebar.row('far').last()).toContainText('offline')
  await window.picture('offline')
  relay.refuse(false)
  host.append(numbered(21, 22))
  // A retry of its own may have come first; then there is nothing to press any more.
  await window.page.getByRole('button', { name: 'Reconnect now' }).first().click({ timeout: 2000 }).catch(() => {})
  await pane.isCondition('following')
  await pane.endsWith('line 22')
  await expect(tab.linkBar).toHaveCount(0)
})
