/** What a loop rests on until something happens. One sleeper at a time. */
export class Bell {
  private wake: (() => void) | null = null

  /** Waits until it is rung, or `ms` have passed. */
  rest(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? null : setTimeout(() => this.ring(), ms)
      this.wake = () => {
        if (timer) clearTimeout(timer)
        resolve()
      }
    })
  }

  ring(): void {
    const wake = this.wake
    this.wake = null
    wake?.()
  }
}
