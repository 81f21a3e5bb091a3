import type { Matcher } from './matcher'

const LF = 0x0a
/** An open line up to this long is kept and searched again when it goes on (bytes); beyond, the search goes on by its state. */
const KEPT_LINE_BYTES = 64 * 1024
/** Of a longer one this much before the cut is kept, to show and to find what the cut divides (bytes); more than any pattern. */
const KEPT_TAIL_BYTES = 4 * 1024

/** A line that matches. Valid until the scanner is used again. */
export interface FoundLine {
  /** Offset at the source of the line's first byte. */
  offset: number
  /** Number of the line, from 1; null when the lines before it were not counted. */
  line: number | null
  /** Holds the line, or the part of it that is at hand: `bytes[from, to)`, without the newline. */
  bytes: Buffer
  from: number
  to: number
  /** A byte near where the match showed itself. */
  at: number
  /** `from` is not the beginning of the line. */
  cutBefore: boolean
}

/**
 * Finds the lines that match in a run of bytes that comes in pieces. What it finds does not
 * depend on where the pieces end. Memory: one piece and at most 64 KiB of an open line.
 */
export class LineScanner {
  /** Bytes of the open line that came before: all of it, or its tail when it is long. */
  private carry: Buffer = Buffer.alloc(0)
  private carryOffset: number
  private lineOffset: number
  private lineNumber: number | null
  /** Set while the open line is too long to be kept: where the search of it stands. */
  private state: number | undefined
  private long = false
  /** The open line was counted; the rest of it is passed over. */
  private counted = false

  /**
   * @param offset where the first byte stands at the source; it begins a line
   * @param line the number of that line, null when it is not known
   */
  constructor(
    private readonly matcher: Matcher,
    offset: number,
    line: number | null = 1,
  ) {
    this.carryOffset = offset
    this.lineOffset = offset
    this.lineNumber = line
  }

  /** Offset of the next byte that `push` expects. */
  get next(): number {
    return this.carryOffset + this.carry.length
  }

  /** Takes the next bytes; gives each line that is complete, or long, and matches. Run it to its end. */
  *push(chunk: Buffer): Generator<FoundLine, void, undefined> {
    const before = this.carry.length
    const bytes = before > 0 ? Buffer.concat([this.carry, chunk]) : chunk
    const base = this.carryOffset
    let at = 0
    if (this.counted) {
      const lf = bytes.indexOf(LF, before)
      if (lf < 0) return this.pass(base + bytes.length)
      this.beginLine(base + lf + 1)
      at = lf + 1
    } else if (this.long) {
      const lf = bytes.indexOf(LF, before)
      const from = this.matcher.overlap === null ? before : Math.max(0, before - this.matcher.overlap)
      const end = lf < 0 ? bytes.length : lf + 1
      const found = this.matcher.find(bytes, from, end, this.state)
      if (found.at >= 0) {
        yield { offset: this.lineOffset, line: this.lineNumber, bytes, from: 0, to: lf < 0 ? end : lf, at: found.at, cutBefore: true }
        if (lf < 0) return this.pass(base + bytes.length)
      }
      if (lf < 0) return this.keepTail(bytes, base, found.state)
      this.beginLine(base + lf + 1)
      at = lf + 1
    }
    const whole = bytes.lastIndexOf(LF) + 1
    while (at < whole) {
      const found = this.matcher.find(bytes, at, whole)
      if (found.at < 0) break
      const start = Math.max(at, found.at === 0 ? 0 : bytes.lastIndexOf(LF, found.at - 1) + 1)
      const end = bytes.indexOf(LF, found.at)
      this.beginLine(base + start, countLines(bytes, at, start))
      yield { offset: base + start, line: this.lineNumber, bytes, from: start, to: end, at: found.at, cutBefore: false }
      this.beginLine(base + end + 1)
      at = end + 1
    }
    if (at < whole) this.beginLine(base + whole, countLines(bytes, at, whole))
    at = Math.max(at, whole)
    if (bytes.length - at <= KEPT_LINE_BYTES) {
      this.carry = Buffer.from(bytes.subarray(at))
      this.carryOffset = base + at
      return
    }
    const found = this.matcher.find(bytes, at, bytes.length)
    if (found.at >= 0) {
      yield { offset: base + at, line: this.lineNumber, bytes, from: at, to: bytes.length, at: found.at, cutBefore: false }
      return this.pass(base + bytes.length)
    }
    this.keepTail(bytes, base, found.state)
  }

  /** The bytes end here for now: gives the open line if it matches as it stands. It is not given again when it goes on. */
  *flush(): Generator<FoundLine, void, undefined> {
    if (this.counted || this.carry.length === 0) return
    const bytes = this.carry
    let at = -1
    if (this.long) at = this.state !== undefined && this.matcher.endsWell(this.state) ? bytes.length - 1 : -1
    else {
      const found = this.matcher.find(bytes, 0, bytes.length)
      at = found.at >= 0 ? found.at : this.matcher.endsWell(found.state) ? bytes.length - 1 : -1
    }
    if (at < 0) return
    yield { offset: this.lineOffset, line: this.lineNumber, bytes, from: 0, to: bytes.length, at, cutBefore: this.long }
    this.pass(this.next)
  }

  private pass(offset: number): void {
    this.counted = true
    this.long = false
    this.state = undefined
    this.carry = Buffer.alloc(0)
    this.carryOffset = offset
  }

  private keepTail(bytes: Buffer, base: number, state: number): void {
    this.long = true
    this.state = state
    const from = Math.max(0, bytes.length - KEPT_TAIL_BYTES)
    this.carry = Buffer.from(bytes.subarray(from))
    this.carryOffset = base + from
  }

  /** @param lines how many lines after the current one it is; the next one if left out */
  private beginLine(offset: number, lines = 1): void {
    this.lineOffset = offset
    if (this.lineNumber !== null) this.lineNumber += lines
    this.counted = false
    this.long = false
    this.state = undefined
  }
}

function countLines(bytes: Buffer, from: number, to: number): number {
  let count = 0
  for (let at = bytes.indexOf(LF, from); at >= 0 && at < to; at = bytes.indexOf(LF, at + 1)) count++
  return count
}
