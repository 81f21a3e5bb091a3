import type { EngineHealth } from '@shared/contract/channels'
import { NOTHING_WATCHED, type WatchSummary } from '@shared/contract/watch'
import { trayView, type TrayAction, type TrayView } from './tray-state'

/** The tray as the desktop has it: the seam between what is shown and Electron. */
export interface TraySurface {
  show(view: TrayView, run: (action: TrayAction) => void): void
  remove(): void
}

export interface TrayPorts {
  surface: TraySurface
  run(action: TrayAction): void
}

/** What the tray's state depends on; each is set on its own, whenever it changes. */
export interface Tray {
  /** Whether the desktop has a place for it; null while that is being asked. */
  setHost(there: boolean | null): void
  /** Whether the watch is on: without it there is nothing for a tray to say. */
  setWatching(on: boolean): void
  setSummary(summary: WatchSummary): void
  setEngine(health: EngineHealth): void
  setMuted(untilMs: number | null): void
  /** Whether it can be seen now. */
  readonly shown: boolean
}

/** A small state machine: hidden, or shown with a view that is drawn again only when it changes. */
export function createTray({ surface, run }: TrayPorts): Tray {
  let host: boolean | null = null
  let watching = false
  let summary: WatchSummary = NOTHING_WATCHED
  let engine: EngineHealth = 'starting'
  let mutedUntilMs: number | null = null
  let drawn: string | null = null

  const settle = (): void => {
    if (host !== true || !watching) {
      if (drawn !== null) surface.remove()
      drawn = null
      return
    }
    const view = trayView({ summary, engine, mutedUntilMs })
    const text = JSON.stringify(view)
    if (text === drawn) return
    drawn = text
    surface.show(view, run)
  }

  return {
    setHost(there) {
      // A bar that went away and came back knows nothing of the icon of before.
      if (there !== true && drawn !== null) {
        surface.remove()
        drawn = null
      }
      host = there
      settle()
    },
    setWatching(on) {
      watching = on
      settle()
    },
    setSummary(next) {
      summary = next
      settle()
    },
    setEngine(health) {
      engine = health
      settle()
    },
    setMuted(untilMs) {
      mutedUntilMs = untilMs
      settle()
    },
    get shown() {
      return drawn !== null
    },
  }
}
