import type { Mark } from '@shared/model'
import type { BatchFold } from '@shared/contract/filter'
import type { PaneBatch } from '@shared/contract/port'
import { markSentence } from '@shared/text/marks'
import type { LineMasks } from './line-masks'
import { rowsOf } from './row-count'
import type { LineFold, MarkedSink } from './window-lines'

/** Text of one batch at most, unless a single line is longer (bytes). Two fit into a pane's credit. */
export const BATCH_BYTES = 120 * 1024

/** The part of a batch that the builder knows; the outlet adds the rest when it sends it. */
export type BatchPart = Pick<PaneBatch, 'text' | 'offsets' | 'marks' | 'cuts' | 'folds' | 'masked' | 'open'> & {
  /** Offset of the first line that is not in this part; null when that is where the reader's open line begins. */
  next: number | null
}

const LF = 0x0a
const encoder = new TextEncoder()

/**
 * Collects filtered lines and marks into batch parts. Counts the rows that they take, so
 * that a window can stop at its bound.
 */
export class BatchBuilder implements MarkedSink {
  private length = 0
  private offsets: number[] = []
  private marks: { line: number; mark: Mark }[] = []
  private cuts: number[] = []
  private folds: BatchFold[] = []
  private masked: number[] = []
  private done: BatchPart[] = []
  private rowsLeft: number
  private watched: number | null = null
  /** Lines so far, over all parts. */
  lines = 0
  /** Index of the first line at or after the watched offset; null until it came. */
  watchedLine: number | null = null

  /**
   * `room` (`BATCH_BYTES` long, used by one builder at a time) takes the unfinished part;
   * one line is always smaller, since the reader cuts it long before. The reader is
   * stopped after `rowLimit` rows of `columns` columns. `masks` hides what looks like a secret.
   */
  constructor(
    private readonly room: Uint8Array,
    private readonly columns: number,
    rowLimit = Infinity,
    private readonly masks: LineMasks | null = null,
  ) {
    this.rowsLeft = rowLimit
  }

  /** Remembers at which line `offset` came by. */
  watch(offset: number): void {
    this.watched = offset
  }

  get full(): boolean {
    return this.rowsLeft <= 0
  }

  line(text: Uint8Array, from: number, to: number, offset: number, cut: boolean, states = 0): boolean {
    this.putLine(text, from, to, offset)
    if (cut) this.cuts.push(this.offsets.length - 1)
    if (states > 0) this.fold({ offset, kind: 'states', count: states, open: false })
    this.room[this.length++] = LF
    return !this.full
  }

  /** The line that came last leaves something out. */
  fold({ kind, count, open }: LineFold): void {
    this.folds.push({ line: this.offsets.length - 1, kind, count, open })
  }

  /** A line that is not terminated at the source; only the last one of the last part may be. */
  openLine(text: Uint8Array, from: number, to: number, offset: number, cut: boolean): void {
    this.putLine(text, from, to, offset)
    if (cut) this.cuts.push(this.offsets.length - 1)
    this.cut(true, offset)
  }

  mark(mark: Mark, offset: number): void {
    const text = encoder.encode(`\x1b[2m${markSentence(mark)}\x1b[0m`)
    this.put(text, 0, text.length, offset)
    this.marks.push({ line: this.offsets.length - 1, mark })
    this.room[this.length++] = LF
  }

  /** Takes the parts that are ready; with `all`, the unfinished one too. */
  take(all: boolean): BatchPart[] {
    if (all && this.offsets.length > 0) this.cut(false, null)
    const parts = this.done
    this.done = []
    return parts
  }

  private putLine(text: Uint8Array, from: number, to: number, offset: number): void {
    const hidden = this.masks?.hide(text, from, to, offset) ?? null
    if (!hidden) return this.put(text, from, to, offset)
    this.put(hidden, 0, hidden.length, offset)
    this.masked.push(this.offsets.length - 1)
  }

  private put(text: Uint8Array, from: number, to: number, offset: number): void {
    const size = to - from + 1
    if (this.length > 0 && this.length + size > BATCH_BYTES) this.cut(false, offset)
    this.room.set(from === 0 && to === text.length ? text : text.subarray(from, to), this.length)
    this.length += to - from
    if (this.watched !== null && this.watchedLine === null && offset >= this.watched) this.watchedLine = this.lines
    this.offsets.push(offset)
    this.lines++
    if (this.rowsLeft !== Infinity) this.rowsLeft -= rowsOf(text, from, to, this.columns)
  }

  /** `slice` copies: cloning a view would send the whole buffer behind it. */
  private cut(open: boolean, next: number | null): void {
    this.done.push({ text: this.room.slice(0, this.length), offsets: Float64Array.from(this.offsets), marks: this.marks, cuts: this.cuts, folds: this.folds, masked: this.masked, open, next })
    this.length = 0
    this.offsets = []
    this.marks = []
    this.cuts = []
    this.folds = []
    this.masked = []
  }
}
