import type { Disposable, Priority } from '../ssh'
import type { Boundary, ByteSource, Interest, ReadResult, SourceCondition } from './byte-source'

/** The part of a source that a slice shows (bytes, `to` exclusive). */
export interface SliceBounds {
  from: number
  to: number
  /** `to` may still move on. */
  growing: boolean
}

/** Where a slice begins and ends, as far as that is known. */
export interface SliceBoundary {
  /** Null while nothing is known of it. */
  bounds(): SliceBounds | null
  onChange(listener: () => void): Disposable
}

/** A stretch of another source, with that source's offsets; it grows for as long as its end is open. */
export class SliceSource implements ByteSource {
  constructor(
    private readonly inner: ByteSource,
    private readonly boundary: SliceBoundary,
  ) {}

  get path(): string {
    return this.inner.path
  }

  size(): number {
    const bounds = this.boundary.bounds()
    return bounds ? Math.max(bounds.from, Math.min(bounds.to, this.inner.size())) : 0
  }

  firstOffset(): number {
    return this.boundary.bounds()?.from ?? 0
  }

  epochStart(): number {
    return this.boundaries().at(-1)?.at ?? this.firstOffset()
  }

  modifiedMs(): number | null {
    return this.inner.modifiedMs()
  }

  boundaries(): readonly Boundary[] {
    const [from, to] = [this.firstOffset(), this.size()]
    return this.inner.boundaries().filter(({ at }) => at > from && at < to)
  }

  condition(): SourceCondition {
    const condition = this.inner.condition()
    return condition.kind === 'live' && !this.boundary.bounds() ? { kind: 'connecting' } : condition
  }

  ended(): boolean {
    return this.boundary.bounds()?.growing === false
  }

  async read(offset: number, length: number, priority: Priority, signal?: AbortSignal): Promise<ReadResult> {
    const [from, to] = [this.firstOffset(), this.size()]
    if (offset < from) return { kind: 'gone', to: from }
    if (offset >= to) return { kind: 'bytes', bytes: Buffer.alloc(0) }
    const result = await this.inner.read(offset, Math.min(length, to - offset), priority, signal)
    return result.kind === 'gone' ? { kind: 'gone', to: Math.min(result.to, to) } : result
  }

  peek(from: number, to: number): Buffer | null {
    return from >= this.firstOffset() && to <= this.size() ? this.inner.peek(from, to) : null
  }

  onChange(listener: () => void): Disposable {
    const heard = [this.inner.onChange(listener), this.boundary.onChange(listener)]
    return { dispose: () => heard.forEach((one) => one.dispose()) }
  }

  want(interest: Interest): Disposable {
    return this.inner.want(interest)
  }
}
