import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DAY, output, Starts } from '../peers/agent-starts'
import { openScriptLog } from '../peers/agent-writer'
import { CompareView } from '../pages/compare-view'
import { Palette } from '../pages/palette'
import { expect, test } from '../fixtures/test'

/*
 * A start that failed, and one that went well and wrote over its output, as Coder's agent has scripts do.
 */
test('a run that was written over stands with its own output and its cause, and is compared by command', async ({ place, startHost, launch }) => {
  const logs = join(place.dir, 'logs')
  const starts = new Starts(logs)
  const today = Date.now()
  const yesterday = today - DAY
  starts.begin(yesterday)
  starts.end(yesterday, 41_000, 100)
  writeFileSync(join(logs, 'coder-startup-script.log'), output(3, true))
  const host = await startHost({ startup: null, agent: null })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  await window.resize(1440, 900)
  const pane = window.pane('startup')
  const tab = window.tab('box')
  await expect(tab.cause).toContainText('deb.example.com')
  const cause = await tab.cause.innerText()
  await pane.shows('E: Unable to locate package ripgrep')

  starts.begin(today)
  const run = openScriptLog(host.startupLog)
  run.write(output(11, false))
  run.close()
  starts.end(today, 12_000, 0)
  await expect(tab.sentence).toHaveText('Ready after 12 s')
  await pane.shows('Setting up ripgrep (13.0.0-4+b2) ...')

  await test.step('the older run opens with what was recorded of its output, and says why it failed', async () => {
    await tab.runPicker.click()
    await tab.runs.nth(1).click()
    await expect(tab.sentence).toHaveText('Startup failed with exit 100 after 41 s, in coder-startup-script.log')
    await expect(tab.cause).toHaveText(cause)
    await expect(pane.root.locator('.pane-store')).toHaveText('recorded, not live')
    await pane.shows(output(3, true).split('\n')[0]!)
    await expect(pane.notice).toHaveCount(0)
    await tab.causeLink.click()
    await pane.shows("  Temporary failure resolving 'deb.example.com'")
    for (const theme of ['dark', 'light']) {
      await window.page.evaluate((to) => void (document.documentElement.dataset['theme'] = to), theme)
      await window.picture(`older-run-${theme}`)
    }
  })

  await test.step('the newest run brings the log itself back', async () => {
    await tab.runBar.getByRole('button', { name: 'Show the newest run' }).click()
    await expect(tab.sentence).toHaveText('Ready after 12 s')
    await expect(pane.root.locator('.pane-store')).toHaveCount(0)
    await pane.shows('Setting up ripgrep (13.0.0-4+b2) ...')
  })

  await test.step('comparing begins and ends by command, and the other run is chosen by keys', async () => {
    const compare = new CompareView(window.page)
    const palette = new Palette(window.page)
    await palette.run('Compare with another run or log')
    await expect(compare.left).toBeFocused()
    await compare.left.selectOption({ label: (await compare.left.locator('option', { hasText: 'failed, exit 100' }).first().innerText()).trim() })
    await compare.isDone()
    await expect(compare.rows.filter({ hasText: 'deb.example.com' }).first()).toBeVisible()
    await palette.run('Back to the logs from comparing')
    await expect(compare.root).toHaveCount(0)
  })
  starts.log.close()
})
