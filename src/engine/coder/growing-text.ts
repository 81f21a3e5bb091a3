import type { Failure } from '@shared/model'
import { fail } from './failures'

/**
 * A text document that only grows at its end, held in memory: Coder's own copy of a log. `ByteSource`
 * wraps it. Offsets are bytes; the text is UTF-8, each line ended by `\n`, colours as they came.
 */
export interface GrowingText {
  /** Up to `length` bytes at `offset`; empty at and beyond the end. A view: not to be written to. */
  read(offset: number, length: number): Uint8Array
  size(): number
  /** When the server took in the line that holds this byte, ms since the epoch; null where it did not say. */
  timeAt(offset: number): number | null
  /** Time of the newest line, ms since the epoch. */
  modifiedMs(): number | null
  /** Nothing will be added any more. */
  ended(): boolean
  /** Has the first answer come? Before that, `size` 0 means nothing. */
  loaded(): boolean
  /** Why nothing new arrives; the text held stays readable. */
  failure(): Failure | null
  /** Hears growth, the end, and failures that come and go. */
  onChange(listener: () => void): { dispose(): void }
  /** Stops reading from the server. */
  dispose(): void
}

/** The server keeps at most 1 MiB of script output for an agent; a build's log has no bound of its own. */
export const MAX_TEXT_BYTES = 2 * 1024 * 1024

/** Lines with their times in one growing buffer. */
export class TimedLines {
  #bytes = Buffer.alloc(16 * 1024)
  #size = 0
  /** Offset and time of each entry, in rising order of offsets; NaN where there is no time. */
  #starts = new Float64Array(256)
  #times = new Float64Array(256)
  #count = 0
  #full = false

  get size(): number {
    return this.#size
  }

  /** No more lines are taken: the next one would have gone over the bound. */
  get full(): boolean {
    return this.#full
  }

  /** Adds a line (or several, where `text` holds newlines); nothing once it is full. */
  add(text: string, timeMs: number | null): void {
    if (this.#full) return
    const bytes = Buffer.from(text.endsWith('\n') ? text : `${text}\n`, 'utf8')
    if (this.#size + bytes.length > MAX_TEXT_BYTES) {
      this.#full = true
      return
    }
    if (this.#size + bytes.length > this.#bytes.length) this.#bytes = grown(this.#bytes, this.#size + bytes.length)
    if (this.#count === this.#starts.length) {
      this.#starts = doubled(this.#starts)
      this.#times = doubled(this.#times)
    }
    bytes.copy(this.#bytes, this.#size)
    this.#starts[this.#count] = this.#size
    this.#times[this.#count++] = timeMs ?? NaN
    this.#size += bytes.length
  }

  read(offset: number, length: number): Uint8Array {
    return this.#bytes.subarray(Math.min(offset, this.#size), Math.min(offset + length, this.#size))
  }

  timeAt(offset: number): number | null {
    if (offset < 0 || offset >= this.#size) return null
    let low = 0
    let high = this.#count - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return known(this.#times[low])
  }

  get lastTime(): number | null {
    return this.#count === 0 ? null : known(this.#times[this.#count - 1])
  }
}

export function textFull(): Failure {
  return fail('READ_FAILED', 'This log is longer than 2 MiB; the rest is not shown.', 'Open it in the browser, on the page of the workspace.')
}

function known(time: number | undefined): number | null {
  return time === undefined || Number.isNaN(time) ? null : time
}

function grown(bytes: Buffer, needed: number): Buffer<ArrayBuffer> {
  const larger = Buffer.alloc(Math.min(MAX_TEXT_BYTES, Math.max(needed, bytes.length * 2)))
  bytes.copy(larger)
  return larger
}

function doubled(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2)
  larger.set(values)
  return larger
}
