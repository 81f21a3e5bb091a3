import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DAY, output, Starts } from '../peers/agent-starts'
import { openScriptLog } from '../peers/agent-writer'
import { lostControls, zoom } from '../fixtures/zoom'
import { CompareView } from '../pages/compare-view'
import { expect, test } from '../fixtures/test'
import type { AppWindow } from '../pages/app-window'

async function pictures(window: AppWindow, name: string): Promise<void> {
  for (const theme of ['dark', 'light']) {
    await window.page.evaluate((to) => void (document.documentElement.dataset['theme'] = to), theme)
    await window.picture(`${name}-${theme}`)
  }
}

test('what is different today is one click from a failed start', async ({ place, startHost, launch }) => {
  const logs = join(place.dir, 'logs')
  const starts = new Starts(logs)
  const today = Date.now()
  const yesterday = today - DAY
  starts.begin(yesterday)
  starts.end(yesterday, 12_000, 0)
  writeFileSync(join(logs, 'coder-startup-script.log'), output(3, false))
  const host = await startHost({ startup: null, agent: null })
  place.writeSshConfig(host.configFor('box'))
  place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
  const window = await launch({ targets: ['box'] })
  await window.resize(1440, 900)
  const pane = window.pane('startup')
  await pane.shows('Setting up ripgrep (13.0.0-4+b2) ...')
  const tab = window.tab('box')
  const compare = new CompareView(window.page)

  await test.step('with one run alone there is nothing to compare with yet', async () => {
    await tab.panel.getByRole('button', { name: 'Compare runs' }).click()
    await expect(compare.root).toContainText('No earlier good run is known yet.')
    await pictures(window, 'compare-empty')
    await tab.panel.getByRole('button', { name: 'Back to the logs' }).click()
    await expect(compare.root).toHaveCount(0)
  })

  await test.step('the first difference that matters is named', async () => {
    starts.begin(today)
    const run = openScriptLog(host.startupLog)
    run.write(output(11, true))
    run.close()
    starts.end(today, 41_000, 100)
    await expect(tab.sentence).toContainText('failed with exit 100')
    await tab.panel.getByRole('button', { name: 'What is different today?' }).click()
    await compare.isDone()
    await expect(compare.divergence).toContainText('At line 63')
    await expect(compare.divergence).toContainText("Temporary failure resolving 'deb.example.com'")
    await expect(compare.divergence).toContainText('The run of yesterday')
    await expect(compare.root).toContainText('coder-startup-script.log: 41 s instead of 12 s')
    await pictures(window, 'compare')
    // Twice the size is half the width.
    for (const scale of [2, 1]) {
      await zoom(window, scale)
      if (scale === 1) await window.resize(480, 900)
      expect(await lostControls(compare.root)).toEqual([])
      await window.picture(scale === 2 ? 'compare-zoomed' : 'compare-narrow')
    }
    await window.resize(1440, 900)
  })

  await test.step('equal lines are folded; a step goes from difference to difference', async () => {
    await expect(compare.rows.filter({ hasText: 'rows that are the same' })).toHaveCount(1)
    await compare.table.focus()
    await window.page.keyboard.press('n')
    await expect(compare.current).toContainText('deb.example.com')
    await expect(compare.current).not.toHaveAttribute('data-kind', 'same')
    await compare.onlyDifferences.uncheck()
    // The row in front stays in front while the others come; then the keys lead elsewhere.
    await expect(compare.rows.filter({ hasText: 'rows that are the same' })).toHaveCount(0)
    await compare.table.focus()
    await window.page.keyboard.press('Home')
    await expect(compare.rows.filter({ hasText: 'step 0 checked' })).toBeVisible()
    await expect(compare.rows.filter({ hasText: 'step 0 checked' })).toHaveAttribute('data-kind', 'same')
    await expect(compare.rows.filter({ hasText: 'step 0 checked' }).locator('.compare-masked').first()).toHaveAttribute('title', 'masked as a time')
    await window.page.keyboard.press('End')
    // The text passed the same wall as that of panes.
    await expect(compare.rows.filter({ hasText: 'ready, hostile colour' })).toBeVisible()
  })

  await test.step('a rule that is turned off makes its pieces differ', async () => {
    await compare.button('What is masked').click()
    const dialog = window.page.getByRole('dialog', { name: 'What is masked' })
    await dialog.getByLabel('Durations').uncheck()
    await pictures(window, 'compare-masks')
    await dialog.getByRole('button', { name: 'Close' }).click()
    await compare.isDone()
    await expect(compare.root).toContainText(/differences? in 6\d lines/)
  })

  await test.step('a line leads to its pane', async () => {
    await compare.button('Show the lines').click()
    await compare.current.getByRole('button').click()
    await expect(compare.root).toHaveCount(0)
    await pane.shows("  Temporary failure resolving 'deb.example.com'")
  })
  starts.log.close()
})
