import type { Mark } from '@shared/model'
import type { WindowStart } from './back-scan'
import type { LineSink } from './line-reader'
import type { ShownCounter } from './new-lines'
import type { Target, WindowPlan } from './window-plan'

/** Hears what is read of a source, so that the pane can say what it knows of the log. */
export interface ReadingNotes {
  /** These bytes were read; they lie in one epoch. */
  read(from: number, bytes: Buffer): void
  gone(from: number, to: number): void
}

/** Where lines go, and marks between them. */
export interface MarkedSink extends LineSink {
  mark(mark: Mark, offset: number): void
  /** The line that came last stands for further ones, which can be unfolded. */
  fold?(fold: LineFold): void
}

/** What a line that is shown leaves out. */
export interface LineFold {
  /** Offset (bytes) of the line. */
  offset: number
  /** `lines`: those of an entry after its first one; `states`: what a redrawn line showed before. */
  kind: 'lines' | 'states'
  /** How many are left out, or may be folded again when they are shown. */
  count: number
  open: boolean
}

/** The lines of a source as one pane shows them: all of them, or those that pass its filter. */
export interface WindowLines {
  /** Offset of the next byte to be read. */
  readonly next: number
  /** Offset where the open line begins; equal to `next` when there is none. All before it was given out, or is not shown. */
  readonly openStart: number
  /** Whether there are bytes before `end`, or the border of an epoch, to go on with. */
  moreBefore(end?: number): boolean
  /** Where a window around a target begins; ends early, perhaps with less, once `overtaken` says so. */
  plan(target: Target, columns: number, windowRows: number, overtaken: () => boolean): Promise<WindowPlan>
  /** Goes on at another place from now on. */
  startAt(start: WindowStart, builder: MarkedSink): void
  /** Reads the next bytes into the builder, with the mark that stands before them; false when there are none yet. */
  readOn(builder: MarkedSink): Promise<boolean>
  /** Counts the lines of `[from, to)` (bytes) that are shown; not there where all are. */
  readonly countShown?: ShownCounter
  /** Of lines by their offsets, in this order, the first that is shown; null when none is. Not there where all are. */
  firstShown?(offsets: readonly number[]): Promise<number | null>
  /** Gives the open line as it stands now, and keeps it open. */
  peekOpen(sink: LineSink): void
}
