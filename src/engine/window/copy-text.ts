import { markSentence } from '@shared/text/marks'
import type { ByteSource } from '../source'
import { cellSlice } from './cell-slice'
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

/** A longer line is copied up to here, with a word on the rest (bytes). */
const LINE_BYTES = 16 * 1024 * 1024
// eslint-disable-next-line no-control-regex -- SGR is what the escape filter leaves in.
const SGR = /\x1b\[[0-9;:]*m/g
const NOTHING = { read: () => undefined, gone: () => undefined }

/**
 * The lines of a range as plain text, each with its newline but the last: escape sequences and colours left out, redrawn lines in
 * their last state, as a pane shows them. Where bytes are gone or an epoch ends, the mark's sentence stands in a line of its own.
 * Rejects as the source's reads do.
 */
export async function* copiedText(source: ByteSource, { from, to, columns }: CopyRange, signal: AbortSignal): AsyncGenerator<{ text: string; at: number }> {
  let ready: string[] = []
  let begun = false
  let over = false
  const put = (text: string): void => {
    ready.push(begun ? `\n${text}` : text)
    begun = true
  }
  const sink = {
    line(text: Uint8Array, begin: number, end: number, offset: number): boolean {
      over ||= offset > to.offset
      if (over) return false
      const plain = Buffer.from(text.buffer, text.byteOffset + begin, end - begin).toString('utf8').replace(SGR, '')
      const first = offset === from.offset ? (from.cell ?? Infinity) : 0
      const last = offset === to.offset ? (to.cell ?? Infinity) : Infinity
      put(cellSlice(plain, columns, first, last))
      return true
    },
    mark: (mark: Parameters<typeof markSentence>[0]): void => put(markSentence(mark)),
  }
  const end = source.size()
  const lines = new SourceLines(source, from.offset, NOTHING, { priority: 'bulk', lineBytes: LINE_BYTES })
  lines.startAt({ offset: from.offset, cutsLine: false }, sink)
  while (!over && lines.next <= Math.max(to.offset, from.offset) + LINE_BYTES && lines.moreBefore(end)) {
    signal.throwIfAborted()
    if (!(await lines.readOn(sink))) break
    // The line that holds the last place may be open for a long time.
    if (lines.openStart > to.offset) over = true
    if (ready.length > 0) yield { text: ready.join(''), at: Math.min(lines.next, end) }
    ready = []
  }
  if (!over) lines.peekOpen(sink)
  if (ready.length > 0) yield { text: ready.join(''), at: end }
}
