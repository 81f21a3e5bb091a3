/** May be spent at once (bytes), and comes back per second. */
const MOST = 2 * 1024 * 1024
const PER_SECOND = 32 * 1024

/** What may be read for no other end than to see whether something changed: as much as a quiet log never notices. */
export class ReadBudget {
  private left = MOST
  private at: number

  /** `now` in ms. */
  constructor(private readonly now: () => number) {
    this.at = now()
  }

  /** Spends `bytes` if there are so many. */
  take(bytes: number): boolean {
    const now = this.now()
    this.left = Math.min(MOST, this.left + ((now - this.at) * PER_SECOND) / 1000)
    this.at = now
    if (bytes > this.left) return false
    this.left -= bytes
    return true
  }

  fill(): void {
    this.left = MOST
  }
}
