/** Allows `max` events in any stretch of `perMs`; keeps crash loops from going on for ever. */
export interface Budget {
  /** Counts one event at `nowMs`; false when it is one too many. */
  spend(nowMs: number): boolean
  /** Events counted within the last `perMs` before `nowMs`. */
  spent(nowMs: number): number
  reset(): void
}

export function createBudget(max: number, perMs: number): Budget {
  let times: number[] = []
  const recent = (nowMs: number): number[] => (times = times.filter((t) => nowMs - t < perMs))
  return {
    spend(nowMs) {
      if (recent(nowMs).length >= max) return false
      times.push(nowMs)
      return true
    },
    spent: (nowMs) => recent(nowMs).length,
    reset() {
      times = []
    },
  }
}
