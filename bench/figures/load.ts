import { spawn } from 'node:child_process'
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startHost, type Host } from '../../e2e/fixtures/host'
import { makePlace } from '../../e2e/fixtures/place'
import { writeLogin } from '../../e2e/peers/coder-cli'
import { startCoderDeployment } from '../../e2e/peers/coder-deployment'
import { checkout } from '../../scripts/run/checkout.cjs'
import { atMost, type Figure } from '../figure'
import { AppWindow } from '../rig/app-window'
import { memoryOf } from '../rig/memory'
import { cpuMs, processTree } from '../rig/processes'
import { listedAgents } from '../rig/watched-list'
import { percentile } from '../statistics'

const WORKSPACES = 10
const AGENTS = 10
/** Each has two logs in two panes. */
const HOSTS = 10
const LINES_PER_SECOND = 200
/** For each run that is asked for (s): five, the usual number, make five minutes. */
const SECONDS_A_RUN = 60
/** Pause between two clicks (ms). */
const CLICK_EVERY_MS = 250
/** Event Timing tells of events from 16 ms on; a quicker click counts as this. */
const QUICK_CLICK_MS = 16
const LOOK_MS = 200
/** An end that is not on screen by then never will be (ms). */
const LOST_MS = 30_000
const MIB = 1024 * 1024

/** 100 agents of 10 workspaces are watched by the list, while 20 panes on screen follow 200 lines a second each. */
export const load: Figure = {
  id: 'load',
  async measure(runs, say) {
    const seconds = runs * SECONDS_A_RUN
    const place = makePlace()
    const startedMs = Date.now() - 60_000
    const workspaces = Array.from({ length: WORKSPACES }, (_, i) => listedAgents(`w${i}`, AGENTS, startedMs))
    const server = await startCoderDeployment({ workspaces })
    const coder = join(place.dir, 'coderv2')
    writeLogin(coder, server.url, server.state.token)
    const hosts: Host[] = []
    let config = ''
    for (let n = 0; n < HOSTS; n++) {
      const dir = join(place.dir, `box${n}`)
      mkdirSync(dir)
      const host = await startHost({ ...place, dir })
      hosts.push(host)
      place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
      config += host.configFor(`box${n}`)
    }
    place.writeSshConfig(config)
    const env = { ...process.env, HOME: place.home, CODER_CONFIG_DIR: coder }
    const window = await AppWindow.open({ home: { env } }, hosts.map((_host, n) => `box${n}`), AppWindow.withSettings({ watchAll: true }))
    try {
      await spread(window)
      await window.settle()
      const still = memoryOf(window.pid).all / MIB
      await window.probe('watchClicks')
      await window.probe('watchConditions')
      // Rows of the sidebar open tabs, which would stand in front of others.
      const click = await window.clicker(['.sidebar-filter input', '.agent-tab'])
      const paths = hosts.flatMap(({ startupLog, agentLog }) => [startupLog, agentLog])
      const lastLine = `LAST-LINE-${Date.now()}`
      const cpu = (): number => processTree(window.pid).reduce((sum, { pid }) => sum + cpuMs(pid), 0)
      const before = { cpu: cpu(), ms: performance.now() }
      const writers = spawn(process.execPath, [join(checkout, 'bench/rig/many-writers.mjs'), String(seconds), String(LINES_PER_SECOND), lastLine, ...paths], { stdio: ['ignore', 'inherit', 'inherit'] })
      const ended = new Promise<number | null>((resolve) => writers.once('close', resolve))
      const frames = window.probe('framesFor', seconds * 1000)
      const memory: number[] = []
      for (let turn = 0; writers.exitCode === null; turn++) {
        await click(turn)
        if (turn % 20 === 0) memory.push(memoryOf(window.pid).all / MIB)
        await wait(CLICK_EVERY_MS)
      }
      if ((await ended) !== 0) throw new Error('The writers ended before their time')
      const share = ((cpu() - before.cpu) / (performance.now() - before.ms)) * 100
      const endedAtMs = performance.now()
      const sizes = paths.map((path) => statSync(path).size)
      while ((await ends(window, paths)).some((end, n) => end < (sizes[n] ?? 0))) {
        if (performance.now() - endedAtMs > LOST_MS) throw new Error(`Ends that are not on screen: ${JSON.stringify(await lacking(window, paths, sizes))}`)
        await wait(LOOK_MS)
      }
      const caughtUpMs = performance.now() - endedAtMs
      const { clicks, slowMs } = await window.probe('clicks')
      const clicksMs = [...slowMs, ...Array.from({ length: Math.max(0, clicks - slowMs.length) }, () => QUICK_CLICK_MS)]
      const conditions = await window.probe('conditions')
      const gaps = (conditions.includes('gap') ? 1 : 0) + (await window.page.locator('[data-mark="gap"], [data-mark="gone"]').count())
      const framesMs = await frames
      say(`${seconds} s: frames p95 ${percentile(framesMs, 95).toFixed(0)} ms, ${clicksMs.length} clicks p95 ${percentile(clicksMs, 95)} ms, CPU ${share.toFixed(0)} %, memory ${Math.max(...memory).toFixed(0)} MiB (${still.toFixed(0)} before), all ends on screen after ${caughtUpMs.toFixed(0)} ms, ${gaps} gaps`)
      const during = `with 100 agents of 10 workspaces watched and 20 panes on screen that follow 200 lines/s each, for ${seconds} s`
      return [
        atMost(100, { id: 'load-click', what: `a click on the window to its next paint ${during}, p95`, unit: 'ms', value: percentile(clicksMs, 95), values: clicksMs }),
        atMost(100, { id: 'load-frame', what: 'time between two frames meanwhile, p95', unit: 'ms', value: percentile(framesMs, 95), values: framesMs }),
        atMost(200, { id: 'load-cpu', what: 'CPU of all processes of the app meanwhile, of one core', unit: '%', value: share, values: [share] }),
        atMost(450, { id: 'load-memory', what: `memory (Pss of all processes of the app) meanwhile, its highest; before the logs grew it was ${still.toFixed(0)} MiB`, unit: 'MiB', value: Math.max(...memory), values: memory }),
        atMost(0, { id: 'load-gaps', what: 'panes that named a gap meanwhile', unit: 'gaps', value: gaps, values: [gaps] }),
      ]
    } catch (error) {
      say(window.diary())
      throw error
    } finally {
      await window.close()
      for (const host of hosts) await host.stop()
      await server.stop()
      place.remove()
    }
  },
}

/** How far each pane has come (bytes). */
function ends({ page }: AppWindow, paths: readonly string[]): Promise<number[]> {
  return page.evaluate((all) => all.map((path) => Number(document.querySelector(`[data-log-path="${path}"]`)?.getAttribute('data-end-offset') ?? 0)), [...paths])
}

/** What panes say whose end is not reached. */
async function lacking(window: AppWindow, paths: readonly string[], sizes: readonly number[]): Promise<object[]> {
  const reached = await ends(window, paths)
  const behind = paths.flatMap((path, n) => ((reached[n] ?? 0) < (sizes[n] ?? 0) ? [{ path, end: reached[n], size: sizes[n] }] : []))
  return Promise.all(behind.map(async (one) => ({ ...one, says: (await window.pane(one.path).first().innerText()).slice(0, 160) })))
}

/** Puts the tabs beside each other, one after the other, until every pane is on screen and follows. */
async function spread(window: AppWindow): Promise<void> {
  const { page } = window
  await page.locator('.agent-tab').nth(HOSTS - 1).waitFor()
  for (let n = 1; n < HOSTS; n++) {
    await page.locator('.dv-tab.dv-inactive-tab .agent-tab').first().click()
    await page.keyboard.press('Control+\\')
    await page.waitForFunction((count) => document.querySelectorAll('.dv-groupview').length === count, n + 1)
  }
  await page.waitForFunction((count) => document.querySelectorAll('[data-testid="pane"][data-condition="following"]').length === count, HOSTS * 2)
}
