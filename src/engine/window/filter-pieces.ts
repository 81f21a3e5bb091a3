import type { ByteSource } from '../source'
import type { Priority } from '../ssh'
import { Stretches } from './stretches'

/** Logs are judged in pieces of this size, at multiples of it or at the start of an epoch (bytes). */
export const PIECE_BYTES = 256 * 1024
/** Pieces that are kept: what is around the one that is judged, on both sides. */
const KEPT_PIECES = 8
/** Pieces that are asked for before they are needed; bulk reads take turns with everything that a person waits for. */
const AHEAD_PIECES = 2

/** `[from, to)` in one epoch, without anything that is gone. */
export interface PieceBounds {
  from: number
  to: number
}

/** The bytes of a log as they are needed to judge its lines: each is read once or twice, and few are kept. */
export class FilterPieces {
  private readonly kept = new Map<number, Buffer>()
  private readonly coming = new Map<number, Promise<Buffer | null>>()
  private readonly lost = new Stretches(4096)
  /** Bytes read of the source. */
  readBytes = 0

  /** @param heard hears every byte that is read, once for each reading */
  constructor(
    private readonly source: ByteSource,
    private readonly heard: { read(from: number, bytes: Buffer): void; gone(from: number, to: number): void },
  ) {}

  /** The piece that holds the byte at `offset`, as far as it is there now; of what is gone only its end is known. */
  boundsAt(offset: number): PieceBounds | { goneTo: number } {
    const { source } = this
    const gone = this.lost.all.find(([from, to]) => offset >= from && offset < to)
    if (gone) return { goneTo: gone[1] }
    const epoch = this.epochAt(offset)
    const grid = Math.floor(offset / PIECE_BYTES) * PIECE_BYTES
    const before = this.lost.all.findLast(([, to]) => to <= offset)?.[1] ?? 0
    const after = this.lost.all.find(([from]) => from > offset)?.[0] ?? Infinity
    return { from: Math.max(grid, epoch.from, before), to: Math.min(grid + PIECE_BYTES, epoch.to, after, source.size()) }
  }

  /** The epoch that holds an offset; `closed`: nothing is added to it any more. */
  epochAt(offset: number): { from: number; to: number; closed: boolean } {
    const borders = this.source.boundaries()
    const next = borders.find(({ at }) => at > offset)?.at
    const from = borders.findLast(({ at }) => at <= offset)?.at ?? this.source.firstOffset()
    return { from, to: next ?? this.source.size(), closed: next !== undefined }
  }

  /** The lowest offset from which everything up to `offset` can be read, as far as is known. */
  floorOf(offset: number): number {
    return Math.max(this.epochAt(offset).from, this.lost.all.findLast(([, to]) => to <= offset)?.[1] ?? 0)
  }

  /**
   * The bytes of `[from, to)`, which lie in one epoch; fewer where they end before or are gone. Rejects as the source's reads do.
   */
  async bytes(from: number, to: number, priority: Priority): Promise<Buffer> {
    const parts: Buffer[] = []
    for (let at = from; at < to; ) {
      const bounds = this.boundsAt(at)
      if ('goneTo' in bounds || bounds.to <= at) break
      const piece = await this.load(bounds, priority)
      const part = piece.subarray(at - bounds.from, Math.min(to - bounds.from, piece.length))
      if (part.length === 0) break
      parts.push(part)
      at += part.length
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
  }

  /** Asks for the pieces that come next in a direction. */
  ahead(bounds: PieceBounds, step: 1 | -1): void {
    let at = step > 0 ? bounds.to : bounds.from - 1
    for (let n = 0; n < AHEAD_PIECES && at >= this.source.firstOffset() && at < this.source.size(); n++) {
      const next = this.boundsAt(at)
      if ('goneTo' in next) return
      if (!this.whole(next)) this.fetch(next, 'bulk').catch(() => undefined)
      at = step > 0 ? next.to : next.from - 1
    }
  }

  private whole({ from, to }: PieceBounds): boolean {
    return (this.kept.get(from)?.length ?? 0) >= to - from
  }

  private async load(bounds: PieceBounds, priority: Priority): Promise<Buffer> {
    while (!this.whole(bounds)) {
      const before = this.kept.get(bounds.from)?.length ?? 0
      const got = await this.fetch(bounds, priority)
      if (got === null || got.length <= before) break
    }
    const piece = this.kept.get(bounds.from)
    if (!piece) return Buffer.alloc(0)
    this.kept.delete(bounds.from)
    this.kept.set(bounds.from, piece)
    return piece.subarray(0, Math.min(piece.length, bounds.to - bounds.from))
  }

  private fetch(bounds: PieceBounds, priority: Priority): Promise<Buffer | null> {
    const under = this.coming.get(bounds.from)
    if (under) return under
    const reading = this.readOn(bounds, priority).finally(() => this.coming.delete(bounds.from))
    this.coming.set(bounds.from, reading)
    return reading
  }

  /** Reads what is missing of a piece; null where that is gone. */
  private async readOn({ from, to }: PieceBounds, priority: Priority): Promise<Buffer | null> {
    const held = this.kept.get(from) ?? Buffer.alloc(0)
    const at = from + held.length
    const result = await this.source.read(at, to - at, priority)
    if (result.kind === 'gone') {
      this.lost.add(at, result.to)
      this.heard.gone(at, result.to)
      return null
    }
    if (result.bytes.length > 0) this.heard.read(at, result.bytes)
    this.readBytes += result.bytes.length
    const piece = held.length === 0 ? Buffer.from(result.bytes) : Buffer.concat([held, result.bytes])
    this.kept.delete(from)
    this.kept.set(from, piece)
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT_PIECES) break
      this.kept.delete(oldest)
    }
    return piece
  }
}
