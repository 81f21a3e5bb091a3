import { markSentence } from '@shared/text/marks'
import { SGR } from '@shared/text/sgr'
import type { ByteSource } from '../source'
import { cellSlice } from './cell-slice'
import { FilteredLines } from './filtered-lines'
import type { LineMasks } from './line-masks'
import type { LineFilter } from './line-filter'
import { SourceLines } from './source-lines'

/** A place in a line: the line's first byte, and cells of the terminal from its beginning. */
export interface CopySpot {
  offset: number
  /** Null is the line's end. */
  cell: number | null
}

export interface CopyRange {
  from: CopySpot
  to: CopySpot
  /** Columns of the terminal in which the cells were counted. */
  columns: number
}

export interface CopyOptions {
  /** SGR sequences stay in. */
  colours?: boolean
  /** Hides what looks like a secret, as the pane does. */
  masks?: LineMasks | null
}

/** A longer line is copied up to here, with a word on the rest (bytes). */
const LINE_BYTES = 16 * 1024 * 1024
const NOTHING = { read: () => undefined, gone: () => undefined }

/**
 * The lines of a range as plain text, each with its newline but the last: escape sequences and colours left out, redrawn lines in
 * their last state, as a pane shows them; with a filter, what passes it, with its blanks between columns left out. Where bytes are gone or an epoch ends, the mark's sentence stands in a line of its own.
 * Rejects as the source's reads do.
 */
export async function* copiedText(
  source: ByteSource,
  { from, to, columns }: CopyRange,
  signal: AbortSignal,
  filter: LineFilter | null = null,
  { colours = false, masks = null }: CopyOptions = {},
): AsyncGenerator<{ text: string; at: number; hidden: number }> {
  let ready: string[] = []
  let begun = false
  let over = false
  let hidden = 0
  const put = (text: string): void => {
    ready.push(begun ? `\n${text}` : text)
    begun = true
  }
  const sink = {
    line(text: Uint8Array, begin: number, end: number, offset: number): boolean {
      over ||= offset > to.offset
      if (over) return false
      const masked = masks?.hide(text, begin, end, offset) ?? null
      if (masked) hidden++
      const whole = (masked ?? Buffer.from(text.buffer, text.byteOffset + begin, end - begin)).toString('utf8')
      const plain = colours ? whole : whole.replace(SGR, '')
      const first = offset === from.offset ? (from.cell ?? Infinity) : 0
      const last = offset === to.offset ? (to.cell ?? Infinity) : Infinity
      put(first === 0 && last === Infinity ? plain : cutOut(plain, columns, first, last, filter))
      return true
    },
    mark: (mark: Parameters<typeof markSentence>[0]): void => put(markSentence(mark)),
  }
  const end = source.size()
  const lines = filter
    ? new FilteredLines(source, unpadded(filter), from.offset, NOTHING, false, LINE_BYTES)
    : new SourceLines(source, from.offset, NOTHING, { priority: 'bulk', lineBytes: LINE_BYTES })
  lines.startAt({ offset: from.offset, cutsLine: false }, sink)
  while (!over && lines.next <= Math.max(to.offset, from.offset) + LINE_BYTES && lines.moreBefore(end)) {
    signal.throwIfAborted()
    if (!(await lines.readOn(sink))) break
    // The line that holds the last place may be open for a long time.
    if (lines.openStart > to.offset) over = true
    if (ready.length > 0) yield { text: ready.join(''), at: Math.min(lines.next, end), hidden }
    ready = []
    hidden = 0
  }
  if (!over) lines.peekOpen(sink)
  if (ready.length > 0) yield { text: ready.join(''), at: end, hidden }
}

/** What was said to be in these cells, of the log's own text: the pane's has blanks between its columns, which take cells. */
function cutOut(plain: string, columns: number, first: number, last: number, filter: LineFilter | null): string {
  const bytes = Buffer.from(plain)
  const padding = filter?.pad?.(bytes, 0, bytes.length) ?? null
  if (!padding) return cellSlice(plain, columns, first, last)
  let shown = ''
  let at = 0
  for (const [before, blanks] of padding) {
    shown += bytes.toString('utf8', at, before) + PAD.repeat(blanks)
    at = before
  }
  return cellSlice(shown + bytes.toString('utf8', at), columns, first, last).replaceAll(PAD, '')
}

/** Stands for a blank of the pane's own; no text that passed the escape wall has it. */
const PAD = '\x01'

function unpadded(filter: LineFilter): LineFilter {
  return { separated: filter.separated, after: filter.after, runUp: (before) => filter.runUp(before), judge: (...of) => filter.judge(...of) }
}
