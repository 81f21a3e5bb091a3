import { createHash, type Hash } from 'node:crypto'
import { open, unlink, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import type { RecordedRange } from '@shared/model'
import type { FrameCipher } from './frame-cipher'
import { endOf, FRAME_BYTES, frameList, type Frame } from './frame-list'
import { packFrame, readRange, unpackFrame } from './range-file'
import { seekTable } from './seek-table'
import { indexEntry, indexHead } from './side-index'
import { zstd } from './zstd'

/** Of a range that is longer no hash is made again when it is taken up (bytes). */
const MOST_HASHED_BYTES = 64 * 1024 * 1024

export interface RangePlace {
  /** Absolute path of the recording. */
  folder: string
  /** Name in it. */
  file: string
  cipher: FrameCipher | null
}

/**
 * Writes one contiguous range of a log: frames behind each other, and beside them what tells of them; at the end the
 * public table takes that one's place. What was written is never written again. Calls must not overlap. They reject
 * when the disk is full or the folder gone; what was appended before stays, and nothing half-written is told of.
 */
export class RangeWriter {
  private readonly frames: Frame[]

  private constructor(
    private readonly place: RangePlace,
    readonly from: number,
    private readonly file: FileHandle,
    private readonly index: FileHandle,
    private indexBytes: number,
    frames: readonly Frame[],
    private hash: Hash | null,
  ) {
    this.frames = [...frames]
  }

  /** Begins a range at an offset of its log; replaces what has that name. `save`: its number among saves of the same stretch. */
  static async create(place: RangePlace, from: number, save = 0): Promise<RangeWriter> {
    const path = join(place.folder, place.file)
    // The old index must not tell of the new file.
    await unlink(`${path}.idx`).catch(() => undefined)
    const file = await open(path, 'w', 0o600)
    try {
      const index = await open(`${path}.idx`, 'w', 0o600)
      const head = indexHead(from, save)
      await index.write(head, 0, head.length, 0)
      return new RangeWriter(place, from, file, index, head.length, [], createHash('sha256'))
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** Goes on with a range that was closed, or whose writer ended without a word. Null where nothing of it can be read. */
  static async goOn(place: RangePlace, from: number): Promise<RangeWriter | null> {
    const path = join(place.folder, place.file)
    const found = await readRange(path, place.cipher)
    if (!found) return null
    const { frames } = found
    const hash = endOf(frames).plain <= MOST_HASHED_BYTES ? createHash('sha256') : null
    try {
      for (const [index, frame] of hash ? frames.entries() : []) {
        hash?.update(unpackFrame(await found.stored(frame), frame, place, index))
        await nextTurn()
      }
    } finally {
      await found.close()
    }
    // The index is made first: without the table it is what tells of the frames.
    const index = await open(`${path}.idx`, 'w', 0o600)
    const entries = frames.map((one) => indexEntry(one.stored, one.plain, one.crc ?? 0))
    const all = Buffer.concat([indexHead(from, 0), ...entries])
    await index.write(all, 0, all.length, 0)
    const file = await open(path, 'r+')
    await file.truncate(endOf(frames).stored)
    return new RangeWriter(place, from, file, index, all.length, frames, hash)
  }

  /** Offset in the log after what was appended (bytes). */
  get to(): number {
    return this.from + endOf(this.frames).plain
  }

  /** Bytes on disk, the index left out. */
  get storedBytes(): number {
    return endOf(this.frames).stored
  }

  async append(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; at += FRAME_BYTES) {
      if (at > 0) await nextTurn()
      await this.write(bytes.subarray(at, at + FRAME_BYTES))
    }
  }

  /** As the manifest tells of it while it grows. */
  range(): RecordedRange {
    return { from: this.from, to: this.to, file: this.place.file, storedBytes: this.storedBytes, sha256: null }
  }

  /** Writes the table and ends. */
  async close(): Promise<RecordedRange> {
    const path = join(this.place.folder, this.place.file)
    const table = seekTable(this.frames)
    try {
      await this.file.write(table, 0, table.length, this.storedBytes)
    } catch (error) {
      // The index goes on telling of the frames.
      await this.abandon()
      throw error
    }
    await this.abandon()
    await unlink(`${path}.idx`)
    return { ...this.range(), storedBytes: this.storedBytes + table.length, sha256: this.hash?.digest('hex') ?? null }
  }

  /** Ends where it is, as a crash would; it opens all the same. */
  async abandon(): Promise<void> {
    await Promise.all([this.file.close(), this.index.close()])
  }

  private async write(bytes: Buffer): Promise<void> {
    const { stored, plain } = endOf(this.frames)
    const packed = packFrame(zstd(), bytes, this.place, this.frames.length)
    const crc = crc32(bytes)
    try {
      await writeAll(this.file, packed, stored)
      const entry = indexEntry(packed.length, bytes.length, crc)
      await writeAll(this.index, entry, this.indexBytes)
      this.indexBytes += entry.length
    } catch (error) {
      await Promise.all([this.file.truncate(stored), this.index.truncate(this.indexBytes)]).catch(() => undefined)
      throw error
    }
    const [frame] = frameList([{ stored: packed.length, plain: bytes.length, crc }])
    this.frames.push({ ...frame!, storedAt: stored, plainAt: plain })
    this.hash?.update(bytes)
  }
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at, bytes.length - at, position + at)).bytesWritten
}
