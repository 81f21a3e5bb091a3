import type { EpochCause } from '@shared/model'
import type { RemoteHandle } from '../ssh'
import { BLOCK_BYTES, type BlockCache } from './block-cache'
import type { Boundary } from './byte-source'

/** One content generation: where it begins in the source's address space, its length, and how to read it. */
export interface Epoch {
  /** Name of its blocks in the cache. */
  key: string
  start: number
  /** Bytes; of the newest epoch it grows. */
  length: number
  handle: RemoteHandle | null
  /** The epoch whose bytes follow this one's in the same file, since this one overwrites it in place; null for most. */
  under: Epoch | null
  /** Time of change of the file when this epoch was first seen (ms since the epoch, whole seconds); null before that. */
  beganMs: number | null
}

/**
 * The epochs of one source in one growing address space, with what the cache holds of
 * them. Offsets of callers are the source's; inside an epoch they are local.
 */
export class EpochList {
  private readonly epochs: Epoch[]
  private readonly marks: Boundary[] = []
  private readonly others: Epoch[] = []
  private made = 0

  /** `start`: where the first epoch begins (a source that goes on after a restart keeps its offsets). */
  constructor(
    private readonly name: string,
    private readonly cache: BlockCache,
    start: number,
  ) {
    this.epochs = [this.make(start)]
  }

  get newest(): Epoch {
    return this.epochs[this.epochs.length - 1]!
  }

  get all(): readonly Epoch[] {
    return this.epochs
  }

  get end(): number {
    return this.newest.start + this.newest.length
  }

  get boundaries(): readonly Boundary[] {
    return this.marks
  }

  /** Ends the newest epoch at its length and begins the next one there. */
  begin(cause: EpochCause): Epoch {
    const epoch = this.make(this.end)
    this.epochs.push(epoch)
    this.marks.push({ at: epoch.start, cause })
    return epoch
  }

  /** An epoch that has no place among the source's offsets, to be put under another one. */
  apart(): Epoch {
    const epoch = this.make(this.epochs[0]!.start)
    this.others.push(epoch)
    return epoch
  }

  /** The epoch that holds `offset`; at a border, the newer one. */
  at(offset: number): Epoch | null {
    for (let i = this.epochs.length - 1; i >= 0; i--) {
      const epoch = this.epochs[i]!
      if (offset >= epoch.start) return epoch
    }
    return null
  }

  /** End of what is cached without a hole from local offset `from` on; `from` itself when nothing is. */
  cachedEnd(epoch: Epoch, from: number): number {
    let at = from
    while (at < epoch.length) {
      const index = Math.floor(at / BLOCK_BYTES)
      const block = this.cache.get(epoch.key, index)
      const end = index * BLOCK_BYTES + (block?.length ?? 0)
      if (end <= at) return at
      at = Math.min(end, epoch.length)
      if (block!.length < BLOCK_BYTES) return at
    }
    return at
  }

  /** Copies cached bytes `[from, to)` of an epoch; the caller knows that they are there. */
  copyCached(epoch: Epoch, from: number, to: number): Buffer {
    const first = Math.floor(from / BLOCK_BYTES)
    const last = Math.floor((to - 1) / BLOCK_BYTES)
    const block = this.cache.get(epoch.key, first)!
    if (first === last) return block.subarray(from - first * BLOCK_BYTES, to - first * BLOCK_BYTES)
    const out = Buffer.allocUnsafe(to - from)
    for (let index = first; index <= last; index++) {
      const base = index * BLOCK_BYTES
      const bytes = this.cache.get(epoch.key, index)!
      out.set(bytes.subarray(Math.max(0, from - base), Math.min(BLOCK_BYTES, to - base)), Math.max(0, base - from))
    }
    return out
  }

  keep(epoch: Epoch, from: number, bytes: Uint8Array): void {
    this.cache.put(epoch.key, from, bytes)
  }

  /** What is held of the newest epoch from local offset `from` on was a guess, and these bytes are there. */
  correct(from: number, bytes: Uint8Array): void {
    this.cache.correct(this.newest.key, from, bytes)
  }

  /** Start of the first cached block after local offset `from`, or the epoch's end. */
  nextCached(epoch: Epoch, from: number): number {
    for (let index = Math.floor(from / BLOCK_BYTES) + 1; index * BLOCK_BYTES < epoch.length; index++) {
      if (this.cache.get(epoch.key, index)) return index * BLOCK_BYTES
    }
    return epoch.length
  }

  dispose(): void {
    for (const epoch of [...this.epochs, ...this.others]) this.cache.drop(epoch.key)
  }

  private make(start: number): Epoch {
    return { key: `${this.name}#${this.made++}`, start, length: 0, handle: null, under: null, beganMs: null }
  }
}
