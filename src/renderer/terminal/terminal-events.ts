import type { PaneBatch } from '@shared/contract/port'

/** What a terminal tells its pane. */
export interface LogTerminalEvents {
  /** The person scrolled away from the end, or selected text: output must stand still. */
  leftEnd(): void
  /** The person came to the end of what is held. */
  reachedEnd(): void
  /** The person came near the last line held while the pane was paused. */
  nearedEnd(): void
  /** The person came near the first line held. */
  nearedStart(): void
  /** "Open" on a gap that begins at this offset (bytes). */
  openOffset(offset: number): void
  /** "Show whole line" on the line that begins at this offset (bytes). */
  showLine(offset: number): void
  /** What the line at this offset (bytes) stands for is to be shown, or folded again. */
  unfold(offset: number, open: boolean): void
  /** The secrets of the line at this offset (bytes) are to be shown. */
  showSecrets(offset: number): void
  /** The grid changed; columns and rows of the terminal. */
  resized(columns: number, rows: number): void
  /** A batch is parsed. */
  parsed(batch: PaneBatch): void
  /** Other lines may be on screen now. */
  viewed(): void
}
