import { SftpError, type Priority, type FileAccess } from '../ssh'
import { BLOCK_BYTES } from './block-cache'
import type { ReadResult } from './byte-source'
import type { Epoch, EpochList } from './epoch-list'
import { SEAM_BYTES, seamOfBytes, type Seam } from './seam'

/** Bytes before the end that a growing read takes again, to see whether the file was rewritten under us. */
const OVERLAP_BYTES = 256

/**
 * Reads of one source: from the cache, else over SFTP into it, each range only once at a
 * time. Notices when a file that grew no longer holds the bytes that were read before.
 */
export class EpochReader {
  /** Proof of what stands before the furthest byte read of the newest epoch. */
  seam: Seam | null = null
  /** End of the newest epoch's file when it was last read to there (local); -1 before that. */
  endSeen = -1
  private readonly underWay: { epoch: Epoch; from: number; to: number; done: Promise<unknown> }[] = []

  /** `onRewritten(epoch, readEnd)`: bytes before local offset `readEnd` are not what they were; afterwards there is a newer epoch. */
  constructor(
    private readonly epochs: EpochList,
    private readonly files: () => FileAccess | null,
    private readonly onRewritten: (epoch: Epoch, readEnd: number) => Promise<void>,
  ) {}

  /** What is held of `[from, to)` (source offsets, within one epoch), or null unless all of it is. */
  peek(from: number, to: number): Buffer | null {
    const epoch = this.epochs.at(from)
    if (!epoch || to > epoch.start + epoch.length) return null
    if (from === to) return Buffer.alloc(0)
    return this.held(epoch, from - epoch.start, to - epoch.start)
  }

  /** Another epoch has begun: what was seen of the one before proves nothing for it. */
  forget(): void {
    this.seam = null
    this.endSeen = -1
  }

  /** After the furthest byte of the newest epoch that was read (local). */
  get furthest(): number {
    return Math.max(this.endSeen, this.seam?.end ?? 0)
  }

  /** The newest epoch's file was read up to local offset `end`, where it ended then. */
  reached(end: number): void {
    this.endSeen = Math.max(this.endSeen, end)
  }

  /** See `ByteSource.read`. */
  async read(offset: number, length: number, priority: Priority, signal?: AbortSignal): Promise<ReadResult> {
    for (;;) {
      const epoch = this.epochs.at(offset)
      if (!epoch) return { kind: 'gone', to: this.epochs.all[0]!.start }
      const from = offset - epoch.start
      const to = Math.min(from + length, epoch.length)
      if (from >= to) return { kind: 'bytes', bytes: Buffer.alloc(0) }
      const cached = Math.min(this.epochs.cachedEnd(epoch, from), to)
      if (cached > from) return { kind: 'bytes', bytes: this.epochs.copyCached(epoch, from, cached) }
      const files = this.files()
      if (!epoch.handle || !files) {
        if (epoch !== this.epochs.newest) return { kind: 'gone', to: epoch.start + this.epochs.nextCached(epoch, from) }
        throw new SftpError('lost', 'not connected')
      }
      const same = this.underWay.find((r) => r.epoch === epoch && r.from <= from && from < r.to)
      if (same) {
        await same.done
        signal?.throwIfAborted()
        continue
      }
      const bytes = await this.fetch(files, epoch, from, to, priority, signal)
      if (bytes) return { kind: 'bytes', bytes }
    }
  }

  /** Reads local `[from, to)` into the cache; null when the file turned out to be rewritten. */
  private async fetch(files: FileAccess, epoch: Epoch, from: number, to: number, priority: Priority, signal?: AbortSignal) {
    // Blocks are cached from their start on, so the request begins where the cached part of the block ends.
    const start = this.epochs.cachedEnd(epoch, Math.floor(from / BLOCK_BYTES) * BLOCK_BYTES)
    const overlap = epoch === this.epochs.newest ? Math.min(OVERLAP_BYTES, start) : 0
    const before = overlap > 0 ? this.held(epoch, start - overlap, start) : null
    const extra = before ? overlap : 0
    const reading = files.read(epoch.handle!, start - extra, to - start + extra, priority, signal)
    const entry = { epoch, from: start, to, done: reading.catch(() => undefined) }
    this.underWay.push(entry)
    try {
      const bytes = await reading
      if (before && !before.equals(bytes.subarray(0, extra))) {
        await this.onRewritten(epoch, start)
        return null
      }
      const fresh = bytes.subarray(extra)
      this.epochs.keep(epoch, start, fresh)
      this.noteSeam(epoch, start + fresh.length, bytes)
      if (epoch === this.epochs.newest && start + fresh.length >= epoch.length) this.reached(start + fresh.length)
      // Empty when the file is shorter than the last look said: the next poll tells what happened.
      return fresh.subarray(from - start, to - start)
    } finally {
      this.underWay.splice(this.underWay.indexOf(entry), 1)
    }
  }

  private held(epoch: Epoch, from: number, to: number): Buffer | null {
    return this.epochs.cachedEnd(epoch, from) >= to ? this.epochs.copyCached(epoch, from, to) : null
  }

  private noteSeam(epoch: Epoch, end: number, bytes: Buffer): void {
    if (epoch !== this.epochs.newest || (this.seam && this.seam.end > end)) return
    this.seam = seamOfBytes(end, bytes.subarray(Math.max(0, bytes.length - SEAM_BYTES)))
  }
}
