import { filterLine, filteredBound, isPlain } from './escape-filter'
import { formatBytes } from '@shared/text/units'

/** A line longer than this is cut for display, with a mark that says how much more there is (bytes). */
export const LINE_DISPLAY_BYTES = 16 * 1024

/** Where finished lines go. `text` is only valid during the call. */
export interface LineSink {
  /**
   * One line of filtered UTF-8, `text[from..to)`, whose first raw byte is at `offset` of
   * the source. False asks the reader to stop after this line. `cut`: the line is longer
   * than what is given of it. `states`: how often it was redrawn before it looked like this.
   */
  line(text: Uint8Array, from: number, to: number, offset: number, cut: boolean, states?: number): boolean
}

/** Room for the words after a cut line (bytes). */
const MARK_BYTES = 64
const LF = 0x0a
const CR = 0x0d

/**
 * Cuts a contiguous run of source bytes into lines and filters them. A carriage return
 * that is not part of CRLF starts the line over (a redraw), so that a progress bar takes
 * one line that shows its last state; over-long lines are cut. The result does not depend
 * on where the chunks end. Memory: at most `lineBytes` of an open line, and what it becomes when it is filtered.
 */
export class LineReader {
  /** Raw bytes kept of the open line, after its last redraw. */
  private kept = Buffer.alloc(0)
  private keptLength = 0
  /** Bytes of the open line beyond what is kept, since its last redraw. */
  private beyond = 0
  private pendingCr = false
  /** How often the line was begun anew after a carriage return. */
  private redrawn = 0
  private lineStart: number
  private position: number
  private scratch = new Uint8Array(1024)

  /** @param lineBytes longer lines are cut */
  constructor(
    offset: number,
    private readonly lineBytes = LINE_DISPLAY_BYTES,
  ) {
    this.lineStart = offset
    this.position = offset
  }

  /** Offset of the next byte that `push` expects. */
  get next(): number {
    return this.position
  }

  /** Offset where the open line begins; equal to `next` when there is none. */
  get openStart(): number {
    return this.lineStart
  }

  get hasOpenLine(): boolean {
    return this.position > this.lineStart
  }

  /** Takes the next bytes and gives every line that they complete to `sink`, until it says stop. */
  push(chunk: Uint8Array, sink: LineSink): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let at = 0
    let more = true
    while (more && at < bytes.length) {
      const lf = bytes.indexOf(LF, at)
      const end = lf < 0 ? bytes.length : lf
      const textEnd = end > at && lf >= 0 && bytes[end - 1] === CR ? end - 1 : end
      if (lf >= 0 && !this.hasOpenLine && textEnd - at <= this.lineBytes && isPlain(bytes, at, textEnd)) {
        more = sink.line(bytes, at, textEnd, this.lineStart, false)
      } else {
        this.extend(bytes, at, end)
        if (lf >= 0) more = this.finish(sink)
      }
      const used = lf < 0 ? end : lf + 1
      this.position += used - at
      if (lf >= 0) this.lineStart = this.position
      at = used
    }
  }

  /** Gives the open line as it stands now to `sink`, and keeps it open. */
  peekOpen(sink: LineSink): void {
    if (this.hasOpenLine) this.emit(sink, true)
  }

  private extend(bytes: Buffer, from: number, to: number): void {
    let at = from
    while (at < to) {
      const cr = bytes.indexOf(CR, at)
      const end = cr < 0 || cr > to ? to : cr
      if (end > at) {
        if (this.pendingCr) {
          if (this.keptLength > 0) this.redrawn++
          this.keptLength = 0
          this.beyond = 0
          this.pendingCr = false
        }
        this.keep(bytes, at, end)
      }
      if (end === cr && cr < to) {
        this.pendingCr = true
        at = end + 1
      } else at = end
    }
  }

  private keep(bytes: Buffer, from: number, to: number): void {
    const room = this.lineBytes - this.keptLength
    const take = Math.min(room, to - from)
    if (this.kept.length < this.keptLength + take) {
      const grown = Buffer.alloc(Math.min(this.lineBytes, Math.max(1024, (this.keptLength + take) * 2)))
      this.kept.copy(grown, 0, 0, this.keptLength)
      this.kept = grown
    }
    bytes.copy(this.kept, this.keptLength, from, from + take)
    this.keptLength += take
    this.beyond += to - from - take
  }

  private finish(sink: LineSink): boolean {
    const more = this.emit(sink, this.beyond > 0, this.redrawn)
    this.keptLength = 0
    this.redrawn = 0
    this.beyond = 0
    this.pendingCr = false
    return more
  }

  /** `goesOn`: the kept bytes may end inside a character, which is then left out. */
  private emit(sink: LineSink, goesOn: boolean, states = 0): boolean {
    const length = goesOn ? wholeCharacters(this.kept, this.keptLength) : this.keptLength
    const bound = filteredBound(length) + MARK_BYTES
    if (this.scratch.length < bound) this.scratch = new Uint8Array(bound)
    let end = filterLine(this.kept.subarray(0, length), this.scratch, 0)
    if (this.beyond > 0) {
      const mark = Buffer.from(`\x1b[2m … ${formatBytes(this.beyond)} more in this line\x1b[0m`)
      this.scratch.set(mark, end)
      end += mark.length
    }
    return sink.line(this.scratch, 0, end, this.lineStart, this.beyond > 0, states)
  }
}

/** How many of the first `length` bytes remain when a UTF-8 character that is cut at the end is left out. */
function wholeCharacters(bytes: Buffer, length: number): number {
  for (let back = 1; back <= 3 && back <= length; back++) {
    const b = bytes[length - back]!
    if (b >= 0xc0) return (b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2) > back ? length - back : length
    if (b < 0x80) return length
  }
  return length
}
