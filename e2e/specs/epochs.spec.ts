import { AgentLog, agentStarting, initializingScripts, lifecycleSet, openScriptLog, runningScript, runScript } from '../peers/agent-writer'
import { numbered } from '../fixtures/host'
import { expect, test } from '../fixtures/test'

/*
 * Scripts write their logs as Coder's agent has them: from byte 0 on, over the run before, whose tail stays.
 */

const again = 'The log was written again from its beginning. What follows is new.'
const old = numbered(1, 20).trim().split('\n')

test('a shorter run opens below the old one, ends where it wrote to, and grows into an ordinary log', async ({ box: { host, window } }) => {
  const pane = window.pane('startup')
  await pane.endsWith('line 20')
  await expect(pane.notice).toHaveCount(0)
  expect(await runScript(host.startupLog, 'for i in 1 2 3; do echo "second run, step $i"; sleep 0.2; done; exit 1')).toBe(1)
  await pane.endsWith('second run, step 3')
  await expect(pane.notice).toHaveText('New run: 57 B written so far. What follows in the file is of the run before.')
  expect(await pane.heldLines()).toEqual([...old, again, 'second run, step 1', 'second run, step 2', 'second run, step 3'])

  await pane.press('End')
  await pane.isCondition('following')
  const third = openScriptLog(host.startupLog)
  third.write(numbered(1, 5, 'third'))
  await pane.endsWith('third 5')
  await expect(pane.notice).toContainText('New run: 40 B')
  third.write(numbered(6, 30, 'third'))
  await pane.endsWith('third 30')
  await expect(pane.notice).toHaveCount(0)
  third.close()
  expect((await pane.heldLines()).slice(-31)).toEqual([again, ...numbered(1, 30, 'third').trim().split('\n')])
})

test('a prompt in the middle of old text is where the pane ends, and is told', async ({ startHost, place, launch }) => {
  const host = await startHost({ startup: numbered(1, 300, 'old line of the run before,').slice(0, 2000) })
  const log = new AgentLog(host.agentLog)
  const atMs = Date.now()
  const script = { id: '5d1c0d3e-0000-4000-8000-000000000001', logPath: host.startupLog }
  log.write(agentStarting(atMs, 'coder.example.com'))
  log.write(lifecycleSet({ state: 'starting', atMs }, { state: 'created', atMs }))
  log.write(initializingScripts(atMs, 1, host.logs))
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const pane = window.pane('startup')
  await pane.isCondition('following')
  await pane.shows(/old line of the run before, 60/)

  log.write(runningScript(atMs + 100, script, 'read answer'))
  const run = openScriptLog(host.startupLog)
  const head = numbered(1, 100, 'step').slice(0, 499)
  run.write(`${head}\n`)
  run.write('Continue? [Y/n] ')
  await pane.endsWith('Continue? [Y/n]')
  await expect(pane.notice).toContainText(/New run: 51[56] B written so far\./)
  await expect(window.tab('box').sentence).toContainText('waiting at a prompt')
  await window.resize(1440, 900)
  for (const theme of ['Dark', 'Light'] as const) {
    await window.menu('settings')
    await window.settings.theme(theme).check()
    await window.settings.close()
    await window.picture(`new-run-${theme.toLowerCase()}`)
  }
  await pane.press('Home')
  await pane.isCondition('paused')
  await window.tab('box').panel.getByRole('button', { name: 'Show the prompt' }).click()
  await pane.shows(/Continue\? \[Y\/n\]/)
  await pane.press('End')
  await pane.isCondition('following')
  run.write('y\ndone\n')
  await pane.endsWith('done')
  run.close()
  log.close()
})
