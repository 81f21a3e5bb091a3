import type { Mark } from '@shared/model'
import { markSentence } from '@shared/text/marks'
import { maskedBytes } from '../recordings'
import type { ByteSource } from '../source'
import type { LineMasks } from '../window'

export interface WholeLogPiece {
  /** To be written next. */
  bytes: Buffer
  /** All of the log before this offset is written. */
  at: number
  /** The piece is a line in the place of so many bytes that are gone; 0 for every other piece. */
  gone: number
  /** Secrets in it that a mark stands for. */
  hidden: number
}

const NEWLINE = 0x0a

/**
 * All bytes of a log up to `end` (an offset), as they are, colours and all; only the secrets that the pane hides are marks. Where bytes are gone or another content begins, a
 * line in brackets says so. Rejects as the source's reads do, and when aborted.
 */
export async function* wholeLog(source: ByteSource, end: number, masks: LineMasks | null, signal: AbortSignal): AsyncGenerator<WholeLogPiece> {
  const masked = masks?.whole() ?? null
  let inLine = false
  const note = (mark: Mark, at: number, gone: number): WholeLogPiece => {
    const bytes = Buffer.from(`${inLine ? '\n' : ''}[${markSentence(mark)}]\n`)
    inLine = false
    return { bytes, at, gone, hidden: 0 }
  }
  for (let at = source.firstOffset(); at < end; ) {
    const border = source.boundaries().find((one) => one.at > at && one.at < end)
    const to = border?.at ?? end
    let done = at
    for await (const piece of maskedBytes(source, { from: at, to }, masked ? 'mark' : 'none', masked ?? {}, signal)) {
      done = piece.to
      if (piece.kind === 'gone') yield note(piece, piece.to, piece.to - piece.from)
      else {
        inLine = piece.bytes.at(-1) !== NEWLINE
        yield { bytes: piece.bytes, at: piece.to, gone: 0, hidden: piece.spans.length }
      }
    }
    // The file is shorter than it was: what is not there now will not come back.
    if (done < to) yield note({ kind: 'gone', from: done, to }, to, to - done)
    if (border) yield note({ kind: 'epoch', ...border }, to, 0)
    at = to
  }
}
