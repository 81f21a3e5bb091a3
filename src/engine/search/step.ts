import type { SearchPattern } from '@shared/contract/search'
import type { ByteSource } from '../source'
import { lineStart, LogLines } from './log-lines'
import { readyMatcher } from './matcher'

/** A step reads at most this far (bytes). */
const STEP_BYTES = 64 * 1024 * 1024
/** Backwards the log is searched piece by piece, each of this size at first (bytes). */
const BACK_BYTES = 128 * 1024

/**
 * Offset of the nearest matching line after or before the line at `from`; null when there is
 * none within 64 MiB.
 */
export async function stepFrom(
  source: ByteSource,
  pattern: SearchPattern,
  from: number,
  direction: 'next' | 'previous',
  signal: AbortSignal,
): Promise<number | null> {
  const ports = { signal, fail: () => {}, moved: () => {} }
  const lines = (offset: number): LogLines => new LogLines(source, readyMatcher(pattern), offset, null, ports)
  if (direction === 'next') {
    const ahead = lines(from)
    for await (const line of ahead.until(Math.min(source.size(), from + STEP_BYTES))) if (line.offset > from) return line.offset
    for (const line of ahead.flush()) if (line.offset > from) return line.offset
    return null
  }
  const lowest = source.firstOffset()
  let end = Math.min(from, source.size())
  for (let size = BACK_BYTES; end > lowest && from - end < STEP_BYTES && !signal.aborted; size *= 2) {
    const start = await lineStart(source, Math.max(lowest, end - size), lowest, ports)
    let last: number | null = null
    const piece = lines(start)
    for await (const line of piece.until(end)) last = line.offset
    for (const line of piece.flush()) last = line.offset
    if (last !== null) return last
    if (start >= end) return null
    end = start
  }
  return null
}
