import type { FilterPieces, PieceBounds } from './filter-pieces'
import { FOLDED, SHOWN, type LineFilter } from './line-filter'
import type { Priority } from '../ssh'

/** A line is judged by so much of its beginning (bytes). */
export const JUDGED_LINE_BYTES = 1024 * 1024
/** Judging does not begin further back than this before a piece (bytes). */
const RUN_UP_BYTES = 1024 * 1024
/** The first look back; most lines and entries are shorter (bytes). */
const FIRST_LOOK_BYTES = 4 * 1024
const LF = 0x0a

/** The lines that begin in one piece, judged. */
export interface JudgedPiece {
  bounds: PieceBounds
  /** The bytes of these lines, and perhaps what is around them; `base` is the offset of the first one at the source. */
  bytes: Buffer
  base: number
  /** Where the lines begin in `bytes`, rising, and where the last of them ends (after its newline). */
  starts: number[]
  end: number
  /** `HIDDEN`, `SHOWN` or `FOLDED`, for each line. */
  flags: Uint8Array
  /** The last line has no end yet in `bytes`: it is open, or longer than it is judged by. */
  last: 'ended' | 'open' | 'long'
  /** Index of the first line that what is written after it may yet cause to be shown; how many lines there are when there is none. */
  undecided: number
  /** Lines folded into the last one after the piece, as far as they are at hand. */
  foldedAfter: number
}

/** Judges the lines that begin in a piece; rejects as the source's reads do. */
export async function judgePiece(pieces: FilterPieces, filter: LineFilter, bounds: PieceBounds, priority: Priority): Promise<JudgedPiece> {
  const epoch = pieces.epochAt(bounds.from)
  const base = await runUpStart(pieces, filter, bounds.from, priority)
  const parts = [await pieces.bytes(base, bounds.to, priority)]
  let length = parts[0]!.length
  // A read that came short ends the piece; it is judged again once more of it is there.
  const to = Math.min(bounds.to, base + length)
  let after = linesAfter(parts[0]!, to - base)
  let at = base + length
  while (at === base + length && length > 0 && after < Math.max(filter.after, filter.ahead ?? 0) + 1 && at - to < JUDGED_LINE_BYTES && at < epoch.to) {
    const more = await pieces.bytes(at, Math.min(epoch.to, at + lookAhead(at - to)), priority)
    if (more.length === 0) break
    parts.push(more)
    after += newlines(more)
    length += more.length
    at += more.length
  }
  const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
  const all = lineStarts(bytes)
  const flags = filter.judge(bytes, all, base)
  const first = lowerBound(all, bounds.from - base)
  const behind = lowerBound(all, to - base)
  const starts = all.slice(first, behind)
  const end = all[behind] ?? bytes.length
  const ended = end > 0 && bytes[end - 1] === LF
  const atEnd = base + bytes.length >= epoch.to
  const last = starts.length === 0 || ended || (atEnd && epoch.closed) ? 'ended' : atEnd ? 'open' : 'long'
  let foldedAfter = 0
  while (flags[behind + foldedAfter] === FOLDED) foldedAfter++
  const whole = all.length - (bytes[bytes.length - 1] === LF ? 0 : 1)
  let undecided = atEnd && !epoch.closed ? Math.max(0, whole - filter.after) : all.length
  // What stands before a line that is shown was out of its reach.
  undecided = Math.max(undecided, flags.lastIndexOf(SHOWN) + 1)
  undecided = Math.max(0, undecided - first)
  return { bounds: { from: bounds.from, to }, bytes, base, starts, end, flags: flags.subarray(first, behind), last, undecided, foldedAfter }
}

/** Where judging begins so that it is right from `from` on: the start of a line at or before it. */
export async function runUpStart(pieces: FilterPieces, filter: LineFilter, from: number, priority: Priority): Promise<number> {
  for (let look = FIRST_LOOK_BYTES; ; look *= 8) {
    const lowest = pieces.floorOf(from)
    const begin = Math.max(lowest, from - Math.min(look, RUN_UP_BYTES))
    const bytes = await pieces.bytes(begin, from, priority)
    if (bytes.length < from - begin) {
      // Something before the piece is gone, which is known only now; what lies behind that counts.
      if (pieces.floorOf(from) > lowest) continue
      return from
    }
    const lastLine = bytes.lastIndexOf(LF) + 1
    const firstLine = begin === lowest ? 0 : bytes.indexOf(LF) + 1
    if (begin === lowest || (lastLine > 0 && firstLine <= lastLine)) {
      const whole = bytes.subarray(firstLine, lastLine)
      const found = filter.runUp(whole)
      if (found !== null) return begin + firstLine + found
      if (begin === lowest) return lowest
    }
    // Too far back: the first line that begins in what was looked at will do, or the piece is inside a line without end.
    if (look >= RUN_UP_BYTES) return lastLine > 0 ? begin + firstLine : from - FIRST_LOOK_BYTES
  }
}

/** How much is looked at behind a piece at a time (bytes): a little first. */
function lookAhead(already: number): number {
  return already === 0 ? FIRST_LOOK_BYTES : JUDGED_LINE_BYTES / 4
}

/** Lines that end at or after `from`. */
function linesAfter(bytes: Buffer, from: number): number {
  let count = 0
  for (let lf = bytes.indexOf(LF, Math.max(0, from - 1)); lf >= 0; lf = bytes.indexOf(LF, lf + 1)) count++
  return count
}

function newlines(bytes: Buffer): number {
  return linesAfter(bytes, 0)
}

function lineStarts(bytes: Buffer): number[] {
  const starts = bytes.length > 0 ? [0] : []
  for (let lf = bytes.indexOf(LF); lf >= 0 && lf + 1 < bytes.length; lf = bytes.indexOf(LF, lf + 1)) starts.push(lf + 1)
  return starts
}

/** Index of the first value that is at least `least`. */
export function lowerBound(rising: readonly number[], least: number): number {
  let low = 0
  let high = rising.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (rising[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}
