import type { Disposable } from '../ssh'
import type { Interest } from './byte-source'

/** Poll periods in ms (design: one timer per connection). */
const PERIOD = { active: 50, quiet: 500, starting: 500, hidden: 2000 }
/** How long after a change a visible log counts as active (ms). */
const ACTIVE_MS = 10_000

/** Who wants to hear of a source, and how often it is polled for the most eager of them. */
export class Interests {
  private readonly wants = new Map<object, Interest>()

  want(interest: Interest): Disposable {
    const key = {}
    this.wants.set(key, interest)
    return { dispose: () => this.wants.delete(key) }
  }

  /** Whether a pane looks at it now. */
  get looked(): boolean {
    return [...this.wants.values()].includes('visible')
  }

  /** Time between two polls (ms); `sinceChangeMs`: since the source last changed. */
  periodMs(sinceChangeMs: number): number {
    let period = PERIOD.hidden
    for (const interest of this.wants.values()) {
      if (interest === 'starting') period = Math.min(period, PERIOD.starting)
      if (interest === 'visible') period = Math.min(period, sinceChangeMs < ACTIVE_MS ? PERIOD.active : PERIOD.quiet)
    }
    return period
  }
}
