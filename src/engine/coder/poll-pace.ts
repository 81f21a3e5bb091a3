export const POLL_MS = 60_000
/** While something starts. */
export const STARTING_POLL_MS = 15_000
const LONGEST_POLL_MS = 10 * 60_000
/** A start that goes on for longer than this is looked at at the usual pace: it may never end. */
export const LONG_START_MS = 60 * 60_000

export interface PaceFacts {
  /** Something starts that nothing but the list tells of. */
  starting: boolean
  /** Readings in a row that failed, and that told nothing new. */
  failures: number
  unchanged: number
  onBattery: boolean
}

/**
 * Until the list is read again (ms). Failures double the pause up to ten minutes; so do readings without news on battery,
 * where a start is looked at once a minute.
 */
export function pauseMs({ starting, failures, unchanged, onBattery }: PaceFacts): number {
  if (failures > 0) return doubled(failures - 1)
  if (onBattery) return starting ? POLL_MS : doubled(unchanged)
  return starting ? STARTING_POLL_MS : POLL_MS
}

function doubled(times: number): number {
  return Math.min(LONGEST_POLL_MS, POLL_MS * 2 ** times)
}
