import { numbered } from '../fixtures/host'
import { expect, test } from '../fixtures/test'

/* One app for all of it: each step goes on where the one before has left the pane. */

const AGENT = [
  '2026-11-24 09:14:03.123 [info]  starting agent  version= v2.35.1',
  '2026-11-24 09:14:04.000 [info]  a value with error: in it  error= none',
  '2026-11-24 09:14:05.500 [warn]  slow to answer',
  '2026-11-24 09:14:06.000 [erro]  script failed',
  '    error= run agent script:',
  '           fatal: exit status 1',
  '',
].join('\n')

test('errors and warnings are stepped through, beyond the window', async ({ place, startHost, launch }) => {
  const startup = `${numbered(1, 3000)}E: Unable to locate package nope\n${numbered(3001, 9000)}warning: old compiler\n${numbered(9001, 12_000)}bash: line 3: nope: command not found\n0 errors\n`
  const host = await startHost({ startup, agent: AGENT })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  const pane = window.pane('startup')
  const said = pane.root.getByTestId('pane-say')
  const stepped = pane.root.locator('.tp-stepped')
  await pane.endsWith('0 errors')

  await test.step('a startup log goes by rules', async () => {
    await pane.press('Shift+E')
    await expect(stepped).toBeVisible()
    await pane.isCondition('paused')
    await pane.press('Shift+E')
    await pane.shows('E: Unable to locate package nope')
    await pane.shows('line 3000')
    await window.picture('step-error')
    await pane.press('Shift+E')
    await expect(said).toHaveText('No further error above.')
    await pane.press('e')
    await pane.shows('bash: line 3: nope: command not found')
    await pane.press('e')
    await expect(said).toHaveText('No further error below.')
    await pane.press('Shift+W')
    await pane.shows('warning: old compiler')
    await pane.press('Escape')
    await expect(stepped).toHaveCount(0)
  })

  await test.step('an agent log goes by level', async () => {
    const agent = window.pane('agent')
    await agent.press('e')
    await expect(agent.root.locator('.tp-stepped')).toBeVisible()
    const row = await agent.root.locator('.tp-stepped').boundingBox()
    const text = await agent.rows.filter({ hasText: /\[erro\]\s+script failed/ }).boundingBox()
    expect(Math.abs((row?.y ?? 0) - (text?.y ?? 99))).toBeLessThan(3)
    await agent.press('e')
    await expect(agent.root.getByTestId('pane-say')).toHaveText('No further error below.')
  })
})
