import type { LogKind, MissingRange, RecordedLog, RecordedRange } from '@shared/model'
import { SftpError } from '../ssh'
import type { ByteSource } from '../source'
import { levelsIn } from '../marks'
import { heldEnd, heldFrom } from './held-bytes'
import { missingOf } from './layout'
import type { LogWriter } from './log-writer'

/** Read at once (bytes). */
const CHUNK_BYTES = 256 * 1024
/** Kept on both sides of where a line tells of an error (bytes). */
const AROUND_BYTES = 4 * 1024
/** Errors in the end of a log that wait for being kept for themselves. */
const MOST_WAITING = 200

export interface TappedLog {
  name: string
  path: string
  kind: LogKind
  title: string
}

/** Takes one log of a run from its source to its writer. Calls must not overlap, but for `capture`. */
export class LogTap {
  /** Offset in the source of the recording's offset 0. */
  readonly base: number
  private readonly gone: MissingRange[] = []
  private tail: { from: number; bytes: Buffer } | null = null
  private errors: number[] = []
  private headOver = false
  private seenBytes = 0
  /** What was held when the source went away; offsets of the recording. */
  private captured: { head: Buffer; headFrom: number; end: { from: number; bytes: Buffer } | null } | null = null
  private stoppedAt = Infinity

  /** @param base offset in the source of the first byte that is the run's */
  constructor(
    readonly log: TappedLog,
    readonly source: ByteSource,
    readonly writer: LogWriter,
    base: number,
    private readonly priority: 'bulk' = 'bulk',
  ) {
    this.base = base
    this.headOver = writer.headIsOver
  }

  /** Bytes of the run that are known of. What was written over it from the beginning of the file on is another run's. */
  get size(): number {
    const over = this.source.boundaries().find(({ at, cause }) => cause === 'rewritten' && at > this.base)
    if (over) this.stopAt(over.at)
    const most = this.stoppedAt - this.base
    return (this.seenBytes = Math.min(most, Math.max(this.seenBytes, this.source.size() - this.base, 0)))
  }

  /** What comes from this offset of the source on belongs to another run; it may have been saved before that was known. */
  stopAt(offset: number): void {
    this.stoppedAt = Math.min(this.stoppedAt, offset)
  }

  /** Takes what is held now, before the source is let go; reads nothing. */
  capture(): void {
    if (this.captured) return
    const headFrom = this.writer.headEnd
    const most = Math.max(0, Math.min(this.writer.headBytes, this.size) - headFrom)
    const head = this.headOver ? Buffer.alloc(0) : heldFrom(this.source, this.base + headFrom, most)
    const end = this.size > this.writer.headBytes || this.headOver ? heldEnd(this.source, this.base, this.writer.tailBytes) : null
    this.captured = { head, headFrom, end: end && { from: end.from - this.base, bytes: end.bytes.subarray(0, Math.max(0, this.size - (end.from - this.base))) } }
  }

  /** Brings what is saved up to what there is. Without a connection: up to what is held. Rejects when the disk is full. */
  async pull(): Promise<void> {
    try {
      if (!this.captured && this.source.condition().kind !== 'live') return await this.saveHeld()
      if (this.captured) return await this.saveHeld()
      await this.pullHead()
      await this.pullTail()
    } catch (error) {
      if (!(error instanceof SftpError)) throw error
      await this.saveHeld()
    }
  }

  /** As the manifest has it. */
  recorded(ranges: readonly RecordedRange[] = this.writer.ranges()): RecordedLog {
    const sizeBytes = this.size
    const bound: MissingRange[] = [...this.gone, { from: 0, to: sizeBytes, why: 'bound' }]
    // Of what was saved before the end of the run was known, the rest of the file is not told of.
    const inside = ranges.flatMap((one) => (one.to <= sizeBytes ? [one] : one.from < sizeBytes ? [{ ...one, to: sizeBytes, sha256: null }] : []))
    return {
      ...this.log,
      sizeBytes,
      modifiedMs: this.source.modifiedMs(),
      sourceOffset: this.base,
      fileBytes: this.stoppedAt < Infinity ? null : (this.source.frontier?.()?.fileBytes ?? null),
      boundaries: this.source
        .boundaries()
        .filter(({ at }) => at > this.base && at < this.base + sizeBytes)
        .map(({ at, cause }) => ({ at: at - this.base, cause })),
      ranges: inside,
      missing: missingOf(sizeBytes, inside, bound),
    }
  }

  private async pullHead(): Promise<void> {
    while (!this.headOver && this.writer.headEnd < Math.min(this.size, this.writer.headBytes)) {
      const at = this.writer.headEnd
      const result = await this.source.read(this.base + at, Math.min(CHUNK_BYTES, this.writer.headBytes - at, this.size - at), this.priority)
      if (result.kind === 'gone') {
        this.gone.push({ from: at, to: Math.min(result.to - this.base, this.size), why: 'gone' })
        // A range has no hole: what comes after is kept as far as the end is.
        this.headOver = true
      } else if (result.bytes.length === 0) return
      else await this.writer.addHead(Buffer.from(result.bytes))
    }
  }

  private async pullTail(): Promise<void> {
    const size = this.size
    const from = Math.max(this.writer.headEnd, size - this.writer.tailBytes)
    if (from >= size) return
    const before = this.tail
    const held = before && before.from + before.bytes.length > from && before.from <= from ? before.bytes.subarray(from - before.from) : Buffer.alloc(0)
    const fresh = await this.readAll(from + held.length, size)
    if (before) await this.keepErrors(before, fresh.from > from + held.length ? fresh.from : from)
    const tail = fresh.from === from + held.length ? { from, bytes: Buffer.concat([held, fresh.bytes]) } : fresh
    this.noteErrors(fresh)
    await this.writer.saveTail(tail.from, tail.bytes)
    this.tail = tail
  }

  /** The last stretch of `[from, to)` without a hole. */
  private async readAll(from: number, to: number): Promise<{ from: number; bytes: Buffer }> {
    let begin = from
    let parts: Buffer[] = []
    for (let at = from; at < to; ) {
      const result = await this.source.read(this.base + at, Math.min(CHUNK_BYTES, to - at), this.priority)
      if (result.kind === 'gone') {
        const end = Math.min(result.to - this.base, to)
        this.gone.push({ from: at, to: end, why: 'gone' })
        at = begin = end
        parts = []
      } else if (result.bytes.length === 0) break
      else {
        parts.push(Buffer.from(result.bytes))
        at += result.bytes.length
      }
    }
    return { from: begin, bytes: Buffer.concat(parts) }
  }

  private noteErrors({ from, bytes }: { from: number; bytes: Buffer }): void {
    let line = 0
    let at = 0
    for (const found of levelsIn(bytes)) {
      if (found.level !== 'error') continue
      for (; line < found.line; line++) at = bytes.indexOf(0x0a, at) + 1
      if (this.errors.length < MOST_WAITING) this.errors.push(from + at)
    }
  }

  /** What stands around errors is kept for itself when the end, where it was until now, moves on past it. */
  private async keepErrors(before: { from: number; bytes: Buffer }, from: number): Promise<void> {
    const past = this.errors.filter((at) => at - AROUND_BYTES < from)
    this.errors = this.errors.filter((at) => at - AROUND_BYTES >= from)
    for (const at of past) {
      const begin = Math.max(before.from, at - AROUND_BYTES)
      const bytes = before.bytes.subarray(begin - before.from, at + AROUND_BYTES - before.from)
      if (bytes.length > 0) await this.writer.addIsland(begin, bytes)
    }
  }

  private async saveHeld(): Promise<void> {
    const keep = this.captured !== null
    this.capture()
    const { head, headFrom, end } = this.captured!
    // The connection may come back; then it is read on as if nothing was.
    if (!keep) this.captured = null
    if (headFrom === this.writer.headEnd) await this.writer.addHead(head)
    if (!end) return
    const tailEnd = Math.max(this.writer.tailEnd, this.writer.headEnd)
    if (end.from + end.bytes.length <= tailEnd) return
    let { from, bytes } = end
    // What was saved and goes on in what is held stays with it.
    if (this.tail && this.tail.from < from && this.tail.from + this.tail.bytes.length >= from) {
      bytes = Buffer.concat([this.tail.bytes.subarray(0, from - this.tail.from), bytes]).subarray(-this.writer.tailBytes)
      from = end.from + end.bytes.length - bytes.length
    }
    const begin = Math.max(from, this.writer.headEnd)
    bytes = bytes.subarray(begin - from)
    if (this.tail) await this.keepErrors(this.tail, begin)
    await this.writer.saveTail(begin, bytes)
    this.tail = { from: begin, bytes }
  }
}
