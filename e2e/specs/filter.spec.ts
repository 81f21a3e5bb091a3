import { appendFileSync } from 'node:fs'
import { expect, test } from '../fixtures/test'
import { agentStarting, composeEntry, lifecycleSet, type AgentLogEntry } from '../peers/agent-writer'

const at = Date.parse('2026-07-10T09:13:21.907Z')
const entry = (ms: number, level: AgentLogEntry['level'], message: string, more: Partial<AgentLogEntry> = {}) => composeEntry({ atMs: at + ms, level, message, ...more })

test('the levels of a real agent log, and the lines that match, followed', async ({ place, startHost, launch }) => {
  const chatter = Array.from({ length: 3000 }, (_, n) => entry(100 + n, 'debug', `magicsock: packet ${n}`, { logger: 'net.tailnet.net.wgengine' })).join('')
  const agent = [
    composeEntry(agentStarting(at, 'coder.example.com')),
    composeEntry(lifecycleSet({ atMs: at + 10, state: 'starting' }, { state: 'created', atMs: null })),
    entry(20, 'debug', 'starting agent routine', { fields: [['name', 'handle manifest']] }),
    chatter,
    entry(4000, 'info', 'started serving listener', { logger: 'ssh-server' }),
    entry(4001, 'info', 'magicsock: home is now derp-1', { logger: 'net.tailnet.net.wgengine' }),
    entry(4002, 'warn', 'run exited with error', { fields: [['error', 'dial:\nfirst cause\nsecond cause']] }),
    entry(4003, 'info', 'connecting to coderd'),
  ].join('')
  const host = await startHost({ agent })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const pane = window.pane('agent')
  const strip = pane.root.getByTestId('filter-strip')
  const count = strip.getByTestId('filter-count')
  await pane.endsWith(/connecting to coderd$/)
  // Info and up at first, without the network; what tells of runs is there whatever its level.
  await expect(count).toHaveText(/^\d+ of 3,0\d\d lines$/)
  await pane.shows(/agent is starting now/)
  await pane.shows(/set lifecycle state/)
  await pane.shows(/ssh-server: started serving listener/)
  const lines = (await pane.screen()).join('\n')
  expect(lines).not.toMatch(/magicsock|starting agent routine/)
  await window.picture('filter-levels')

  await strip.getByRole('button', { name: 'First lines' }).click()
  const more = pane.root.getByRole('button', { name: /more lines?$/ }).first()
  await expect(more).toBeVisible()
  expect((await pane.screen()).join('\n')).not.toContain('second cause')
  // It covers no text: the line has no room at its end here.
  expect(await more.evaluate((button) => button.getBoundingClientRect().right - button.closest('.xterm-screen')!.getBoundingClientRect().left)).toBeLessThanOrEqual(0)
  await window.picture('filter-folded')
  await more.click()
  await pane.shows(/second cause/)
  await pane.press('End')
  await pane.isCondition('following')

  appendFileSync(host.agentLog, entry(5000, 'debug', 'never shown') + entry(5001, 'error', 'seen at once'))
  await pane.endsWith(/seen at once$/)
  expect((await pane.screen()).join('\n')).not.toContain('never shown')
  await strip.getByLabel('Level').selectOption('error')
  await pane.endsWith(/seen at once$/)
  await strip.getByRole('button', { name: 'Show all' }).click()
  await pane.shows(/never shown/)
  await expect(strip.getByLabel('Level')).toHaveValue('all')

  const startup = window.pane('startup')
  await startup.press('Control+f')
  await startup.find.field.fill('line 1')
  await startup.find.root.getByRole('button', { name: 'Only' }).click()
  await startup.endsWith('line 19')
  expect(await startup.screen()).toEqual(['line 1', ...Array.from({ length: 10 }, (_, n) => `line ${n + 10}`)])
  await startup.root.getByRole('button', { name: 'More lines around each match' }).click()
  await startup.endsWith('line 20')
  expect(await startup.screen()).toContain('⋯')
  // Going to a match has paused the pane.
  await startup.press('End')
  await startup.isCondition('following')
  host.append('after\nline 1 again\n')
  await startup.endsWith('line 1 again')
  await startup.shows('after')
  await expect(startup.find.count).toHaveText(/ of \d+$/)
  await window.picture('filter-matches')
  await startup.find.field.fill('nothing has this')
  await expect(startup.empty).toContainText('Nothing passes the filter.')
  await startup.root.getByTestId('filter-strip').getByRole('button', { name: 'Show all' }).click()
  await startup.shows('line 5')
})

test('F3 steps through the matches that a filtered pane shows, and says so when it shows none', async ({ place, startHost, launch }) => {
  const agent = composeEntry(agentStarting(at, 'coder.example.com')) + Array.from({ length: 2000 }, (_, n) => entry(100 + n, n % 100 === 0 ? 'info' : 'debug', `${n % 5 === 0 ? 'needle' : n === 7 ? 'thimble' : 'hay'} ${n}`)).join('')
  const host = await startHost({ agent })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const pane = window.pane('agent')
  await pane.endsWith(/needle 1900$/)
  await pane.press('Control+Home')
  await pane.shows(/needle 0$/)
  await pane.press('Control+f')
  await pane.find.field.fill('needle')
  await expect(pane.find.count).toHaveText('1 of 400')
  // Twenty lines of 400 are shown: every step leads to the next of them.
  for (const position of ['21 of 400', '41 of 400', '61 of 400']) {
    await pane.find.field.press('F3')
    await expect(pane.find.count).toHaveText(position)
  }
  await pane.find.field.press('Shift+F3')
  await expect(pane.find.count).toHaveText('41 of 400')
  await pane.find.field.fill('thimble')
  await expect(pane.find.count).toHaveText('1')
  await pane.find.field.press('F3')
  await expect(pane.find.note).toContainText('none of these lines is shown')
  await pane.root.getByRole('button', { name: 'Show all' }).click()
  await pane.find.field.press('F3')
  await pane.shows(/thimble 7$/)
  await expect(pane.find.count).toHaveText('1 of 1')
})
