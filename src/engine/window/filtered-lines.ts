import type { FilterStatus } from '@shared/contract/filter'
import type { ByteSource } from '../source'
import { scanBack, type WindowStart } from './back-scan'
import { FilterPieces, PIECE_BYTES } from './filter-pieces'
import { FilterTally } from './filter-tally'
import { judgePiece, lowerBound, runUpStart, type JudgedPiece } from './judged-piece'
import { FILTER_READS_BYTES, SHOWN, type LineFilter } from './line-filter'
import { LookBack } from './look-back'
import { LineReader, LINE_DISPLAY_BYTES, type LineSink } from './line-reader'
import { ShownLines, type ShownLine } from './shown-lines'
import type { MarkedSink, ReadingNotes, WindowLines } from './window-lines'
import type { Target, WindowPlan } from './window-plan'

/** How long the loop is held at most (ms). */
const SLICE_MS = 6
/** Lines of pieces that are not judged yet are looked at so often at a time (count). */
const MOST_JUDGED_AT_ONCE = 100
/** Nearer to the end than this a pane follows rather than looks for lines (bytes). */
const FOLLOWED_BYTES = 1024 * 1024

/** A source read as the lines of it that pass a filter, from any place on and forwards or backwards, with bounded reading. */
export class FilteredLines implements WindowLines {
  private readonly pieces: FilterPieces
  private readonly shown: ShownLines
  private readonly tally = new FilterTally()
  private readonly back: LookBack
  /** Lines that a plan has found, which stand before what is read on. */
  private ready: { start: WindowStart; lines: ShownLine[] } | null = null
  private queue: ShownLine[] = []
  /** The next line to be judged begins here. */
  private at: number
  /** All before this was looked at. */
  private seen: number
  /** A line that was left out, and that what is added may cause to be shown, begins here. */
  private undecided: number | null = null
  /** As much of the log was at hand when it was left out (offset). */
  private judgedTo = 0
  private passed = 0
  /** In a line that is longer than it is judged by; `reader` is null when it is not shown. */
  private inside: { reader: LineReader | null; next: number; start: number } | null = null
  private open: { reader: LineReader } | null = null
  private last: JudgedPiece | null = null
  private granted: number
  private planning = false
  private sliceStart = performance.now()

  /**
   * @param limited the log lies on another machine: only so much of it is read unasked
   * @param lineBytes longer lines are cut
   */
  constructor(
    private readonly source: ByteSource,
    readonly filter: LineFilter,
    offset: number,
    notes: ReadingNotes,
    limited: boolean,
    private readonly lineBytes = LINE_DISPLAY_BYTES,
  ) {
    this.pieces = new FilterPieces(source, notes)
    this.shown = new ShownLines(filter)
    this.back = new LookBack({
      source,
      pieces: this.pieces,
      tally: this.tally,
      shown: this.shown,
      lineBytes,
      judged: (bounds, priority) => this.judged(bounds, priority),
      waiting: () => this.waiting,
      breathe: () => this.breathe(),
    })
    this.at = offset
    this.seen = offset
    this.passed = source.boundaries().filter((b) => b.at < offset).length
    this.granted = limited ? FILTER_READS_BYTES : Infinity
  }

  get next(): number {
    return this.inside ? this.inside.next : Math.max(this.at, this.seen)
  }

  get openStart(): number {
    return this.inside ? this.inside.start : (this.queue[0]?.offset ?? this.undecided ?? this.at)
  }

  moreBefore(end = this.source.size()): boolean {
    if (this.queue.length > 0) return true
    if (this.waiting && end - this.next > FOLLOWED_BYTES) return false
    return end > this.next || this.boundaryHere
  }

  /** More may be read now; the person asked for it. */
  grant(): void {
    this.granted = this.pieces.readBytes + FILTER_READS_BYTES
    this.back.hurry()
  }

  get progress(): FilterStatus {
    const { tally, source } = this
    const totalBytes = source.size() - source.firstOffset()
    return {
      shown: tally.shown,
      judged: tally.lines,
      judgedBytes: Math.min(tally.bytes, totalBytes),
      totalBytes,
      working: this.planning,
      waiting: this.waiting && tally.bytes < totalBytes,
    }
  }

  async plan(target: Target, columns: number, windowRows: number, overtaken: () => boolean): Promise<WindowPlan> {
    const { source } = this
    if (target.kind === 'start') {
      const first = source.firstOffset()
      return { start: { offset: first, cutsLine: false }, focus: first, rowLimit: windowRows }
    }
    const wanted = target.kind === 'end' ? source.size() : target.kind === 'older' ? target.top : Math.min(target.offset, source.size())
    const from = target.kind === 'older' ? wanted : (await scanBack(source, wanted, 0, columns, 'view')).offset
    const rows = target.kind === 'end' ? windowRows - 1 : Math.floor(windowRows / (target.kind === 'older' ? 2 : 4))
    this.planning = true
    try {
      const { found, position, rows: held } = await this.back.look(from, rows, columns, overtaken)
      const first = position <= source.firstOffset()
      const start = { offset: first ? source.firstOffset() : (found[0]?.offset ?? from), cutsLine: false }
      this.ready = { start, lines: found }
      this.at = this.filter.after === 0 ? from : Math.max(found.at(-1)?.end ?? 0, await runUpStart(this.pieces, this.filter, from, 'view'))
      const partial = !first && !this.waiting && held < rows && !this.blockedAt(position)
      return { start, focus: target.kind === 'end' ? null : from, rowLimit: target.kind === 'end' ? Infinity : windowRows, partial }
    } finally {
      this.planning = false
    }
  }

  startAt(start: WindowStart, sink: MarkedSink): void {
    const found = this.ready?.start === start ? this.ready.lines : null
    this.ready = null
    this.queue = found ? [...found] : []
    if (!found) this.at = start.offset
    this.seen = this.at
    this.undecided = null
    this.inside = null
    this.open = null
    this.shown.begin()
    this.passed = this.source.boundaries().filter((b) => b.at < this.openStart).length
    if (start.cutsLine) sink.mark({ kind: 'line-cut-before', from: start.offset }, start.offset)
  }

  async readOn(sink: MarkedSink): Promise<boolean> {
    if (this.giveQueued(sink)) return true
    if (this.inside) return this.readInside(sink)
    if (this.boundaryHere) {
      const { at, cause } = this.source.boundaries()[this.passed++]!
      // The line that the border cuts off has come to its end.
      if (this.open) this.shown.open(this.open.reader, sink)
      this.open = null
      this.undecided = null
      this.at = this.seen = at
      this.shown.mark({ kind: 'epoch', at, cause }, at, sink)
      return true
    }
    if (this.undecided !== null && this.source.size() > this.judgedTo) {
      this.at = this.undecided
      this.undecided = null
    }
    const bounds = this.pieces.boundsAt(this.at)
    if ('goneTo' in bounds) {
      this.shown.mark({ kind: 'gone', from: this.at, to: bounds.goneTo }, this.at, sink)
      this.at = this.seen = bounds.goneTo
      return true
    }
    if (bounds.to <= this.at) return false
    const near = this.source.size() - this.at <= PIECE_BYTES
    const piece = await this.judged(bounds, near ? 'view' : 'bulk')
    if (!near) this.pieces.ahead(bounds, 1)
    await this.breathe()
    // Something in it is gone, which is known only now, or nothing of it could be read.
    if (piece.bounds.to <= this.at) return 'goneTo' in this.pieces.boundsAt(this.at)
    const { at, seen } = this
    this.take(piece, sink)
    return this.at > at || this.seen > seen
  }

  peekOpen(sink: LineSink): void {
    const reader = this.inside ? this.inside.reader : this.open?.reader
    if (reader) this.shown.open(reader, sink)
  }

  /** Judges a piece of what was not looked at yet, to know how much of the log is shown; false when there is none, or it must not be read. */
  async countOn(): Promise<boolean> {
    for (let at = this.source.size() - 1; at >= this.source.firstOffset() && !this.waiting; ) {
      const bounds = this.pieces.boundsAt(at)
      if ('goneTo' in bounds) return false
      if (!this.tally.knows(bounds.from, bounds.to)) {
        await this.judged(bounds, 'bulk')
        await this.breathe()
        return true
      }
      at = bounds.from - 1
    }
    return false
  }

  /** See `WindowLines`; judged pieces that were counted before are not judged again. */
  countShown = async (from: number, to: number): Promise<number> => {
    let shown = 0
    for (let at = from; at < to; ) {
      const bounds = this.pieces.boundsAt(at)
      if ('goneTo' in bounds) {
        at = bounds.goneTo
        continue
      }
      const known = bounds.from >= from ? this.tally.shownIn(bounds.from, bounds.to) : null
      // The piece at the end of the log may end in a line that has no end yet.
      if (known !== null && bounds.to < this.source.size()) shown += known
      else {
        const piece = await this.judged(bounds, 'bulk')
        await this.breathe()
        shown += piece.flags.reduce((sum, flag, i) => sum + (flag === SHOWN && this.endsIn(piece, i, from) ? 1 : 0), 0)
        if (piece.bounds.to <= at) break
      }
      at = bounds.to
    }
    return shown
  }

  async firstShown(offsets: readonly number[]): Promise<number | null> {
    for (const [index, offset] of offsets.entries()) {
      const bounds = this.pieces.boundsAt(offset)
      if ('goneTo' in bounds || this.tally.isEmpty(bounds.from, bounds.to)) continue
      // To ask is not to have the log read: the window goes there and says what it may read.
      if (!this.tally.knows(bounds.from, bounds.to) && (this.waiting || index >= MOST_JUDGED_AT_ONCE)) return offset
      const piece = await this.judged(bounds, 'view')
      await this.breathe()
      const line = lowerBound(piece.starts, offset - piece.base)
      if (piece.starts[line] === offset - piece.base && piece.flags[line] === SHOWN) return offset
    }
    return null
  }

  /** Whether a line of a piece has its end behind an offset. */
  private endsIn({ base, starts, end, last }: JudgedPiece, index: number, from: number): boolean {
    return (index < starts.length - 1 || last === 'ended') && base + (starts[index + 1] ?? end) > from
  }

  private get waiting(): boolean {
    return this.pieces.readBytes >= this.granted
  }

  private blockedAt(position: number): boolean {
    return position > this.source.firstOffset() && 'goneTo' in this.pieces.boundsAt(position - 1)
  }

  private async judged(bounds: { from: number; to: number }, priority: 'view' | 'bulk'): Promise<JudgedPiece> {
    const held = this.last
    if (held && held.bounds.from === bounds.from && held.bounds.to === bounds.to && this.tally.knows(bounds.from, bounds.to)) return held
    const piece = await judgePiece(this.pieces, this.filter, bounds, priority)
    // What is written behind it may yet decide some of its lines: then it is judged again.
    const settled = piece.last === 'ended' && piece.bounds.to === bounds.to && piece.undecided >= piece.starts.length
    this.last = settled ? piece : null
    let shown = 0
    for (const flag of piece.flags) if (flag === SHOWN) shown++
    this.tally.note(piece.bounds.from, piece.bounds.to, piece.starts.length, shown)
    return piece
  }

  /** Lines of a plan that wait; true when there were any. */
  private giveQueued(sink: MarkedSink): boolean {
    const { queue } = this
    if (queue.length === 0) return false
    this.queue = []
    for (const line of queue) {
      if (this.crossesBoundary(line.offset)) {
        const { at, cause } = this.source.boundaries()[this.passed++]!
        this.shown.mark({ kind: 'epoch', at, cause }, at, sink)
      }
      if (!this.shown.give(line, sink)) {
        this.at = this.seen = line.end
        return true
      }
    }
    return true
  }

  private crossesBoundary(offset: number): boolean {
    return (this.source.boundaries()[this.passed]?.at ?? Infinity) <= offset
  }

  /** Gives the lines of a piece from `at` on. */
  private take(piece: JudgedPiece, sink: MarkedSink): void {
    const { base, starts } = piece
    let index = lowerBound(starts, this.at - base)
    const undecided = starts[Math.max(index, piece.undecided)]
    this.judgedTo = Math.max(this.judgedTo, base + piece.bytes.length)
    this.undecided ??= undecided === undefined ? null : base + undecided
    for (; index < starts.length; index++) {
      const last = index === starts.length - 1
      const start = base + starts[index]!
      if (last && piece.last !== 'ended') {
        this.takeUnended(piece, start, index, sink)
        return
      }
      const more = this.shown.line(piece, index, this.lineBytes, sink)
      if (!more) {
        this.undecided = null
        this.at = this.seen = base + (starts[index + 1] ?? piece.end)
        return
      }
    }
    this.open = null
    this.at = this.seen = Math.max(this.at, piece.bounds.to, starts.length > 0 ? base + piece.end : 0)
  }

  /** The last line of a piece goes on: it is open, or so long that it is read without being held. */
  private takeUnended(piece: JudgedPiece, start: number, index: number, sink: MarkedSink): void {
    const shown = piece.flags[index] === SHOWN
    if (shown) this.shown.beforeOpen(start, sink)
    const reader = shown ? new LineReader(start, this.lineBytes) : null
    reader?.push(piece.bytes.subarray(start - piece.base), NEVER)
    const end = piece.base + piece.bytes.length
    this.at = start
    this.seen = end
    if (piece.last === 'long') this.inside = { reader, next: end, start }
    else this.open = reader && { reader }
  }

  private async readInside(sink: MarkedSink): Promise<boolean> {
    const inside = this.inside!
    const epoch = this.pieces.epochAt(inside.start)
    const bytes = await this.pieces.bytes(inside.next, Math.min(epoch.to, inside.next + PIECE_BYTES), 'bulk')
    await this.breathe()
    const lf = bytes.indexOf(0x0a)
    const end = lf < 0 ? bytes.length : lf + 1
    const more = inside.next + end
    if (inside.reader) this.shown.push(inside.reader, bytes.subarray(0, end), more, sink)
    inside.next = more
    const over = lf >= 0 || (epoch.closed && more >= epoch.to) || 'goneTo' in this.pieces.boundsAt(Math.min(more, this.source.size() - 1))
    if (over) {
      if (lf < 0 && inside.reader) this.shown.open(inside.reader, sink)
      this.inside = null
      this.at = this.seen = more
    }
    return bytes.length > 0 || over
  }

  private get boundaryHere(): boolean {
    return this.source.boundaries()[this.passed]?.at === this.next && this.queue.length === 0
  }

  private async breathe(): Promise<void> {
    if (performance.now() - this.sliceStart < SLICE_MS) return
    await new Promise((resolve) => setImmediate(resolve))
    this.sliceStart = performance.now()
  }
}

const NEVER = { line: () => true }
