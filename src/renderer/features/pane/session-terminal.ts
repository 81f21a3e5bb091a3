import type { PaneBatch } from '@shared/contract/port'

/** What a pane's session needs of a terminal; `LogTerminal` is one. */
export interface SessionTerminal {
  readonly columns: number
  /** Rows that a window may have at this width. */
  readonly windowRows: number
  apply(batch: PaneBatch, done: () => void): void
  setFollowing(following: boolean): void
  keepEyeOnNextRewrite(keep: boolean): void
  scrollToFirst(): void
  /** False when the line is not held; the next rewrite then brings it into view. */
  reveal(offset: number): boolean
  view(): { top: number; first: number; last: number; trimmed: boolean } | null
}
