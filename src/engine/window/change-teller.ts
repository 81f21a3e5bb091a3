/** Tells how something stands when that changed: at once after a while of quiet, else after a pause. */
export class ChangeTeller<T> {
  private timer: NodeJS.Timeout | null = null
  private toldAt = -Infinity
  private told = ''
  private stopped = false

  /** @param pauseMs changes closer together than this are told as one */
  constructor(
    private readonly pauseMs: number,
    private readonly gather: () => T,
    private readonly tell: (state: T) => void,
  ) {}

  soon(): void {
    if (this.stopped) return
    this.timer ??= setTimeout(() => this.now(), Math.max(0, this.toldAt + this.pauseMs - performance.now()))
  }

  stop(): void {
    this.stopped = true
    if (this.timer) clearTimeout(this.timer)
  }

  private now(): void {
    this.timer = null
    const state = this.gather()
    const text = JSON.stringify(state)
    if (text === this.told) return
    this.told = text
    this.toldAt = performance.now()
    this.tell(state)
  }
}
