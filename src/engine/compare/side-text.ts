import { linesOf, type LogLine, type LogPart } from '../runs'
import type { ByteSource } from '../source'
import type { Masker } from './mask/masker'
import type { Sliced } from './slices'

/** Of a longer log its first and its last half of this are compared (bytes). */
export const MOST_BYTES = 16 * 1024 * 1024
/** The same for lines. */
export const MOST_LINES = 150_000
const CHUNK_BYTES = 256 * 1024
const LF = 0x0a

/** The stretch of a source that is one run's log (bytes, `to` exclusive; null: its end). */
export interface SideBounds {
  from: number
  to: number | null
}

/** Bytes that are missing before a line. */
export interface SideGap {
  /** Index of the line that follows; the number of lines where none does. */
  before: number
  bytes: number
  /** They exist, and were left out since there is a bound; else they are not held any more. */
  leftOut: boolean
}

/** One side of a comparison, in memory: its bytes, and its lines as they are compared. */
export class SideText {
  readonly masked: string[] = []
  ids = new Int32Array(0)
  private readonly gapAt: Map<number, SideGap>

  constructor(
    readonly parts: readonly LogPart[],
    readonly lines: readonly LogLine[],
    readonly gaps: readonly SideGap[],
  ) {
    this.gapAt = new Map(gaps.map((gap) => [gap.before, gap]))
  }

  gapBefore(line: number): SideGap | null {
    return this.gapAt.get(line) ?? null
  }

  /** The bytes of a line without its newline. */
  bytesOf(line: number): Buffer {
    const { offset } = this.lines[line]!
    const part = this.parts.find((one) => offset >= one.offset && offset < one.offset + one.bytes.length)
    if (!part) return Buffer.alloc(0)
    const from = offset - part.offset
    const lf = part.bytes.indexOf(LF, from)
    return part.bytes.subarray(from, lf < 0 ? part.bytes.length : lf)
  }
}

/**
 * Reads a run's log as far as it is held, with the lowest priority; of a long one its beginning and its end.
 * Rejects with `SftpError` when the connection goes, and when the signal is aborted.
 */
export async function readParts(source: ByteSource, bounds: SideBounds, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<LogPart[]> {
  const to = Math.min(bounds.to ?? Infinity, source.size())
  const half = MOST_BYTES / 2
  const stretches = to - bounds.from <= MOST_BYTES ? [[bounds.from, to]] : [[bounds.from, bounds.from + half], [to - half, to]]
  const parts: LogPart[] = []
  for (const [from, end] of stretches as [number, number][]) {
    const pieces: LogPart[] = []
    for (let at = from; at < end; ) {
      const result = await source.read(at, Math.min(CHUNK_BYTES, end - at), 'bulk', signal)
      signal.throwIfAborted()
      if (result.kind === 'gone') {
        join(parts, pieces)
        at = result.to
      } else if (result.bytes.length === 0) break
      else {
        pieces.push({ offset: at, bytes: result.bytes })
        at += result.bytes.length
        onBytes(result.bytes.length)
      }
    }
    join(parts, pieces)
  }
  return parts
}

function join(parts: LogPart[], pieces: LogPart[]): void {
  const taken = pieces.splice(0)
  if (taken.length > 0) parts.push({ offset: taken[0]!.offset, bytes: Buffer.concat(taken.map((piece) => piece.bytes)) })
}

/** Cuts what was read into lines. `start`, `end`: where the log begins and ends at its source (bytes). */
export function* sideText(parts: readonly LogPart[], start: number, end: number): Sliced<SideText> {
  const lines: LogLine[] = []
  const gaps: SideGap[] = []
  const bytes = parts.reduce((sum, part) => sum + part.bytes.length, 0)
  let at = start
  let counted = true
  let done = 0
  const tooLong = end - start - MOST_BYTES
  const gap = (to: number): void => {
    if (to > at) gaps.push({ before: lines.length, bytes: to - at, leftOut: tooLong > 0 && to - at >= tooLong })
  }
  for (const part of parts) {
    gap(part.offset)
    if (part.offset !== at) counted = false
    // A line whose beginning is missing is no line that could be compared.
    const first = part.offset === at ? 0 : part.bytes.indexOf(LF) + 1
    for (let from = first; from < part.bytes.length; ) {
      const cut = from + CHUNK_BYTES < part.bytes.length ? part.bytes.lastIndexOf(LF, from + CHUNK_BYTES) : part.bytes.length - 1
      const to = cut < from ? nextLine(part.bytes, from + CHUNK_BYTES) : cut + 1
      const offset = part.offset + from
      for (const line of linesOf([{ offset, bytes: part.bytes.subarray(from, to) }], offset)) {
        lines.push({ ...line, number: counted ? lines.length + 1 : null })
      }
      done += to - from
      from = to
      yield bytes === 0 ? 1 : done / bytes
    }
    at = part.offset + part.bytes.length
  }
  gap(end)
  return lines.length > MOST_LINES ? withoutMiddle(parts, lines, gaps) : new SideText(parts, lines, gaps)
}

function nextLine(bytes: Buffer, from: number): number {
  const lf = bytes.indexOf(LF, from)
  return lf < 0 ? bytes.length : lf + 1
}

function withoutMiddle(parts: readonly LogPart[], lines: readonly LogLine[], gaps: readonly SideGap[]): SideText {
  const half = MOST_LINES / 2
  const out = lines.length - MOST_LINES
  const bytes = lines[half + out]!.offset - lines[half]!.offset
  const moved = gaps.filter((gap) => gap.before <= half || gap.before > half + out).map((gap) => (gap.before <= half ? gap : { ...gap, before: gap.before - out }))
  return new SideText(parts, [...lines.slice(0, half), ...lines.slice(half + out)], [...moved.filter((gap) => gap.before !== half), { before: half, bytes, leftOut: true }])
}

/** Masks the lines of both sides and gives each its id: the same for lines that are the same. */
export function* maskSides(sides: readonly SideText[], masker: Masker): Sliced<void> {
  const known = new Map<string, number>()
  const all = sides.reduce((sum, side) => sum + side.lines.length, 0)
  let done = 0
  for (const side of sides) {
    side.ids = new Int32Array(side.lines.length)
    for (const [index, line] of side.lines.entries()) {
      const masked = masker.mask(line.body)
      const id = known.get(masked) ?? known.size
      if (id === known.size) known.set(masked, id)
      side.masked.push(masked)
      side.ids[index] = id
      if ((++done & 31) === 0) yield done / all
    }
  }
}
