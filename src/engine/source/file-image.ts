import type { Epoch, EpochList } from './epoch-list'

/** A stretch of a file (offsets local to it, bytes) of which either all is held or nothing is. */
export interface Stretch {
  from: number
  to: number
  bytes: Buffer | null
}

/**
 * What is held of a file as it stands at the source. A run that overwrites a file in place leaves the rest of the
 * run before behind its own end, so the file's bytes are the newest epoch's, then those of the epoch under it.
 */
export class FileImage {
  /** Seen behind the frontier where no epoch holds anything: of either run, so it serves for comparison only. */
  private ahead: { epoch: Epoch; from: number; bytes: Buffer } | null = null

  constructor(private readonly epochs: EpochList) {}

  /** The stretch that begins at `from`, up to `limit` at most; with a `top`, as it was when that was the newest epoch. */
  at(from: number, limit: number, top = this.epochs.newest): Stretch {
    for (let layer: Epoch | null = top; layer; layer = layer.under) {
      if (from >= layer.length) continue
      const to = Math.min(limit, layer.length)
      const end = Math.min(this.epochs.cachedEnd(layer, from), to)
      if (end > from) return { from, to: end, bytes: this.epochs.copyCached(layer, from, end) }
      return this.fromAhead(from, Math.min(this.epochs.nextCached(layer, from), to))
    }
    return this.fromAhead(from, limit)
  }

  /** All of `[from, to)`, or null unless all of it is held. */
  whole(from: number, to: number, top = this.epochs.newest): Buffer | null {
    const parts: Buffer[] = []
    for (let at = from; at < to; ) {
      const stretch = this.at(at, to, top)
      if (!stretch.bytes) return null
      parts.push(stretch.bytes)
      at = stretch.to
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
  }

  /** Keeps what was read where nothing was held, as far as it is the newest epoch's. */
  learn(from: number, bytes: Buffer): void {
    const { newest } = this.epochs
    const own = Math.min(bytes.length, newest.length - from)
    if (own > 0) this.epochs.keep(newest, from, bytes.subarray(0, own))
  }

  /** Remembers what stands behind the frontier, in place of what was remembered there before. */
  lookAhead(from: number, bytes: Buffer): void {
    this.ahead = { epoch: this.epochs.newest, from, bytes }
  }

  private fromAhead(from: number, to: number): Stretch {
    const { ahead } = this
    if (!ahead || ahead.epoch !== this.epochs.newest || from >= ahead.from + ahead.bytes.length) return { from, to, bytes: null }
    if (from < ahead.from) return { from, to: Math.min(to, ahead.from), bytes: null }
    const end = Math.min(to, ahead.from + ahead.bytes.length)
    return { from, to: end, bytes: ahead.bytes.subarray(from - ahead.from, end - ahead.from) }
  }
}
