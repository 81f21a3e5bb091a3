import type { PaneStatus } from '@shared/contract/port'

/** Status changes closer together than this are told as one (ms). */
const PAUSE_MS = 50

/** Tells a pane's status when it changed: at once after a while of quiet, else after a pause. */
export class StatusTeller {
  private timer: NodeJS.Timeout | null = null
  private toldAt = -Infinity
  private told = ''
  private stopped = false

  constructor(
    private readonly gather: () => PaneStatus,
    private readonly tell: (status: PaneStatus) => void,
  ) {}

  soon(): void {
    if (this.stopped) return
    this.timer ??= setTimeout(() => this.now(), Math.max(0, this.toldAt + PAUSE_MS - performance.now()))
  }

  stop(): void {
    this.stopped = true
    if (this.timer) clearTimeout(this.timer)
  }

  private now(): void {
    this.timer = null
    const status = this.gather()
    const text = JSON.stringify(status)
    if (text === this.told) return
    this.told = text
    this.toldAt = performance.now()
    this.tell(status)
  }
}
