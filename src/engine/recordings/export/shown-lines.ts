import { MASK, MASK_TITLES, type MaskOptions, type MaskSpan } from '@shared/text/mask'
import { formatBytes } from '@shared/text/units'
import type { ByteSource } from '../../source'
import { filteredBound, filterLine } from '../../window'
import { maskedBytes, type MaskStyle } from './masked-bytes'

export interface ShownLine {
  /** From 1; 0 for a word on something that is missing. */
  number: number
  /** As a terminal may have it: printable text, tab and SGR colours. */
  text: string
  /** What was hidden in it, in order. */
  kinds: MaskSpan['kind'][]
}

/** A longer line is cut there (bytes). */
const LINE_BYTES = 1024 * 1024
const NEWLINE = 0x0a
const CR = 0x0d
const mark = Buffer.from(MASK)

/** The lines of a log with its secrets hidden, some hundred KiB at a time; `at`: how far it has come (bytes at the source). */
export async function* shownLines(
  source: ByteSource,
  style: MaskStyle,
  options: MaskOptions,
  signal: AbortSignal,
  range = { from: source.firstOffset(), to: source.size() },
): AsyncGenerator<{ lines: ShownLine[]; at: number }> {
  let number = 0
  let open: Buffer<ArrayBufferLike> = Buffer.alloc(0)
  let hidden: MaskSpan['kind'][] = []
  for await (const piece of maskedBytes(source, range, style, options, signal)) {
    const lines: ShownLine[] = []
    const close = (): void => {
      const count = countMarks(open)
      lines.push({ number: ++number, text: shown(open), kinds: hidden.slice(0, count) })
      hidden = hidden.slice(count)
      open = Buffer.alloc(0)
    }
    if (piece.kind === 'gone') {
      if (open.length > 0) close()
      lines.push({ number: 0, text: `${formatBytes(piece.to - piece.from)} of this log were not saved.`, kinds: [] })
    } else {
      hidden = [...hidden, ...piece.spans.map(({ kind }) => kind)]
      for (let at = 0; at < piece.bytes.length; ) {
        const newline = piece.bytes.indexOf(NEWLINE, at)
        const stop = newline < 0 ? piece.bytes.length : newline
        open = open.length === 0 ? piece.bytes.subarray(at, stop) : Buffer.concat([open, piece.bytes.subarray(at, stop)])
        at = stop + 1
        if (newline >= 0 || open.length > LINE_BYTES) close()
      }
    }
    yield { lines, at: piece.to }
  }
  if (open.length > 0) yield { lines: [{ number: number + 1, text: shown(open), kinds: hidden }], at: range.to }
}

/** What a pane shows of a line: the last state of one that was redrawn, without anything that is not text. */
function shown(line: Buffer): string {
  const end = line.at(-1) === CR ? line.length - 1 : line.length
  const bytes = line.subarray(line.lastIndexOf(CR, Math.max(0, end - 1)) + 1 || 0, end)
  const out = Buffer.allocUnsafe(filteredBound(bytes.length))
  return out.toString('utf8', 0, filterLine(bytes, out, 0))
}

/** A log may have such signs of its own; the kinds are for the eye only. */
function countMarks(line: Buffer): number {
  let count = 0
  for (let at = line.indexOf(mark); at >= 0; at = line.indexOf(mark, at + mark.length)) count++
  return count
}

export function kindTitle(kind: MaskSpan['kind'] | undefined): string {
  return kind ? MASK_TITLES[kind] : 'Hidden'
}
