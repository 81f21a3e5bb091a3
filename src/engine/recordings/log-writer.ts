import { unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordedRange } from '@shared/model'
import type { FrameCipher } from './frame-cipher'
import { rangeFile, type TailSlot } from './layout'
import { RangeWriter } from './range-writer'

/** How much of a log is kept (bytes). */
export interface LogBounds {
  /** A log up to this size is kept whole; of a longer one so much, half of it of its end (at most `TAIL_BYTES`). */
  wholeBytes: number
  /** Besides, around lines that tell of an error, so much in all. */
  errorBytes: number
}

export const DEFAULT_BOUNDS: LogBounds = { wholeBytes: 1024 * 1024, errorBytes: 256 * 1024 }
export const TAIL_BYTES = 512 * 1024

export interface LogPlaceOnDisk {
  folder: string
  /** The log's name in the recording. */
  name: string
  cipher: FrameCipher | null
}

/** Writes what is kept of one log: its beginning as it comes, its end by turns, and what stands around errors. Calls must not overlap. */
export class LogWriter {
  private head: RangeWriter | null = null
  private readonly islands: RangeWriter[] = []
  private tail: { slot: TailSlot; from: number; bytes: Buffer } | null = null
  private saves = 0
  private readonly before: RecordedRange[]

  /** @param before ranges of an earlier life that stay as they are */
  constructor(
    private readonly place: LogPlaceOnDisk,
    private readonly bounds: LogBounds,
    before: readonly RecordedRange[] = [],
  ) {
    this.before = [...before]
  }

  /** Goes on with the beginning that an earlier life saved. */
  async resumeHead(range: RecordedRange): Promise<boolean> {
    this.head = await RangeWriter.goOn({ ...this.place, file: range.file }, range.from)
    return this.head !== null
  }

  /** So much of the beginning is kept. */
  get headBytes(): number {
    const { wholeBytes } = this.bounds
    return Math.max(Math.ceil(wholeBytes / 2), wholeBytes - TAIL_BYTES)
  }

  get tailBytes(): number {
    return this.bounds.wholeBytes - this.headBytes
  }

  /** Where the beginning that is saved ends. */
  get headEnd(): number {
    return this.head?.to ?? this.before.find(({ from }) => from === 0)?.to ?? 0
  }

  /** The beginning is as an earlier life left it, with other stretches behind it. */
  get headIsOver(): boolean {
    return this.head === null && this.headEnd > 0
  }

  /** Where what is saved besides the end ends. */
  private get savedEnd(): number {
    return Math.max(this.headEnd, this.islands.at(-1)?.to ?? 0, this.before.at(-1)?.to ?? 0)
  }

  /** More of the beginning; must go on where it ends. */
  async addHead(bytes: Buffer): Promise<void> {
    if (bytes.length === 0) return
    this.head ??= await RangeWriter.create(this.at(0), 0)
    await this.head.append(bytes)
  }

  /** The end as it is now. The one that was saved before stays until this one is whole. */
  async saveTail(from: number, bytes: Buffer): Promise<void> {
    const { tail } = this
    if (bytes.length === 0 || (tail && tail.from === from && tail.bytes.length === bytes.length)) return
    const slot: TailSlot = tail?.slot === 'tail-a' ? 'tail-b' : 'tail-a'
    const writer = await RangeWriter.create(this.at(slot), from, ++this.saves)
    try {
      await writer.append(bytes)
    } finally {
      await writer.abandon()
    }
    this.tail = { slot, from, bytes }
  }

  /** A stretch around an error. False where the bound is reached, or it is saved. */
  async addIsland(from: number, bytes: Buffer): Promise<boolean> {
    const used = this.islands.reduce((sum, one) => sum + one.to - one.from, 0)
    const last = this.islands.at(-1)
    const begin = Math.max(from, this.savedEnd)
    const fresh = bytes.subarray(Math.min(bytes.length, begin - from))
    if (fresh.length === 0 || used + fresh.length > this.bounds.errorBytes) return false
    if (last?.to === begin) await last.append(fresh)
    else {
      const writer = await RangeWriter.create(this.at(begin), begin)
      this.islands.push(writer)
      await writer.append(fresh)
    }
    return true
  }

  /** What is saved and named; the end, which has no lasting place yet, is found by its index. */
  ranges(): RecordedRange[] {
    return [...this.before, ...(this.head ? [this.head.range()] : []), ...this.islands.map((one) => one.range())].filter((one) => one.to > one.from)
  }

  /** Where the end that was saved ends; 0 before that. */
  get tailEnd(): number {
    return this.tail ? this.tail.from + this.tail.bytes.length : 0
  }

  /** Gives every range its table, and the end its place. Rejects when that cannot be written; the recording opens all the same. */
  async close(): Promise<RecordedRange[]> {
    const ranges = [...this.before]
    const end = this.tail
    if (end) {
      const from = Math.max(end.from, this.savedEnd)
      const bytes = end.bytes.subarray(Math.min(end.bytes.length, from - end.from))
      if (this.head?.to === from && this.islands.length === 0) await this.head.append(bytes)
      else if (bytes.length > 0) {
        const writer = await RangeWriter.create(this.at(from), from)
        await writer.append(bytes)
        ranges.push(await writer.close())
      }
    }
    for (const writer of [this.head, ...this.islands]) if (writer && writer.to > writer.from) ranges.push(await writer.close())
    this.head = null
    this.tail = null
    this.islands.length = 0
    return ranges.toSorted((a, b) => a.from - b.from)
  }

  /** After the manifest names the end's lasting place: takes the others away. */
  async tidy(): Promise<void> {
    for (const slot of ['tail-a', 'tail-b'] as const) {
      const { file, folder } = this.at(slot)
      for (const name of [file, `${file}.idx`]) await unlink(join(folder, name)).catch(() => undefined)
    }
  }

  /** Leaves everything as a crash would. */
  async abandon(): Promise<void> {
    for (const writer of [this.head, ...this.islands]) await writer?.abandon().catch(() => undefined)
  }

  private at(what: number | TailSlot): { folder: string; file: string; cipher: FrameCipher | null } {
    const { folder, name, cipher } = this.place
    return { folder, cipher, file: rangeFile(name, what, cipher !== null) }
  }
}
