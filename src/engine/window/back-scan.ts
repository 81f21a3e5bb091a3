import type { Priority } from '../ssh'
import { BLOCK_BYTES, type ByteSource } from '../source'
import { LINE_DISPLAY_BYTES } from './line-reader'

/** Where a window begins, and whether that is inside a line whose beginning is too far back. */
export interface WindowStart {
  offset: number
  cutsLine: boolean
}

/** A line longer than this is not read back to its beginning (bytes). */
const LINE_SEARCH_BYTES = 256 * 1024
/** Most bytes that one scan reads (bytes). */
const SCAN_BYTES = 2 * 1024 * 1024
/** What a row of a log takes, about; says how much to ask for at once (bytes). */
const USUAL_ROW_BYTES = 80
/** Blocks that are asked for ahead, at most. */
const AHEAD_BLOCKS = 3
const LF = 0x0a

/**
 * Finds the line start about `rows` terminal rows before `from`, reading backwards block
 * by block. With `rows` 0 it gives the start of the line that holds the byte before
 * `from` (or `from` itself at a line start). Epoch borders count as line ends. Bytes that
 * are gone end the scan.
 */
export async function scanBack(
  source: ByteSource,
  from: number,
  rows: number,
  columns: number,
  priority: Priority,
  signal?: AbortSignal,
): Promise<WindowStart> {
  let position = from
  let lineEnd = from
  let counted = 0
  readAhead(source, from, rows, priority, signal)
  while (position > source.firstOffset()) {
    const epochStart = epochStartOf(source, position - 1)
    const blockStart = epochStart + Math.floor((position - 1 - epochStart) / BLOCK_BYTES) * BLOCK_BYTES
    const bytes = await readAll(source, blockStart, position, priority, signal)
    if (!bytes) return { offset: position, cutsLine: position !== lineEnd }
    let end = bytes.length
    for (;;) {
      const lf = end > 0 ? bytes.lastIndexOf(LF, end - 1) : -1
      if (lf < 0) break
      const start = blockStart + lf + 1
      if (start < from || rows === 0) {
        counted += rowsOfLength(lineEnd - start, columns)
        if (counted >= rows) return { offset: start, cutsLine: false }
      }
      lineEnd = start
      end = lf
    }
    position = blockStart
    if (blockStart === epochStart && lineEnd > blockStart) {
      counted += rowsOfLength(lineEnd - blockStart, columns)
      if (counted >= rows) return { offset: blockStart, cutsLine: false }
      lineEnd = blockStart
    }
    // The end of a line that is too long to be read back still shows that it is there, and how it ends.
    if (lineEnd - position > LINE_SEARCH_BYTES) return { offset: lineEnd - LINE_DISPLAY_BYTES, cutsLine: true }
    if (from - position > SCAN_BYTES) return { offset: lineEnd, cutsLine: false }
  }
  return { offset: position, cutsLine: false }
}

/** Asks for the blocks that the scan will most probably want, all at once: on a long line each costs a round trip. */
function readAhead(source: ByteSource, from: number, rows: number, priority: Priority, signal?: AbortSignal): void {
  if (rows === 0 || from <= source.firstOffset()) return
  const epochStart = epochStartOf(source, from - 1)
  const wanted = Math.max(epochStart, from - rows * USUAL_ROW_BYTES)
  const last = Math.floor((from - 1 - epochStart) / BLOCK_BYTES)
  const first = Math.max(Math.floor((wanted - epochStart) / BLOCK_BYTES), last - AHEAD_BLOCKS)
  for (let block = last; block >= first; block--) {
    const start = epochStart + block * BLOCK_BYTES
    // The scan reads it again, from the cache or as part of this read, and hears then what went wrong.
    source.read(start, Math.min(BLOCK_BYTES, from - start), priority, signal).catch(() => undefined)
  }
}

function rowsOfLength(bytes: number, columns: number): number {
  return Math.max(1, Math.ceil(Math.min(bytes - 1, LINE_DISPLAY_BYTES) / columns))
}

/** Start of the epoch that holds `offset`; at a border, of the newer one. */
export function epochStartOf(source: ByteSource, offset: number): number {
  const boundaries = source.boundaries()
  for (let i = boundaries.length - 1; i >= 0; i--) if (boundaries[i]!.at <= offset) return boundaries[i]!.at
  return source.firstOffset()
}

/** All bytes of `[from, to)`, or null when some of them are gone or beyond the end. */
async function readAll(source: ByteSource, from: number, to: number, priority: Priority, signal?: AbortSignal) {
  const parts: Buffer[] = []
  for (let at = from; at < to; ) {
    const result = await source.read(at, to - at, priority, signal)
    if (result.kind === 'gone' || result.bytes.length === 0) return null
    parts.push(result.bytes)
    at += result.bytes.length
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
}
