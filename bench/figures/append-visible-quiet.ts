import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { atMostBehind, type Figure } from '../figure'
import { AppWindow } from '../rig/app-window'
import { startHost } from '../rig/host'
import { watchTail } from '../rig/tail'
import { spread } from '../statistics'

const QUIET_MS = 60_000
const LIMIT_MS = 650

const WORKSPACES = ['box1', 'box2', 'box3']
/** Five logs of three workspaces, in five panes side by side: they spend the same minute of quiet. */
const LOGS = [0, 1, 2, 3, 4].map((n) => ({ name: `log${n}`, workspace: WORKSPACES[Math.floor(n / 2)] ?? '', side: n % 2 === 0 ? (0 as const) : (1 as const) }))

/** The first append after a minute of quiet. */
export const appendVisibleQuiet: Figure = {
  id: 'append-visible-quiet',
  async measure(_runs, say) {
    const host = await startHost()
    const logs = LOGS.map((log) => ({ ...log, path: join(host.logs, `${log.name}.log`) }))
    for (const { path } of logs) writeFileSync(path, 'begin\n')
    const window = await AppWindow.open(host)
    const tails = await Promise.all(logs.map(({ workspace, path }) => watchTail(host, workspace, path)))
    try {
      for (const [n, workspace] of WORKSPACES.entries()) {
        await window.openWorkspace(workspace)
        for (const log of logs) if (log.workspace === workspace) await window.addLog(log.path, workspace, log.side)
        // "Show tab beside" needs another one.
        if (n > 0) await window.page.keyboard.press('Control+\\')
      }
      for (const { path } of logs) await window.pane(path).and(window.page.locator('[data-condition="following"]')).waitFor()
      await window.probe('watchMarks')
      say('waiting for a minute of quiet')
      await wait(QUIET_MS)
      for (const { name, path } of logs) {
        // Apart from each other by more than two quiet polls, and at any moment between them.
        await wait(1000 + Math.random() * 500)
        appendFileSync(path, `@@${name}:${Date.now()}@@\n`)
      }
      await Promise.all(tails.map((tail, index) => tail.heard(LOGS[index]?.name ?? '')))
      const pane = (await window.probe('whenMarks', LOGS.length)).map((mark) => mark.seenMs - mark.sentMs)
      const yardstick = tails.flatMap((tail) => tail.marks()).map((mark) => mark.seenMs - mark.sentMs)
      return [
        atMostBehind(LIMIT_MS, spread(yardstick)[1], {
          id: 'append-visible-quiet',
          what: 'first append after a minute of quiet to visible in the pane, the slowest of five; beside ssh tail -F',
          unit: 'ms',
          value: spread(pane)[1],
          values: pane,
        }),
      ]
    } finally {
      for (const tail of tails) tail.stop()
      await window.close()
      await host.stop()
    }
  },
}
