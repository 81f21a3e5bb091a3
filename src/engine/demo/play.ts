/** One thing that happens some time after the one before it. */
export interface Step {
  /** Wait before it, ms at speed 1. */
  afterMs: number
  act(): void
}

export interface Playing {
  stop(): void
}

const TOO_LATE_MS = 1000

/**
 * Plays steps one after the other; `speed` 20 waits a twentieth of the time. Due times are
 * kept against the clock, so that a late timer does not push the rest back, unless it is
 * later than a second: a computer that slept goes on at the usual pace.
 */
export function play(steps: Iterable<Step>, speed: number): Playing {
  const left = steps[Symbol.iterator]()
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let dueMs = performance.now()

  const advance = (waited: Step | null): void => {
    let ready = waited
    while (!stopped) {
      if (ready) {
        ready.act()
        ready = null
        continue
      }
      const next = left.next()
      if (next.done) return
      const step = next.value
      const nowMs = performance.now()
      dueMs = (nowMs - dueMs > TOO_LATE_MS ? nowMs : dueMs) + step.afterMs / speed
      if (dueMs <= nowMs) ready = step
      else {
        timer = setTimeout(() => advance(step), dueMs - nowMs)
        return
      }
    }
  }
  advance(null)
  return {
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
