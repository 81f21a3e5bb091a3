import type { LogStretch, PaneMap } from '@shared/contract/rail'

/** All that a rail shows of one log; offsets are bytes at the source. */
export interface RailState {
  /** The whole log, `[from, to)`. */
  from: number
  to: number
  /** The lines on screen, from the first byte of the first to that of the last one; null while there are none. */
  view: { top: number; bottom: number } | null
  /** What the pane holds. */
  held: LogStretch | null
  map: Pick<PaneMap, 'uncounted' | 'seen' | 'gone' | 'skipped' | 'ticks' | 'epochs'>
  /** Lines that match what is looked for, rising. */
  hits: readonly number[]
  /** The line that proves the verdict. */
  evidence: number | null
  /** Where runs begin. */
  runs: readonly number[]
  /** Written since the pane was paused. */
  fresh: LogStretch | null
  /** The view stands at the end of the log and stays there. */
  following: boolean
  /** Number of the line at the top of the view; null while it is not known. */
  line: number | null
}

export const EMPTY_RAIL: RailState = {
  from: 0,
  to: 0,
  view: null,
  held: null,
  map: { seen: [], gone: [], skipped: [], ticks: [], epochs: [] },
  hits: [],
  evidence: null,
  runs: [],
  fresh: null,
  following: true,
  line: null,
}

/** A rail's state, and who wants to hear of its changes. */
export class RailModel {
  private state = EMPTY_RAIL
  private readonly listeners = new Set<() => void>()

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  snapshot = (): RailState => this.state

  update(change: Partial<RailState>): void {
    const names = Object.keys(change) as (keyof RailState)[]
    if (names.every((name) => same(this.state[name], change[name]))) return
    this.state = { ...this.state, ...change }
    for (const listener of this.listeners) listener()
  }
}

/** Small values are compared by what they hold: a scroll that changes nothing draws nothing. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (Array.isArray(a) && Array.isArray(b) && a.length <= 2) return a.length === b.length && a.every((value, i) => Object.is(value, b[i]))
  return isView(a) && isView(b) && a.top === b.top && a.bottom === b.bottom
}

function isView(value: unknown): value is { top: number; bottom: number } {
  return typeof value === 'object' && value !== null && 'top' in value && 'bottom' in value
}
