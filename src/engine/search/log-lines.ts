import type { Failure } from '@shared/model'
import { failureOfOpening, type ByteSource } from '../source'
import { SftpError } from '../ssh'
import { LineScanner, type FoundLine } from './line-scanner'
import type { Matcher } from './matcher'

/** One read, and what is scanned between two looks at the clock (bytes). */
const PIECE_BYTES = 256 * 1024
/** Longest time that the loop is held (ms). */
const SLICE_MS = 6
/** A line longer than this is not read back to its beginning (bytes). */
const LINE_SEARCH_BYTES = 1024 * 1024
const LF = 0x0a

export interface LogLinesPorts {
  signal: AbortSignal
  /** Reading failed, or went well (null). */
  fail(failure: Failure | null): void
  /** Some more was searched. */
  moved(): void
}

/** The matching lines of a log, read piece by piece, from an offset on. Epochs end lines; what is gone is passed over. */
export class LogLines {
  private scanner: LineScanner
  private sliceStart = 0

  /**
   * @param offset where a line begins
   * @param line the number of that line; null when it is not known
   */
  constructor(
    private readonly source: ByteSource,
    private readonly matcher: Matcher,
    offset: number,
    line: number | null,
    private readonly ports: LogLinesPorts,
  ) {
    this.scanner = new LineScanner(matcher, offset, line)
  }

  /** Offset of the next byte to be read. */
  get next(): number {
    return this.scanner.next
  }

  /** Those before offset `end`, as far as they are complete. Ends early when the search is ended or the log cannot be read. */
  async *until(end: number): AsyncGenerator<FoundLine> {
    const { source, ports } = this
    let ahead: { at: number; piece: Promise<Piece> } | null = null
    while (this.next < end && !ports.signal.aborted) {
      const at = this.next
      if (at > source.firstOffset() && this.boundaryAt(at)) yield* this.startOver(at, 1)
      const piece: Piece = await (ahead?.at === at ? ahead.piece : this.read(at, Math.min(end - at, PIECE_BYTES)))
      if (piece === null) return
      if (typeof piece === 'number') {
        yield* this.startOver(piece, null)
        continue
      }
      if (piece.length === 0) {
        if (source.size() <= at) return
        await changeOf(source, ports.signal)
        continue
      }
      const next: number = at + piece.length
      // While this piece is searched, the next one is on its way.
      ahead = next < end && !this.boundaryAt(next) ? { at: next, piece: this.read(next, Math.min(end - next, PIECE_BYTES)) } : null
      for (const line of this.scanner.push(piece)) {
        yield line
        await this.pause()
      }
      ports.moved()
      await this.pause()
    }
  }

  /** The line that has no end yet, if it matches as it stands. */
  flush(): Generator<FoundLine> {
    return this.scanner.flush()
  }

  private *startOver(offset: number, line: number | null): Generator<FoundLine> {
    yield* this.scanner.flush()
    this.scanner = new LineScanner(this.matcher, offset, line)
  }

  private boundaryAt(offset: number): boolean {
    return this.source.boundaries().some((boundary) => boundary.at === offset)
  }

  private async pause(): Promise<void> {
    if (performance.now() - this.sliceStart < SLICE_MS) return
    await new Promise((resolve) => setImmediate(resolve))
    this.sliceStart = performance.now()
  }

  private read(offset: number, length: number): Promise<Piece> {
    return readPiece(this.source, offset, length, this.ports)
  }
}

/** Bytes; or the offset where they go on when they are gone; null when the search was ended or the log cannot be read any more. */
type Piece = Buffer | number | null

async function readPiece(source: ByteSource, offset: number, length: number, { signal, fail }: Omit<LogLinesPorts, 'moved'>): Promise<Piece> {
  if (signal.aborted) return null
  try {
    const result = await source.read(offset, length, 'bulk', signal)
    fail(null)
    return result.kind === 'bytes' ? result.bytes : result.to
  } catch (error) {
    if (signal.aborted) return null
    if (!(error instanceof SftpError)) throw error
    fail(error.kind === 'lost' ? LOST : failureOfOpening(source.path, error))
    return null
  }
}

/** Where the line begins that holds the byte before `offset`, or `offset` itself at the start of one. */
export async function lineStart(source: ByteSource, offset: number, lowest: number, ports: Omit<LogLinesPorts, 'moved'>): Promise<number> {
  for (let at = offset; at > lowest; ) {
    const from = Math.max(lowest, at - PIECE_BYTES)
    const bytes = await readAll(source, from, at, ports)
    if (!bytes) return at
    const lf = bytes.lastIndexOf(LF)
    if (lf >= 0) return from + lf + 1
    at = from
    if (offset - at >= LINE_SEARCH_BYTES) return at
  }
  return lowest
}

async function readAll(source: ByteSource, from: number, to: number, ports: Omit<LogLinesPorts, 'moved'>): Promise<Buffer | null> {
  const parts: Buffer[] = []
  for (let at = from; at < to; ) {
    const piece = await readPiece(source, at, to - at, ports)
    if (piece === null || typeof piece === 'number' || piece.length === 0) return null
    parts.push(piece)
    at += piece.length
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
}

/** Resolves when the source says that something changed, or the search is ended. */
export function changeOf(source: ByteSource, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = (): void => {
      heard.dispose()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const heard = source.onChange(done)
    signal.addEventListener('abort', done, { once: true })
  })
}

const LOST: Failure = {
  code: 'CONNECTION_LOST',
  sentence: 'The connection was lost during the search.',
  nextStep: 'It goes on by itself when the connection is back.',
}
