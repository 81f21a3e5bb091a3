import { rmSync, writeFileSync } from 'node:fs'
import { atMost, type Figure } from '../figure'
import { AppWindow } from '../rig/app-window'
import { BOXES, startHost, type Host } from '../rig/host'
import { memoryOf, type Memory } from '../rig/memory'
import type { Role } from '../rig/processes'
import { median } from '../statistics'

/** Where a plain host's startup log is looked for; see open-first-lines. */
const PATH = '/tmp/coder-startup-script.log'
/** More than a pane holds, so that each is as large as it gets. */
const LINES = 5000
const LAST = 'LAST-LINE-OF-THE-LOG'
const MIB = 1024 * 1024

/** Twenty workspaces are open, each with a connection of its own and its log looked at once. */
export const memory20: Figure = {
  id: 'memory-20',
  async measure(runs, say) {
    const host = await startHost()
    const all: number[] = []
    const alone: number[] = []
    writeFileSync(PATH, Array.from({ length: LINES }, (_, n) => `2026-01-01 00:00:00 Get:${n} http://deb.example.com/debian bookworm/main amd64 package-${n}\n`).join('') + `${LAST}\n`, { flag: 'wx', mode: 0o600 })
    try {
      for (let run = 0; run < runs; run++) {
        const one = await opened(host, BOXES.slice(0, 1))
        const twenty = await opened(host, BOXES)
        alone.push(one.all / MIB)
        all.push(twenty.all / MIB)
        say(`run ${run + 1}: ${words(twenty)}; with one workspace ${words(one)}`)
      }
    } finally {
      rmSync(PATH, { force: true })
      await host.stop()
    }
    return [
      atMost(600, { id: 'memory-20', what: 'memory (Pss of all processes of the app) with 20 open workspaces, each with its own connection and its log on screen once', unit: 'MiB', value: median(all), values: all }),
      atMost(15, {
        id: 'memory-20-each',
        what: `what each further workspace adds to it; with one open it is ${median(alone).toFixed(0)} MiB`,
        unit: 'MiB',
        value: (median(all) - median(alone)) / (BOXES.length - 1),
        values: all.map((value, run) => (value - (alone[run] ?? 0)) / (BOXES.length - 1)),
      }),
    ]
  },
}

async function opened(host: Host, workspaces: readonly string[]): Promise<Memory> {
  const window = await AppWindow.open(host, workspaces)
  try {
    for (const name of workspaces) {
      const shown = window.probe('whenShown', LAST)
      await window.page.locator('.sidebar-row', { has: window.page.locator(`.sidebar-name:text-is("${name}")`) }).first().click()
      await window.page.locator(`section[aria-label="${name} of ${name}"]:visible [data-condition="following"]`).waitFor()
      await shown
    }
    await window.settle()
    return memoryOf(window.pid)
  } finally {
    await window.close()
  }
}

function words(memory: Memory): string {
  const roles: Role[] = ['main', 'renderer', 'engine', 'other']
  return `${(memory.all / MIB).toFixed(0)} MiB (${roles.map((role) => `${role} ${(memory[role] / MIB).toFixed(0)}`).join(', ')})`
}
