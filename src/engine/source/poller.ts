import type { Disposable } from '../ssh'

/** Something to poll: when it is due next (ms on the poller's clock), and how. */
export interface Pollable {
  due(): number
  /** How much before that it may leave with a burst that leaves anyway (ms). */
  early(): number
  poll(): Promise<void>
}

/**
 * One timer for everything that is polled over one connection. Tasks that are due leave
 * together, so that their requests share packets and wake-ups; a task whose last poll
 * has not come back is left alone.
 */
export class Poller {
  private readonly tasks = new Map<Pollable, { busy: boolean }>()
  private timer: NodeJS.Timeout | null = null
  private timerAt = Infinity

  constructor(private readonly now: () => number = () => performance.now()) {}

  add(task: Pollable): Disposable {
    this.tasks.set(task, { busy: false })
    this.kick()
    return {
      dispose: () => {
        this.tasks.delete(task)
      },
    }
  }

  /** Looks again when the next task is due; to be called when a task's due time moved forward. */
  kick(): void {
    let next = Infinity
    for (const [task, state] of this.tasks) if (!state.busy) next = Math.min(next, task.due())
    if (next === this.timerAt && this.timer) return
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.timerAt = next
    if (next !== Infinity) this.timer = setTimeout(() => this.run(), Math.max(0, next - this.now()))
  }

  dispose(): void {
    this.tasks.clear()
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
  }

  private run(): void {
    this.timer = null
    this.timerAt = Infinity
    const now = this.now()
    for (const [task, state] of this.tasks) {
      if (state.busy || task.due() - task.early() > now) continue
      state.busy = true
      void task.poll().finally(() => {
        state.busy = false
        this.kick()
      })
    }
    this.kick()
  }
}
