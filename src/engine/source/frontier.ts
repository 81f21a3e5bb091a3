import type { Stretch } from './file-image'

/** A file as it now stands at the source; local offsets (bytes), shorter at its end. */
export type ReadNow = (from: number, length: number) => Promise<Buffer>

/** What was held of it before. */
export interface Held {
  at(from: number, limit: number): Stretch
}

/** How far a run that writes a file from its first byte on has come, by what differs from what was held. */
export interface Finding {
  /** The first byte that differs; -1 when none does. */
  first: number
  /** After the last byte that differs: all before it was written by the newest run. */
  end: number
  /** After the last byte behind `end` that could not be compared, since nothing was held there; `end` when all could be. */
  most: number
  /** The piece that was read last of those with a difference, for a look at the line at `end`; null without any. */
  around: { from: number; bytes: Buffer } | null
}

/** Read at once (bytes). */
const PIECE = 256 * 1024
/** A run that changes nothing for so long is not looked for further on (bytes). */
const LOOK_AHEAD = 8 * 1024 * 1024

/**
 * Reads `[from, to)` forward and compares it with what is held. Scripts repeat themselves, so that stretches which are
 * the same in both runs prove nothing and are passed over; only differences count.
 *
 * @param firstPiece what is read first (bytes): little, so that a new run is known a moment after its first byte
 * @param onPiece hears of each piece: what was read, and what is known after it. False ends the search.
 */
export async function findFrontier(
  read: ReadNow,
  held: Held,
  from: number,
  to: number,
  firstPiece: number,
  onPiece: (piece: { from: number; bytes: Buffer }, sofar: Finding) => boolean = () => true,
): Promise<Finding> {
  const found: Finding = { first: -1, end: from, most: from, around: null }
  for (let at = from; at < to && at - found.end < LOOK_AHEAD; ) {
    const bytes = await read(at, Math.min(to - at, at === from ? firstPiece : PIECE))
    if (bytes.length === 0) break
    compare(found, held, at, bytes)
    if (!onPiece({ from: at, bytes }, found)) break
    at += bytes.length
  }
  return found
}

function compare(found: Finding, held: Held, from: number, now: Buffer): void {
  const before = found.end
  const to = from + now.length
  for (let at = from; at < to; ) {
    const stretch = held.at(at, to)
    if (!stretch.bytes) found.most = stretch.to
    else {
      const here = now.subarray(at - from, stretch.to - from)
      const first = firstDifference(stretch.bytes, here)
      if (first >= 0) {
        if (found.first < 0) found.first = at + first
        found.end = at + lastDifference(stretch.bytes, here) + 1
      }
    }
    at = stretch.to
  }
  if (found.end === before) return
  found.most = Math.max(found.most, found.end)
  found.around = { from, bytes: now }
}

/** Bytes that are compared at once; the first difference is then looked for in so many. */
const STEP = 1024

/** Of two buffers of the same length; -1 when they are equal. */
export function firstDifference(a: Buffer, b: Buffer): number {
  for (let at = 0; at < a.length; at += STEP) {
    const to = Math.min(a.length, at + STEP)
    if (a.compare(b, at, to, at, to) === 0) continue
    for (let i = at; i < to; i++) if (a[i] !== b[i]) return i
  }
  return -1
}

/** Of two buffers of the same length; -1 when they are equal. */
export function lastDifference(a: Buffer, b: Buffer): number {
  for (let to = a.length; to > 0; to -= STEP) {
    const at = Math.max(0, to - STEP)
    if (a.compare(b, at, to, at, to) === 0) continue
    for (let i = to - 1; i >= at; i--) if (a[i] !== b[i]) return i
  }
  return -1
}
