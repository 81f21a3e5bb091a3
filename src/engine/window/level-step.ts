import type { LineLevel } from '@shared/contract/rail'
import { levelsIn } from '../marks'
import type { ByteSource } from '../source'
import { scanBack } from './back-scan'
import { SourceLines } from './source-lines'
import type { MarkedSink } from './window-lines'

/** Read for one step at most (bytes). */
const STEP_BYTES = 64 * 1024 * 1024
/** Read at once on the way back (bytes). */
const BACK_BYTES = 256 * 1024
const NOTHING = { read: () => undefined, gone: () => undefined }
const LF = Buffer.from('\n')

export interface LevelQuery {
  level: LineLevel
  direction: 'next' | 'previous'
  /** The first byte of the line to step from; it does not count itself. */
  from: number
}

/**
 * Looks for the nearest line of a level, as a pane would show it: redrawn lines in their last state, cut ones by what is shown of them.
 * @returns where it begins (`offset`, null for none), and how far was looked where that is not all of the log. Rejects as the source's
 * reads do, and with an `AbortError`.
 */
export async function stepLevel(source: ByteSource, query: LevelQuery, signal: AbortSignal): Promise<{ offset: number | null; lookedTo: number | null }> {
  return query.direction === 'next' ? forwards(source, query, signal) : backwards(source, query, signal)
}

async function forwards(source: ByteSource, { level, from }: LevelQuery, signal: AbortSignal) {
  const end = source.size()
  const lines = new SourceLines(source, from, NOTHING)
  const taken = new TakenLines()
  lines.startAt({ offset: from, cutsLine: false }, taken)
  while (lines.moreBefore(end)) {
    signal.throwIfAborted()
    if (lines.next - from > STEP_BYTES) return { offset: null, lookedTo: lines.openStart }
    if (!(await lines.readOn(taken))) break
    const found = taken.offsets(level).find((offset) => offset > from)
    if (found !== undefined) return { offset: found, lookedTo: null }
    taken.clear()
  }
  lines.peekOpen(taken)
  return { offset: taken.offsets(level).find((offset) => offset > from) ?? null, lookedTo: null }
}

async function backwards(source: ByteSource, { level, from }: LevelQuery, signal: AbortSignal) {
  let end = Math.min(from, source.size())
  while (end > source.firstOffset()) {
    signal.throwIfAborted()
    if (from - end > STEP_BYTES) return { offset: null, lookedTo: end }
    const back = Math.max(source.firstOffset(), end - BACK_BYTES)
    const start = back === source.firstOffset() ? { offset: back, cutsLine: false } : await scanBack(source, back, 0, 80, 'view', signal)
    const lines = new SourceLines(source, start.offset, NOTHING)
    const taken = new TakenLines()
    lines.startAt(start, taken)
    while (lines.moreBefore(end) && lines.next < end && (await lines.readOn(taken))) signal.throwIfAborted()
    lines.peekOpen(taken)
    const limit = end
    const found = taken.offsets(level).findLast((offset) => offset < limit)
    if (found !== undefined) return { offset: found, lookedTo: null }
    end = Math.min(start.offset, back)
  }
  return { offset: null, lookedTo: null }
}

/** Lines as they come by, with the places where they begin. */
class TakenLines implements MarkedSink {
  private parts: Uint8Array[] = []
  private begins: number[] = []

  line(text: Uint8Array, from: number, to: number, offset: number): boolean {
    // The reader uses its room again.
    this.parts.push(text.slice(from, to), LF)
    this.begins.push(offset)
    return true
  }

  mark(): void {
    // A mark is no line of the log.
  }

  /** Where lines of this level begin. */
  offsets(level: LineLevel): number[] {
    const found: number[] = []
    for (const one of levelsIn(Buffer.concat(this.parts))) {
      const offset = this.begins[one.line]
      if (one.level === level && offset !== undefined) found.push(offset)
    }
    return found
  }

  clear(): void {
    this.parts = []
    this.begins = []
  }
}
