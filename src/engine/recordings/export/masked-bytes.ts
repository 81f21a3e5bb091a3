import { MASK, StreamMasker, type MaskOptions, type MaskSpan } from '@shared/text/mask'
import type { ByteSource } from '../../source'

/** `mark`: the sign for something hidden. `stars`: as many as there were bytes, so that every place in the log stays what it is. `none`: nothing is hidden. */
export type MaskStyle = 'mark' | 'stars' | 'none'

export type MaskedPiece =
  /** What `[from, to)` of the source becomes; spans are offsets at the source (bytes). */
  | { kind: 'bytes'; from: number; to: number; bytes: Buffer; spans: MaskSpan[] }
  /** `[from, to)` is not there. A secret never goes on behind it. */
  | { kind: 'gone'; from: number; to: number }

const STEP_BYTES = 256 * 1024
const NEWLINE = 0x0a
const STAR = 0x2a
const mark = Buffer.from(MASK)

/** A stretch of a log with its secrets hidden, piece by piece in order. Rejects as the source's reads do, and when aborted. */
export async function* maskedBytes(
  source: ByteSource,
  { from, to }: { from: number; to: number },
  style: MaskStyle,
  options: MaskOptions,
  signal: AbortSignal,
): AsyncGenerator<MaskedPiece> {
  let stretch = new Stretch(from, style, options)
  for (let at = from; at < to; ) {
    signal.throwIfAborted()
    const read = await source.read(at, Math.min(STEP_BYTES, to - at), 'bulk', signal)
    if (read.kind === 'gone') {
      const end = Math.min(to, read.to)
      yield* stretch.end()
      yield { kind: 'gone', from: at, to: end }
      stretch = new Stretch(end, style, options)
      at = end
    } else {
      if (read.bytes.length === 0) break
      at += read.bytes.length
      yield* stretch.push(read.bytes)
    }
  }
  yield* stretch.end()
}

/** Bytes that follow each other. */
class Stretch {
  private readonly masker: StreamMasker | null
  private held: Buffer<ArrayBufferLike> = Buffer.alloc(0)
  private at: number

  constructor(
    private readonly from: number,
    private readonly style: MaskStyle,
    options: MaskOptions,
  ) {
    this.at = from
    this.masker = style === 'none' ? null : new StreamMasker(options, (text) => Buffer.from(text).toString('latin1'))
  }

  push(bytes: Buffer): MaskedPiece[] {
    this.held = this.held.length === 0 ? bytes : Buffer.concat([this.held, bytes])
    return this.masker ? this.take(this.masker.push(bytes.toString('latin1'))) : this.take({ settled: this.at - this.from + this.held.length, spans: [] })
  }

  end(): MaskedPiece[] {
    return this.masker ? this.take(this.masker.end()) : []
  }

  private take({ settled, spans }: { settled: number; spans: MaskSpan[] }): MaskedPiece[] {
    const length = this.from + settled - this.at
    if (length <= 0) return []
    const plain = this.held.subarray(0, length)
    const places = spans.map((span) => ({ ...span, from: span.from + this.from, to: span.to + this.from }))
    const piece: MaskedPiece = { kind: 'bytes', from: this.at, to: this.at + length, bytes: this.hide(plain, places), spans: places }
    this.held = this.held.subarray(length)
    this.at += length
    return [piece]
  }

  private hide(plain: Buffer, spans: readonly MaskSpan[]): Buffer {
    if (spans.length === 0) return plain
    if (this.style === 'stars') {
      const out = Buffer.from(plain)
      for (const { from, to } of spans) for (let at = from - this.at; at < to - this.at; at++) if (out[at] !== NEWLINE) out[at] = STAR
      return out
    }
    const parts: Buffer[] = []
    let at = 0
    for (const { from, to } of spans) {
      parts.push(plain.subarray(at, from - this.at), mark)
      at = to - this.at
    }
    return Buffer.concat([...parts, plain.subarray(at)])
  }
}
