import type { MemorySource } from '../source/memory-source.test-kit'

const LF = 0x0a
/** What a line owes to one that begins further from it than this is out of reach, so either answer will do (bytes); see `RUN_UP_BYTES`. */
const REACH_BYTES = 1024 * 1024 - 1
/** Of a line: not shown, shown, or either. */
export const HIDDEN_LINE = 0
export const SHOWN_LINE = 1
export const EITHER_LINE = 2

/** The lines of a log of any size by their places alone: as plain as a reading can be, and quick enough for 64 MiB. */
export class BigReference {
  /** Where lines begin (bytes), rising, epoch by epoch, and for each where it ends, without its newline. */
  readonly starts: number[] = []
  readonly ends: number[] = []
  /** Index of the first line of each epoch, and how many lines there are in all. */
  readonly epochs: number[] = []
  readonly bytes: Buffer

  constructor(source: MemorySource) {
    this.bytes = source.peek(0, source.size())
    const borders = [...source.boundaries().map(({ at }) => at), this.bytes.length]
    let start = 0
    for (const border of borders) {
      this.epochs.push(this.starts.length)
      while (start < border) {
        const lf = this.bytes.indexOf(LF, start)
        const end = lf < 0 || lf >= border ? border : lf
        this.starts.push(start)
        this.ends.push(end)
        start = end === border ? border : end + 1
      }
    }
    this.epochs.push(this.starts.length)
  }

  /** Lines that have a word in them, with so many around each; never over the border of an epoch. */
  matching(word: string, context: number): Uint8Array {
    const shown = new Uint8Array(this.starts.length)
    const mark = (line: number, first: number, behind: number) => {
      for (let near = Math.max(first, line - context); near < Math.min(behind, line + context + 1); near++) {
        if (shown[near] !== SHOWN_LINE) shown[near] = Math.abs(this.starts[near]! - this.starts[line]!) < REACH_BYTES ? SHOWN_LINE : EITHER_LINE
      }
    }
    for (let epoch = 0; epoch + 1 < this.epochs.length; epoch++) {
      const [first, behind] = [this.epochs[epoch]!, this.epochs[epoch + 1]!]
      let line = first
      const end = behind > first ? this.ends[behind - 1]! : 0
      let at = behind > first ? this.bytes.indexOf(word, this.starts[first]!) : -1
      while (at >= 0 && at < end) {
        while (this.ends[line]! <= at) line++
        const whole = at >= this.starts[line]! && at + Buffer.byteLength(word) <= this.ends[line]!
        if (whole) mark(line, first, behind)
        at = this.bytes.indexOf(word, whole ? this.ends[line]! : at + 1)
      }
    }
    return shown
  }

  /** Lines of entries from warnings on, and those of no entry before the first one. */
  warnings(): Uint8Array {
    const shown = new Uint8Array(this.starts.length)
    for (let epoch = 0; epoch + 1 < this.epochs.length; epoch++) {
      let passes = SHOWN_LINE
      let headAt = -1
      for (let line = this.epochs[epoch]!; line < this.epochs[epoch + 1]!; line++) {
        const head = HEAD.exec(this.bytes.toString('latin1', this.starts[line], Math.min(this.ends[line]!, this.starts[line]! + 48)))
        if (head) {
          passes = /^(warn|erro|crit|fata)/i.test(head[1]!) ? SHOWN_LINE : HIDDEN_LINE
          headAt = this.starts[line]!
        }
        shown[line] = headAt >= 0 && this.starts[line]! - headAt >= REACH_BYTES ? EITHER_LINE : passes
      }
    }
    return shown
  }
}

export const HEAD = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \[([A-Za-z]+)\](?:\t| {2})/
