import type { LogFrontier, RecordedLog } from '@shared/model'
import type { Boundary, ByteSource, ReadResult, SourceCondition } from '../source'
import type { Disposable } from '../ssh'
import type { FrameCipher } from './frame-cipher'
import { frameAt } from './frame-list'
import type { SavedStretch } from './layout'
import { unpackFrame } from './range-file'

/** Unpacked frames that are kept (2 MiB at most), the last used last. */
const HELD_FRAMES = 8

/** A saved log as a source: any offset opens by unpacking one frame; what was not saved reads as gone. */
export class RecordingSource implements ByteSource {
  readonly path: string
  private readonly held = new Map<string, Buffer>()
  private elsewhere: ((offset: number, length: number) => Promise<Buffer | null>) | null = null
  private readonly loading = new Map<string, Promise<Buffer | null>>()

  constructor(
    private readonly log: RecordedLog,
    private readonly stretches: readonly SavedStretch[],
    private readonly cipher: FrameCipher | null,
  ) {
    this.path = log.path
  }

  size(): number {
    return this.log.sizeBytes
  }

  firstOffset(): number {
    return 0
  }

  epochStart(): number {
    return this.log.boundaries.at(-1)?.at ?? 0
  }

  modifiedMs(): number | null {
    return this.log.modifiedMs
  }

  boundaries(): readonly Boundary[] {
    return this.log.boundaries
  }

  condition(): SourceCondition {
    return { kind: 'live' }
  }

  frontier(): LogFrontier | null {
    return null
  }

  ended(): boolean {
    return true
  }

  /** Where what was not recorded may still be; asked when somebody looks at it. Null: not now. */
  lookElsewhere(read: (offset: number, length: number) => Promise<Buffer | null>): void {
    this.elsewhere = read
  }

  async read(offset: number, length: number): Promise<ReadResult> {
    const { sizeBytes } = this.log
    if (offset >= sizeBytes) return { kind: 'bytes', bytes: Buffer.alloc(0) }
    const next = this.stretches.find((one) => one.to > offset)
    if (!next || next.from > offset) return this.missing(offset, Math.min(next?.from ?? sizeBytes, sizeBytes), length)
    const index = frameAt(next.range.frames, offset - next.base)
    if (index === null) return { kind: 'gone', to: next.to }
    const frame = next.range.frames[index]!
    const frameFrom = next.base + frame.plainAt
    const bytes = await this.frame(next, index)
    if (!bytes) return { kind: 'gone', to: Math.min(frameFrom + frame.plain, next.to) }
    const border = this.log.boundaries.find((one) => one.at > offset)?.at ?? sizeBytes
    const end = Math.min(offset + length, next.to, border, frameFrom + frame.plain)
    return { kind: 'bytes', bytes: bytes.subarray(offset - frameFrom, end - frameFrom) }
  }

  peek(from: number, to: number): Buffer | null {
    const parts: Buffer[] = []
    for (let at = from; at < to; ) {
      const stretch = this.stretches.find((one) => one.from <= at && one.to > at)
      const index = stretch ? frameAt(stretch.range.frames, at - stretch.base) : null
      const bytes = index === null ? null : this.held.get(`${stretch!.file}#${index}`)
      if (!stretch || index === null || !bytes) return null
      const frameFrom = stretch.base + stretch.range.frames[index]!.plainAt
      const end = Math.min(to, stretch.to, frameFrom + bytes.length)
      parts.push(bytes.subarray(at - frameFrom, end - frameFrom))
      at = end
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
  }

  onChange(): Disposable {
    return NOTHING
  }

  want(): Disposable {
    return NOTHING
  }

  async close(): Promise<void> {
    this.held.clear()
    await Promise.all(this.stretches.map((one) => one.range.close().catch(() => undefined)))
  }

  private async missing(offset: number, end: number, length: number): Promise<ReadResult> {
    const known = this.log.missing.find(({ from, to }) => from <= offset && to > offset)
    const to = Math.min(end, known?.to ?? end)
    if (known?.why !== 'bound' && known?.why !== 'unread') return { kind: 'gone', to }
    const border = this.log.boundaries.find((one) => one.at > offset)?.at ?? to
    const bytes = await this.elsewhere?.(offset, Math.min(length, to - offset, border - offset))
    return bytes && bytes.length > 0 ? { kind: 'bytes', bytes } : { kind: 'gone', to, unrecorded: true }
  }

  /** Null where it is damaged. */
  private frame(stretch: SavedStretch, index: number): Promise<Buffer | null> {
    const key = `${stretch.file}#${index}`
    const held = this.held.get(key)
    if (held) {
      this.held.delete(key)
      this.held.set(key, held)
      return Promise.resolve(held)
    }
    const before = this.loading.get(key)
    if (before) return before
    const load = this.load(stretch, index)
      .then((bytes) => {
        this.held.set(key, bytes)
        for (const oldest of this.held.keys()) {
          if (this.held.size <= HELD_FRAMES) break
          this.held.delete(oldest)
        }
        return bytes
      })
      .catch(() => null)
      .finally(() => this.loading.delete(key))
    this.loading.set(key, load)
    return load
  }

  private async load({ range, file }: SavedStretch, index: number): Promise<Buffer> {
    const frame = range.frames[index]!
    return unpackFrame(await range.stored(frame), frame, { file, cipher: this.cipher }, index)
  }
}

const NOTHING: Disposable = { dispose: () => undefined }
