import { epochStartOf } from './back-scan'
import type { Disposable } from '../ssh'
import type { ByteSource } from '../source'

/** A count is kept for each so many bytes: 16 bytes of memory for 64 KiB of log. */
const STEP_BYTES = 64 * 1024
/** Stretches that are kept at most; those whose place in the count is unknown are forgotten first. */
const MOST_STRETCHES = 256
const LF = 0x0a
/** Lines that are shorter than this, so many of them in a row, are counted byte by byte for this long (bytes). */
const DENSE_BYTES = 24
const DENSE_LINES = 32
const DENSE_STRETCH = 16 * 1024

/** Bytes `[from, to)` of one epoch whose newlines are counted. */
interface Counted {
  epoch: number
  from: number
  to: number
  /** Newlines in `[epoch, from)`; null while nobody has counted them. */
  base: number | null
  /** A line begins at `from`. */
  startsLine: boolean
  /** Newlines in `[from, to)`. */
  total: number
  /** Offsets up to which was counted, and the newlines in `[from, offset)`. */
  at: number[]
  counts: number[]
}

/** Who counts all lines of a source in the background. */
export interface Indexing {
  /** There are bytes that are not counted yet. */
  readonly behind: boolean
  /** Resolves when more is counted; at once when there is nothing to count. */
  step(): Promise<void>
}

/**
 * Line numbers of a log, as far as its bytes have come by: exact from the start of an epoch, and behind every place
 * whose number was found out in another way. Lines count from 1 in their epoch. Nothing is read to be counted but the
 * 64 KiB around a place that is asked for.
 */
export class LineNumbers {
  private stretches: Counted[] = []
  /** Null where nobody counts in the background, as in workspaces. */
  indexing: Indexing | null = null
  private readonly listeners = new Set<() => void>()
  /** Boundaries of the source when the stretches were last looked at. */
  private borders = 0

  constructor(private readonly source: ByteSource) {}

  /** Hears, now and then, that more was counted in the background. */
  onCounted(listener: () => void): Disposable {
    this.listeners.add(listener)
    return { dispose: () => this.listeners.delete(listener) }
  }

  tell(): void {
    for (const listener of [...this.listeners]) listener()
  }

  /** Takes bytes of one epoch that were read for some other reason. */
  note(from: number, bytes: Buffer): void {
    this.current()
    const epoch = epochStartOf(this.source, from)
    const end = from + bytes.length
    for (let at = from; at < end; ) {
      const known = this.stretches.find((s) => s.from <= at && at < s.to && s.epoch === epoch)
      if (known) {
        at = known.to
        continue
      }
      const next = this.stretches.find((s) => s.from > at)
      const to = Math.min(end, next?.from ?? end)
      const before = this.stretches.find((s) => s.to === at && s.epoch === epoch) ?? this.begin(epoch, at, at === epoch ? 0 : null, at === epoch)
      extend(before, bytes.subarray(at - from, to - from))
      if (next && before.to === next.from && next.epoch === epoch) this.merge(before, next)
      at = to
    }
    this.forget()
  }

  /** Where the counted stretch around this offset begins, and the number of newlines before that; null when it is not counted. */
  around(offset: number): { from: number; epoch: number; base: number | null } | null {
    const stretch = this.holding(offset)
    return stretch && { from: stretch.from, epoch: stretch.epoch, base: stretch.base }
  }

  /** Somebody has counted: `newlines` of the epoch lie before `offset`. @param startsLine a line begins there */
  anchor(offset: number, newlines: number, startsLine: boolean): void {
    const epoch = epochStartOf(this.source, offset)
    const stretch = this.current().find((s) => s.from === offset && s.epoch === epoch) ?? this.begin(epoch, offset, newlines, startsLine)
    stretch.base = newlines
    stretch.startsLine ||= startsLine
  }

  /** The number of the line that holds this byte; null where it is not known. Rejects as the source's reads do. */
  async lineAt(offset: number): Promise<number | null> {
    const stretch = this.holding(offset)
    if (!stretch || stretch.base === null) return null
    const i = lastAtMost(stretch.at, offset)
    const from = i < 0 ? stretch.from : stretch.at[i]!
    const counted = i < 0 ? 0 : stretch.counts[i]!
    const bytes = await this.readAll(from, offset)
    return bytes && stretch.base + counted + countNewlines(bytes) + 1
  }

  /** Where a line of an epoch begins; null where that is not known, or there is no such line yet. */
  async offsetOf(line: number, epoch: number): Promise<number | null> {
    const before = line - 1
    const stretch = this.current().find(
      (s) => s.epoch === epoch && s.base !== null && (before > s.base || (before === s.base && s.startsLine)) && before <= s.base + s.total,
    )
    if (!stretch || stretch.base === null) return null
    let left = before - stretch.base
    if (left === 0) return stretch.from
    const i = lastAtMost(stretch.counts, left - 1)
    const from = i < 0 ? stretch.from : stretch.at[i]!
    left -= i < 0 ? 0 : stretch.counts[i]!
    const bytes = await this.readAll(from, Math.min(stretch.to, stretch.at[i + 1] ?? stretch.to))
    if (!bytes) return null
    let at = -1
    for (; left > 0; left--) {
      at = bytes.indexOf(LF, at + 1)
      if (at < 0) return null
    }
    return from + at + 1
  }

  /** How far lines are counted without a hole from the start of an epoch: bytes, and whole lines in them. */
  fromStart(epoch: number): { to: number; lines: number } {
    const stretch = this.current().find((s) => s.from === epoch && s.epoch === epoch)
    return stretch ? { to: stretch.to, lines: stretch.total } : { to: epoch, lines: 0 }
  }

  private holding(offset: number): Counted | null {
    const epoch = epochStartOf(this.source, offset)
    return this.current().find((s) => s.epoch === epoch && s.from <= offset && offset <= s.to) ?? null
  }

  private begin(epoch: number, from: number, base: number | null, startsLine: boolean): Counted {
    const stretch: Counted = { epoch, from, to: from, base, startsLine, total: 0, at: [], counts: [] }
    const index = this.stretches.findIndex((s) => s.from > from)
    this.stretches.splice(index < 0 ? this.stretches.length : index, 0, stretch)
    return stretch
  }

  private merge(first: Counted, second: Counted): void {
    if (first.at.at(-1) !== second.from) {
      first.at.push(second.from)
      first.counts.push(first.total)
    }
    for (const [i, at] of second.at.entries()) {
      first.at.push(at)
      first.counts.push(first.total + second.counts[i]!)
    }
    if (first.base === null && second.base !== null) first.base = second.base - first.total
    first.total += second.total
    first.to = second.to
    this.stretches.splice(this.stretches.indexOf(second), 1)
  }

  /** A border that was found since within what was counted makes the counts on both sides of it worthless. */
  private current(): Counted[] {
    const boundaries = this.source.boundaries()
    if (boundaries.length !== this.borders) {
      this.borders = boundaries.length
      this.stretches = this.stretches.filter((s) => epochStartOf(this.source, s.from) === s.epoch && !boundaries.some(({ at }) => at > s.from && at < s.to))
    }
    return this.stretches
  }

  private forget(): void {
    while (this.stretches.length > MOST_STRETCHES) {
      const index = this.stretches.findIndex((s) => s.base === null)
      this.stretches.splice(Math.max(0, index), 1)
    }
  }

  private async readAll(from: number, to: number): Promise<Buffer | null> {
    const held = this.source.peek(from, to)
    if (held) return held
    const parts: Buffer[] = []
    for (let at = from; at < to; ) {
      const result = await this.source.read(at, to - at, 'view')
      if (result.kind === 'gone' || result.bytes.length === 0) return null
      parts.push(result.bytes)
      at += result.bytes.length
    }
    return Buffer.concat(parts)
  }
}

const known = new WeakMap<ByteSource, LineNumbers>()

/** The line numbers of a source, shared by all that read it. */
export function lineNumbersOf(source: ByteSource): LineNumbers {
  const numbers = known.get(source) ?? new LineNumbers(source)
  known.set(source, numbers)
  return numbers
}

function extend(stretch: Counted, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; at += STEP_BYTES) {
    const piece = bytes.subarray(at, at + STEP_BYTES)
    stretch.total += countNewlines(piece)
    stretch.to += piece.length
    if (stretch.to - (stretch.at.at(-1) ?? stretch.from) < STEP_BYTES) continue
    stretch.at.push(stretch.to)
    stretch.counts.push(stretch.total)
  }
}

export function countNewlines(bytes: Buffer): number {
  let count = 0
  for (let at = 0; at < bytes.length; ) {
    const from = at
    for (let hits = 0; hits < DENSE_LINES; hits++) {
      const lf = bytes.indexOf(LF, at)
      if (lf < 0) return count
      count++
      at = lf + 1
    }
    // A call for each of very short lines costs more than looking at every byte.
    if (at - from > DENSE_LINES * DENSE_BYTES) continue
    for (const end = Math.min(bytes.length, at + DENSE_STRETCH); at < end; at++) if (bytes[at] === LF) count++
  }
  return count
}

/** Index of the last value that is at most `limit`, in a rising list; -1 when there is none. */
function lastAtMost(list: readonly number[], limit: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle]! <= limit) low = middle + 1
    else high = middle
  }
  return low - 1
}
