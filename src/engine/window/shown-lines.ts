import type { Mark } from '@shared/model'
import type { JudgedPiece } from './judged-piece'
import { FOLDED, SHOWN, type LineFilter, type Padding } from './line-filter'
import { LineReader } from './line-reader'
import type { LineFold, MarkedSink } from './window-lines'

/** A line as it is shown. */
export interface ShownLine {
  /** UTF-8 that passed the escape wall. */
  text: Uint8Array
  /** Offset (bytes) of its first byte, and behind its newline. */
  offset: number
  end: number
  cut: boolean
  /** States of a redrawn line that are not shown. */
  states: number
  folds: LineFold[]
}

const BLANK = 0x20

/** Turns judged lines into what a pane shows: padded, with marks between groups that are apart, and with what was folded. */
export class ShownLines {
  /** Where the line that was given last ends; null before the first one. */
  private lastEnd: number | null = null
  private room = new Uint8Array(1024)

  constructor(private readonly filter: LineFilter) {}

  /** A window begins: what was given before does not stand above it. */
  begin(): void {
    this.lastEnd = null
  }

  /** Something that is no line comes in between. */
  mark(mark: Mark, offset: number, sink: MarkedSink): void {
    this.lastEnd = null
    sink.mark(mark, offset)
  }

  /** The shown lines of a piece that begin before `until`, which have an end. */
  render(piece: JudgedPiece, until: number, lineBytes: number): ShownLine[] {
    const lines: ShownLine[] = []
    piece.starts.forEach((_, index) => {
      const offset = piece.base + piece.starts[index]!
      if (offset >= until || piece.flags[index] !== SHOWN) return
      const end = this.endOf(piece, index)
      const folds = this.foldsAt(piece, index)
      const take = (text: Uint8Array, from: number, to: number, at: number, cut: boolean, states = 0): boolean => {
        const padded = this.padded(text, from, to)
        lines.push({ text: padded.text.slice(padded.from, padded.to), offset: at, end, cut, states, folds: at === offset ? folds : [] })
        return true
      }
      this.read(piece, index, lineBytes, { line: take })
    })
    return lines
  }

  /** Gives one line of a piece, unless it is not shown; false asks to stop. */
  line(piece: JudgedPiece, index: number, lineBytes: number, sink: MarkedSink): boolean {
    if (piece.flags[index] !== SHOWN) return true
    const offset = piece.base + piece.starts[index]!
    this.separate(offset, sink)
    this.lastEnd = this.endOf(piece, index) + this.foldedBytes(piece, index)
    let more = true
    this.read(piece, index, lineBytes, { line: (...line) => (more = this.put(sink, ...line)) })
    for (const fold of this.foldsAt(piece, index)) sink.fold?.(fold)
    return more
  }

  /** Gives a line that was rendered before; false asks to stop. */
  give(line: ShownLine, sink: MarkedSink): boolean {
    this.separate(line.offset, sink)
    this.lastEnd = line.end
    const more = sink.line(line.text, 0, line.text.length, line.offset, line.cut, line.states)
    for (const fold of line.folds) sink.fold?.(fold)
    return more
  }

  /** A line without an end is about to be shown: what stands before it is said now, and not again. */
  beforeOpen(offset: number, sink: MarkedSink): void {
    this.separate(offset, sink)
    this.lastEnd = offset
  }

  /** Goes on in a line that is read piece by piece; `end` is the offset after `bytes`. */
  push(reader: LineReader, bytes: Buffer, end: number, sink: MarkedSink): boolean {
    let more = true
    reader.push(bytes, { line: (...line) => (more = this.put(sink, ...line)) })
    if (!reader.hasOpenLine) this.lastEnd = end
    return more
  }

  /** The line as it stands, which has no end yet. */
  open(reader: LineReader, sink: Pick<MarkedSink, 'line'>): void {
    reader.peekOpen({ line: (...line) => this.put(sink, ...line) })
  }

  private put(sink: Pick<MarkedSink, 'line'>, text: Uint8Array, from: number, to: number, offset: number, cut: boolean, states = 0): boolean {
    const padded = this.padded(text, from, to)
    return sink.line(padded.text, padded.from, padded.to, offset, cut, states)
  }

  private read({ bytes, base, starts, end }: JudgedPiece, index: number, lineBytes: number, sink: Pick<MarkedSink, 'line'>): void {
    const from = starts[index]!
    const reader = new LineReader(base + from, lineBytes)
    reader.push(bytes.subarray(from, starts[index + 1] ?? end), sink)
    // The last line of an older epoch may end without a newline.
    reader.peekOpen(sink)
  }

  private endOf({ base, starts, end }: JudgedPiece, index: number): number {
    return base + (starts[index + 1] ?? end)
  }

  /** Folded lines are there, in a way: what comes after them is not apart. */
  private foldedBytes(piece: JudgedPiece, index: number): number {
    let last = index
    while (piece.flags[last + 1] === FOLDED) last++
    return this.endOf(piece, last) - this.endOf(piece, index)
  }

  private foldsAt(piece: JudgedPiece, index: number): LineFold[] {
    let count = 0
    while (piece.flags[index + 1 + count] === FOLDED) count++
    if (index + count === piece.starts.length - 1) count += piece.foldedAfter
    const offset = piece.base + piece.starts[index]!
    if (count > 0) return [{ offset, kind: 'lines', count, open: false }]
    return this.filter.unfolded?.has(offset) ? [{ offset, kind: 'lines', count: 0, open: true }] : []
  }

  private separate(offset: number, sink: MarkedSink): void {
    if (this.filter.separated && this.lastEnd !== null && this.lastEnd !== offset) sink.mark({ kind: 'apart', from: this.lastEnd, to: offset }, offset)
  }

  private padded(text: Uint8Array, from: number, to: number): { text: Uint8Array; from: number; to: number } {
    const padding = this.filter.pad?.(text, from, to) ?? null
    if (!padding) return { text, from, to }
    const size = to - from + blanksIn(padding)
    if (this.room.length < size) this.room = new Uint8Array(size * 2)
    let at = from
    let length = 0
    for (const [before, blanks] of padding) {
      this.room.set(text.subarray(at, before), length)
      length += before - at
      this.room.fill(BLANK, length, length + blanks)
      length += blanks
      at = before
    }
    this.room.set(text.subarray(at, to), length)
    return { text: this.room, from: 0, to: length + to - at }
  }
}

function blanksIn(padding: Padding): number {
  return padding.reduce((sum, [, blanks]) => sum + blanks, 0)
}
