import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { checkout } from '../../scripts/run/checkout.cjs'
import { atMost, type Figure } from '../figure'
import { AppWindow } from '../rig/app-window'
import { BOXES, startHost } from '../rig/host'
import { cpuMs, processTree, type Process, type Role } from '../rig/processes'
import { median } from '../statistics'

const CONNECTIONS = 4
const LOGS_EACH = 5
const SECONDS = 60
const MOST_RUNS = 3
const HIDDEN_PANES = readFileSync(join(checkout, 'bench/rig/hidden-panes.js'), 'utf8')
/** A log that has just been read counts as active for 10 s; after this it is quiet (ms). */
const QUIET_MS = 15_000

/** What it costs to keep an eye on 20 logs that say nothing: 4 in panes on screen, the others in hidden ones. */
export const quietCpu: Figure = {
  id: 'quiet-cpu',
  async measure(runs, say) {
    const host = await startHost()
    const workspaces = BOXES.slice(0, CONNECTIONS)
    const logs = workspaces.flatMap((workspace) =>
      Array.from({ length: LOGS_EACH }, (_, n) => ({ workspace, path: join(host.logs, `${workspace}-${n}.log`), visible: n === 0 })),
    )
    for (const { path } of logs) writeFileSync(path, 'a line\n'.repeat(100))
    const window = await AppWindow.open(host)
    const shares: number[] = []
    try {
      for (const [n, workspace] of workspaces.entries()) {
        await window.openWorkspace(workspace)
        for (const log of logs) if (log.workspace === workspace && log.visible) await window.addLog(log.path, workspace)
        // "Show tab beside" needs another one.
        if (n > 0) await window.page.keyboard.press('Control+\\')
      }
      const hidden = logs.filter(({ visible }) => !visible).map(({ workspace, path }) => ({ workspace, path }))
      await window.page.evaluate(HIDDEN_PANES)
      await window.page.evaluate(`window.benchHiddenPanes(${JSON.stringify(hidden)})`)
      await window.page.locator('[data-testid="pane"][data-condition="following"]:visible').nth(CONNECTIONS - 1).waitFor()
      await wait(QUIET_MS)
      for (let run = 0; run < Math.min(runs, MOST_RUNS); run++) {
        const processes = processTree(window.pid)
        const before = usedBy(processes)
        const startedMs = performance.now()
        await wait(SECONDS * 1000)
        const tookMs = performance.now() - startedMs
        const after = usedBy(processes)
        const percent = (role: Role | 'all'): number => ((after[role] - before[role]) / tookMs) * 100
        shares.push(percent('all'))
        say(`run ${run + 1}: ${percent('all').toFixed(2)} % (main ${percent('main').toFixed(2)}, renderer ${percent('renderer').toFixed(2)}, engine ${percent('engine').toFixed(2)}, other ${percent('other').toFixed(2)})`)
      }
      return [
        atMost(2, {
          id: 'quiet-cpu',
          what: `CPU of all processes of the app over ${SECONDS} s with ${logs.length} quiet logs on ${CONNECTIONS} connections, ${CONNECTIONS} panes of them on screen`,
          unit: '% of a core',
          value: median(shares),
          values: shares,
        }),
      ]
    } finally {
      await window.close()
      await host.stop()
    }
  },
}

/** CPU time so far (ms), by kind of process. */
function usedBy(processes: readonly Process[]): Record<'all' | Role, number> {
  const used = { all: 0, main: 0, renderer: 0, engine: 0, other: 0 }
  for (const { pid, role } of processes) {
    const ms = cpuMs(pid)
    used[role] += ms
    used.all += ms
  }
  return used
}
