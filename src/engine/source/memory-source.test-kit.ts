import type { EpochCause } from '@shared/model'
import type { Disposable } from '../ssh'
import type { Boundary, ByteSource, ReadResult, SourceCondition } from './byte-source'

/** A source in memory for tests of what stands on sources. Reads are short at random when told so. */
export class MemorySource implements ByteSource {
  readonly path = '/memory/test.log'
  reads: { offset: number; length: number }[] = []
  private bytes = Buffer.alloc(0)
  private marks: Boundary[] = []
  private goneRanges: { from: number; to: number }[] = []
  private state: SourceCondition = { kind: 'live' }
  private readonly listeners = new Set<() => void>()

  constructor(private readonly shorten: (length: number) => number = (length) => length) {}

  append(text: string | Uint8Array): void {
    this.bytes = Buffer.concat([this.bytes, typeof text === 'string' ? Buffer.from(text) : text])
    this.tell()
  }

  begin(cause: EpochCause): void {
    this.marks.push({ at: this.bytes.length, cause })
    this.tell()
  }

  lose(from: number, to: number): void {
    this.goneRanges.push({ from, to })
  }

  setCondition(condition: SourceCondition): void {
    this.state = condition
    this.tell()
  }

  size = (): number => this.bytes.length
  firstOffset = (): number => 0
  epochStart = (): number => this.marks.at(-1)?.at ?? 0
  modifiedMs = (): number => 0
  boundaries = (): readonly Boundary[] => this.marks
  condition = (): SourceCondition => this.state
  peek = (from: number, to: number): Buffer => this.bytes.subarray(from, to)

  async read(offset: number, length: number): Promise<ReadResult> {
    this.reads.push({ offset, length })
    await Promise.resolve()
    const gone = this.goneRanges.find((g) => offset >= g.from && offset < g.to)
    if (gone) return { kind: 'gone', to: gone.to }
    const limit = Math.min(
      offset + Math.max(1, this.shorten(length)),
      ...this.marks.filter((m) => m.at > offset).map((m) => m.at),
      ...this.goneRanges.filter((g) => g.from > offset).map((g) => g.from),
    )
    return { kind: 'bytes', bytes: this.bytes.subarray(offset, limit) }
  }

  onChange(listener: () => void): Disposable {
    this.listeners.add(listener)
    return { dispose: () => this.listeners.delete(listener) }
  }

  want(): Disposable {
    return { dispose: () => undefined }
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener()
  }
}
