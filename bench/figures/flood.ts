import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { atMost, type Figure } from '../figure'
import { electronPath } from '../../scripts/electron-path.mjs'
import { AppWindow } from '../rig/app-window'
import { startHost, type Host } from '../rig/host'
import { memoryOf, otherElectrons, type Memory } from '../rig/memory'
import type { Role } from '../rig/processes'
import { writeAtRate } from '../rig/writer'
import { median, percentile } from '../statistics'

const BYTES_PER_SECOND = 100e6
const SECONDS = 20
const MIB = 1024 * 1024
/** Pause between two clicks (ms): more than 200 in one flood. */
const CLICK_EVERY_MS = 85
/** More than a pane holds. */
const LINES_BEFORE = 4000
const CALM_LINES = 50
const CALM_EVERY_MS = 100
/** Runs are repeated, up to so many times as often, until enough of them were undisturbed. */
const MOST_TRIES = 2
const MEMORY_EVERY_MS = 1000
/** Event Timing tells of events from 16 ms on; a quicker click counts as this. */
const QUICK_CLICK_MS = 16

/** A writer at 100 MB/s for 20 s: does the window answer, does memory hold, is the end shown at once? */
export function flood(kind: 'text' | 'urandom'): Figure {
  const id = `flood-${kind}`
  return {
    id,
    async measure(runs, say) {
      const host = await startHost()
      const clicksMs: number[] = []
      const growthMib: number[] = []
      const disturbedMib: number[] = []
      const lastLineMs: number[] = []
      try {
        for (let run = 0; run < runs || (growthMib.length < runs && run < runs * MOST_TRIES); run++) {
          const one = await oneFlood(host, kind, join(host.logs, `flood-${run}.log`))
          clicksMs.push(...one.clicksMs)
          const kept = one.disturbed ? disturbedMib : growthMib
          kept.push(one.growthMib)
          lastLineMs.push(one.lastLineMs)
          say(`run ${run + 1}: ${one.clicksMs.length} clicks, p95 ${percentile(one.clicksMs, 95)} ms; memory +${one.growthMib.toFixed(0)} MiB (${one.where}${one.disturbed ? '; another Electron came or went, so it does not count' : ''}); last line after ${one.lastLineMs} ms`)
        }
      } finally {
        await host.stop()
      }
      if (growthMib.length === 0) say('memory: every run was disturbed, so the figure is too high')
      const memory = growthMib.length > 0 ? growthMib : disturbedMib
      const during = `during 100 MB/s of ${kind} for 20 s`
      return [
        atMost(100, { id: `${id}-click`, what: `a click on the window to its next paint ${during}, p95`, unit: 'ms', value: percentile(clicksMs, 95), values: clicksMs }),
        atMost(64, { id: `${id}-memory`, what: `growth of the app's memory (Pss of all its processes) to its highest ${during}`, unit: 'MiB', value: median(memory), values: memory }),
        atMost(1000, { id: `${id}-last-line`, what: `end of the writer to its last line on screen, after ${during.slice(7)}`, unit: 'ms', value: median(lastLineMs), values: lastLineMs }),
      ]
    },
  }
}

interface Flooded {
  clicksMs: number[]
  growthMib: number
  /** Another Electron began or ended meanwhile. */
  disturbed: boolean
  /** In which processes, in words. */
  where: string
  lastLineMs: number
}

async function oneFlood(host: Host, kind: 'text' | 'urandom', path: string): Promise<Flooded> {
  writeFileSync(path, Array.from({ length: LINES_BEFORE }, (_, n) => `line ${n} before the flood, as a log has many of them\n`).join(''))
  const window = await AppWindow.open(host, ['box1'])
  try {
    await window.addLog(path, 'box1')
    await window.probe('watchClicks')
    const click = await window.clicker()
    await followCalmly(path)
    await window.settle()
    const before = memoryOf(window.pid)
    let highest = before
    const executable = electronPath().path
    const others = otherElectrons(window.pid, executable)
    let disturbed = false
    const lastLine = `LAST-LINE-${Date.now()}`
    const shown = window.probe('whenShown', lastLine)
    const stop = new AbortController()
    const sampling = every(MEMORY_EVERY_MS, stop.signal, () => {
      highest = higher(highest, memoryOf(window.pid))
      disturbed ||= otherElectrons(window.pid, executable) !== others
    })
    const clicking = every(CLICK_EVERY_MS, stop.signal, click)
    const written = await writeAtRate({ path, kind, bytesPerSecond: BYTES_PER_SECOND, seconds: SECONDS, lastLine })
    stop.abort()
    await Promise.all([sampling, clicking])
    const lastLineMs = (await shown) - written.endedMs
    highest = higher(highest, memoryOf(window.pid))
    const { clicks, slowMs } = await window.probe('clicks')
    const quick = Array.from({ length: Math.max(0, clicks - slowMs.length) }, () => QUICK_CLICK_MS)
    return { clicksMs: [...slowMs, ...quick], growthMib: (highest.all - before.all) / MIB, disturbed, where: growth(before, highest), lastLineMs }
  } finally {
    await window.close()
    rmSync(path)
  }
}

/** A log that grows as logs do, so that memory is compared with that of a window at work. */
async function followCalmly(path: string): Promise<void> {
  for (let n = 0; n < CALM_LINES; n++) {
    await wait(CALM_EVERY_MS)
    appendFileSync(path, `line ${n} of a calm log\n`)
  }
}

function higher(a: Memory, b: Memory): Memory {
  return b.all > a.all ? b : a
}

function growth(before: Memory, after: Memory): string {
  const roles: Role[] = ['main', 'renderer', 'engine', 'other']
  return roles.map((role) => `${role} ${((before[role]) / MIB).toFixed(0)}+${((after[role] - before[role]) / MIB).toFixed(0)}`).join(', ')
}

/** Does something again and again until told to stop; a turn does not wait for the one before. */
async function every(ms: number, stop: AbortSignal, turn: (n: number) => unknown): Promise<void> {
  const turns: unknown[] = []
  for (let n = 0; !stop.aborted; n++) {
    turns.push(turn(n))
    await wait(ms)
  }
  await Promise.all(turns)
}
