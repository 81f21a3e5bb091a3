import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { atMostBehind, type Figure } from '../figure'
import { AppWindow } from '../rig/app-window'
import { startHost } from '../rig/host'
import { watchTail } from '../rig/tail'
import { percentile } from '../statistics'

const APPENDS = 200
const LIMIT_MS = 120

/** Append at the remote to visible in the pane, while the log is changing; `ssh HOST tail -F` hears the same appends. */
export const appendVisible: Figure = {
  id: 'append-visible-active',
  async measure(_runs, say) {
    const host = await startHost()
    const path = join(host.logs, 'append.log')
    writeFileSync(path, 'begin\n')
    const window = await AppWindow.open(host, ['box1'])
    const tail = await watchTail(host, 'box1', path)
    try {
      await window.addLog(path, 'box1')
      await window.probe('watchMarks')
      for (let n = 0; n < APPENDS; n++) {
        // Uneven pauses, so that the appends fall on every moment between two polls.
        await wait(60 + Math.random() * 100)
        appendFileSync(path, `@@${n}:${Date.now()}@@\n`)
        if (n % 50 === 49) say(`${n + 1} of ${APPENDS} appends`)
      }
      await tail.heard(String(APPENDS - 1))
      const pane = (await window.probe('whenMarks', APPENDS)).map((mark) => mark.seenMs - mark.sentMs)
      const yardstick = tail.marks().map((mark) => mark.seenMs - mark.sentMs)
      return [50, 95].map((percent) =>
        atMostBehind(LIMIT_MS, percentile(yardstick, percent), {
          id: `append-visible-active-p${percent}`,
          what: `append to visible in the pane while the log is changing, p${percent}; beside ssh tail -F read by a process`,
          unit: 'ms',
          value: percentile(pane, percent),
          values: pane,
        }),
      )
    } finally {
      tail.stop()
      await window.close()
      await host.stop()
    }
  },
}
