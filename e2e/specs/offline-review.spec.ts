import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DAY, output, Starts } from '../peers/agent-starts'
import { openScriptLog } from '../peers/agent-writer'
import { CompareView } from '../pages/compare-view'
import { expect, test } from '../fixtures/test'

/*
 * What was recorded of a workspace is all there is of it once it is gone.
 */

const LOST = "Temporary failure resolving 'deb.example.com'"

/** Outcomes of the runs in the profile of which the startup log is saved to its end, oldest first. */
function recordedKinds(profile: string): string[] {
  const root = join(profile, 'recordings')
  try {
    return readdirSync(root).sort().flatMap((id) => {
      const { run, logs } = JSON.parse(readFileSync(join(root, id, 'manifest.json'), 'utf8')) as { run: { verdict: { kind: string } }; logs: { kind: string; sizeBytes: number; missing: unknown[] }[] }
      const startup = logs.find(({ kind }) => kind === 'startup')
      return startup && startup.sizeBytes > 0 && startup.missing.length === 0 ? [run.verdict.kind] : []
    })
  } catch {
    return []
  }
}

test('a start that failed is looked through, compared and given away after its workspace is gone', async ({ place, startHost, launch }) => {
  const starts = new Starts(join(place.dir, 'logs'))
  const today = Date.now() - 60_000
  starts.begin(today - DAY)
  starts.end(today - DAY, 12_000, 0)
  writeFileSync(join(place.dir, 'logs', 'coder-startup-script.log'), output(3, false))
  const host = await startHost({ startup: null, agent: null })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)

  const first = await launch({ targets: ['box'] })
  await test.step('two starts are recorded, and the machine goes', async () => {
    await first.pane('startup').shows('Setting up ripgrep (13.0.0-4+b2) ...')
    await expect.poll(() => recordedKinds(place.profile)).toEqual(['ready'])
    starts.begin(today)
    const script = openScriptLog(host.startupLog)
    script.write(output(11, true))
    script.close()
    starts.end(today, 41_000, 100)
    starts.log.close()
    await expect(first.tab('box').sentence).toContainText('failed with exit 100')
    await expect.poll(() => recordedKinds(place.profile)).toEqual(['ready', 'failed'])
    await host.sshd.stop()
    rmSync(host.logs, { recursive: true })
    await first.pane('startup').isCondition('offline')
    await first.close()
  })

  const second = await launch()
  await second.resize(1440, 900)
  const { history } = second
  await test.step('the run is found by a line of its log', async () => {
    await history.open()
    await expect(history.rows).toHaveCount(2)
    await expect(history.row('exit 100')).toHaveCount(1)
    await second.picture('offline-history')
    await history.field.fill('temporary failure')
    await second.page.keyboard.press('Enter')
    await history.row(LOST).getByRole('button').click()
    await second.pane('startup').shows(`  ${LOST}`)
    await expect(second.tab('box').sentence).toContainText('failed with exit 100')
  })

  await test.step('what is different from the last good start is one click away', async () => {
    const compare = new CompareView(second.page)
    await second.tab('box').panel.getByRole('button', { name: 'What is different today?' }).click()
    await compare.isDone()
    await expect(compare.divergence).toContainText('At line 63')
    await expect(compare.divergence).toContainText(LOST)
    await expect(compare.root).toContainText('coder-startup-script.log: 41 s instead of 12 s')
    await second.picture('offline-compare')
  })

  const file = join(place.dir, 'run.zip')
  await test.step('it is exported, and read where nothing is known of it', async () => {
    await history.open()
    await history.row('exit 100').getByRole('button', { name: 'Export' }).click()
    await second.chooses(file)
    await history.exporting.getByRole('button', { name: 'Export…' }).click()
    await expect(second.notices).toContainText('Exported')
    await second.close()
    rmSync(place.profile, { recursive: true })
    // Named on the command line, as a file that is dropped on the window is opened.
    const third = await launch({ args: [file] })
    await expect(third.pane('startup').root).toBeVisible()
    const tab = third.tab('box')
    await expect(tab.sentence).toContainText('failed with exit 100')
    await tab.causeLink.click()
    await expect(third.pane('startup').evidence).toBeVisible()
    await third.pane('startup').shows(`  ${LOST}`)
    await third.history.open()
    await expect(third.history.row('exit 100')).toHaveCount(1)
  })
})
