import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  AgentLog,
  agentStarting,
  initializingScripts,
  lifecycleSet,
  openScriptLog,
  runningScript,
  scriptCompleted,
  scriptFailed,
  startupScriptsFailed,
} from '../peers/agent-writer'
import { CompareView } from '../pages/compare-view'
import { expect, test } from '../fixtures/test'
import type { AppWindow } from '../pages/app-window'

/*
 * A start that went well yesterday, and one that fails today and is written over it, as Coder's agent does.
 */

const DAY = 24 * 3_600_000

/** What a script writes, with noise that is other at each start; `fails`: its mirror does not resolve. */
function output(seed: number, fails: boolean): string {
  const noise = (step: number): string => `${((seed * 7919 + step * 104729) % 900) + 100}`
  const clock = (step: number): string => `09:${String((seed + step) % 60).padStart(2, '0')}:${String((step * 7) % 60).padStart(2, '0')}`
  const steps = Array.from({ length: 60 }, (_, i) => `[${clock(i)}] step ${i} checked in ${noise(i)}ms, id 5d1c${noise(i)}0-0a4b-4c00-8000-01234567${noise(i)}0`)
  const apt = fails
    ? ["Err:1 http://deb.example.com/debian bookworm InRelease", "  Temporary failure resolving 'deb.example.com'", 'Reading package lists...', 'E: Unable to locate package ripgrep']
    : [`Get:1 http://deb.example.com/debian bookworm InRelease [${noise(1)} kB]`, `Fetched ${noise(2)} kB in 1s`, 'Reading package lists...', 'Setting up ripgrep (13.0.0-4+b2) ...', 'ready, \x1b]0;title\x07hostile \x1b[31mcolour\x1b[0m']
  return `${[...steps, '==> System packages', ...apt].join('\n')}\n`
}

class Starts {
  readonly log: AgentLog
  private readonly script: { id: string; logPath: string }

  constructor(private readonly logs: string) {
    mkdirSync(logs, { recursive: true })
    this.log = new AgentLog(join(logs, 'coder-agent.log'))
    this.script = { id: '5d1c7a52-8f0e-4e6b-9a6f-0b1b5f0c9d11', logPath: join(logs, 'coder-startup-script.log') }
  }

  begin(atMs: number): void {
    this.log.write(agentStarting(atMs, 'coder.example.com'))
    this.log.write(lifecycleSet({ state: 'starting', atMs: atMs + 200 }, { state: 'created', atMs: null }))
    this.log.write(initializingScripts(atMs + 210, 1, this.logs))
    this.log.write(runningScript(atMs + 220, this.script, '#!/bin/sh\nsudo apt-get update'))
  }

  end(atMs: number, tookMs: number, code: number): void {
    const endMs = atMs + 220 + tookMs
    this.log.write(code === 0 ? scriptCompleted(endMs, this.script, tookMs) : scriptFailed(endMs, this.script, tookMs, code))
    if (code !== 0) this.log.write(startupScriptsFailed(endMs + 1, this.script, code))
    this.log.write(lifecycleSet({ state: code === 0 ? 'ready' : 'start_error', atMs: endMs + 2 }, { state: 'starting', atMs: atMs + 200 }))
  }
}

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
  })

  await test.step('equal lines are folded; a step goes from difference to difference', async () => {
    await expect(compare.rows.filter({ hasText: 'rows that are the same' })).toHaveCount(1)
    await compare.table.focus()
    await window.page.keyboard.press('n')
    await expect(compare.current).toContainText('deb.example.com')
    await expect(compare.current).not.toHaveAttribute('data-kind', 'same')
    await compare.onlyDifferences.uncheck()
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
