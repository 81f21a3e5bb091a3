import type { Disposable } from '../ssh'
import type { LogPart } from '../runs'
import type { Boundary, ByteSource, ReadResult, SourceCondition } from '../source'

/** Stretches of a log that were kept, as a source: what lies between them is gone, and nothing is added. */
export class PartsSource implements ByteSource {
  /** @param parts in rising order, without overlaps */
  constructor(
    readonly path: string,
    private readonly parts: readonly LogPart[],
    private readonly changedMs: number | null,
  ) {}

  size(): number {
    const last = this.parts.at(-1)
    return last ? last.offset + last.bytes.length : 0
  }

  firstOffset(): number {
    return this.parts[0]?.offset ?? 0
  }

  epochStart(): number {
    return this.firstOffset()
  }

  modifiedMs(): number | null {
    return this.changedMs
  }

  boundaries(): readonly Boundary[] {
    return []
  }

  condition(): SourceCondition {
    return { kind: 'live' }
  }

  ended(): boolean {
    return true
  }

  read(offset: number, length: number): Promise<ReadResult> {
    const part = this.parts.find((one) => offset < one.offset + one.bytes.length)
    if (part && offset < part.offset) return Promise.resolve({ kind: 'gone', to: part.offset })
    const from = offset - (part?.offset ?? 0)
    return Promise.resolve({ kind: 'bytes', bytes: part ? part.bytes.subarray(from, from + length) : Buffer.alloc(0) })
  }

  peek(from: number, to: number): Buffer | null {
    const part = this.parts.find((one) => from >= one.offset && to <= one.offset + one.bytes.length)
    return part ? part.bytes.subarray(from - part.offset, to - part.offset) : null
  }

  onChange(): Disposable {
    return NOTHING
  }

  want(): Disposable {
    return NOTHING
  }
}

const NOTHING: Disposable = { dispose: () => undefined }
