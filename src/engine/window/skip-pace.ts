/** A following pane that is further behind than this skips to the end, and says what it skipped (bytes). */
const SKIP_BYTES = 4 * 1024 * 1024
/** Time between two skips, so that a flood does not become a flood of windows (ms). */
const SKIP_PAUSE_MS = 500
/** How long output counts as being skipped after a skip (ms). */
export const SKIPPING_MS = 1000

/** When a pane that follows a flood may skip to the end: what it skipped to is shown before it skips again. */
export class SkipPace {
  private skippedAt = -Infinity
  private showUntil = 0

  /** @param behind bytes not shown yet @param next offset of the first of them */
  due(behind: number, next: number): boolean {
    return behind > SKIP_BYTES && next >= this.showUntil
  }

  /** Time until the next skip may be (ms); at most 0 when it may be now. */
  get waitMs(): number {
    return this.skippedAt + SKIP_PAUSE_MS - performance.now()
  }

  /** Output was left out within the last second. */
  get skipping(): boolean {
    return performance.now() - this.skippedAt < SKIPPING_MS
  }

  begin(): void {
    this.skippedAt = performance.now()
  }

  /** What stands before this offset is shown before the next skip. */
  skippedTo(end: number): void {
    this.showUntil = end
  }
}
