import type { ByteSource } from '../source'
import type { Priority } from '../ssh'
import type { WindowStart } from './back-scan'
import { LineReader, LINE_DISPLAY_BYTES, type LineSink } from './line-reader'
import { planWindow, type Target, type WindowPlan } from './window-plan'
import type { MarkedSink, ReadingNotes, WindowLines } from './window-lines'

/** Raw bytes that one step takes from the source. */
const STEP_BYTES = 128 * 1024

/** A source read on from some place, as lines, with the marks that stand where epochs meet and where bytes are gone. */
export class SourceLines implements WindowLines {
  private reader: LineReader
  /** How many boundaries of the source lie before the reader's position or were marked. */
  private passed = 0

  constructor(
    private readonly source: ByteSource,
    offset: number,
    private readonly notes: ReadingNotes,
    private readonly how: { priority: Priority; lineBytes: number } = { priority: 'view', lineBytes: LINE_DISPLAY_BYTES },
  ) {
    this.reader = this.readerAt(offset)
  }

  /** Offset of the next byte to be read. */
  get next(): number {
    return this.reader.next
  }

  /** Offset where the open line begins; equal to `next` when there is none. */
  get openStart(): number {
    return this.reader.openStart
  }

  /** Whether there are bytes before `end`, or the border of an epoch, to go on with. */
  moreBefore(end = this.source.size()): boolean {
    return end > this.reader.next || this.boundaryHere
  }

  plan(target: Target, columns: number, windowRows: number): Promise<WindowPlan> {
    return planWindow(this.source, target, columns, windowRows)
  }

  /** Goes on at another place from now on. */
  startAt({ offset, cutsLine }: WindowStart, builder: MarkedSink): void {
    this.reader = this.readerAt(offset)
    this.passed = this.source.boundaries().filter((b) => b.at < offset).length
    if (cutsLine) builder.mark({ kind: 'line-cut-before', from: offset }, offset)
  }

  /** Reads the next bytes into the builder, with the mark that stands before them; false when there are none yet. */
  async readOn(builder: MarkedSink): Promise<boolean> {
    if (this.boundaryHere) {
      const { at, cause } = this.source.boundaries()[this.passed]!
      this.reader.peekOpen(builder)
      builder.mark({ kind: 'epoch', at, cause }, at)
      this.passed++
      this.reader = this.readerAt(at)
      return true
    }
    const from = this.reader.next
    const result = await this.source.read(from, STEP_BYTES, this.how.priority)
    if (result.kind === 'gone') {
      this.notes.gone(from, result.to)
      this.reader.peekOpen(builder)
      builder.mark({ kind: 'gone', from, to: result.to, ...(result.unrecorded ? { unrecorded: true } : {}) }, from)
      this.reader = this.readerAt(result.to)
      return true
    }
    this.reader.push(result.bytes, builder)
    const taken = this.reader.next - from
    if (taken > 0) this.notes.read(from, result.bytes.subarray(0, taken))
    return result.bytes.length > 0
  }

  /** Gives the open line as it stands now, and keeps it open. */
  peekOpen(sink: LineSink): void {
    this.reader.peekOpen(sink)
  }

  private readerAt(offset: number): LineReader {
    return new LineReader(offset, this.how.lineBytes)
  }

  private get boundaryHere(): boolean {
    return this.source.boundaries()[this.passed]?.at === this.reader.next
  }
}
