import type { Disposable, Priority } from '../ssh'
import type { Boundary, ByteSource, Interest, ReadResult, SourceCondition } from './byte-source'

/**
 * Where a chain has the first byte of its live log (bytes). Files that were before it lie below, the newest next to
 * it, so no address changes when an older file is put in front, or when the live log is rotated away.
 */
export const CHAIN_BASE = 2 ** 40

/** A file that a log's rotation has put aside: it does not grow any more. */
export interface ChainPart {
  readonly path: string
  /** Bytes of text, unpacked. */
  readonly length: number
  /** As `ByteSource.read`, with offsets of this file; `bulk` reads are not kept. */
  read(offset: number, length: number, priority: Priority, signal?: AbortSignal): Promise<ReadResult>
  dispose(): void
}

/** A byte of a chain as a byte of one of its files. */
export interface ChainPlace {
  path: string
  offset: number
}

/** Where the bytes of a rotated epoch of the live log can be had, when the live source has let them go; null for nowhere. */
export type Recovery = (epochStart: number, epochLength: number) => Promise<ChainPart | null>

/** A log and the files that its rotation has put aside, read as one: the oldest first, the live log last. */
export class ChainSource implements ByteSource {
  private readonly parts: { start: number; skip: number; part: ChainPart }[] = []

  constructor(
    private readonly live: ByteSource,
    private readonly recover: Recovery,
  ) {}

  get path(): string {
    return this.live.path
  }

  /** Puts an older file in front of all; of its text the last `length` bytes. */
  prepend(part: ChainPart, length = part.length): void {
    this.parts.unshift({ start: this.firstOffset() - length, skip: part.length - length, part })
  }

  /** The file that has the byte at an address, and where. */
  placeOf(address: number): ChainPlace {
    const found = this.parts.findLast((one) => one.start <= address)
    if (address >= this.liveStart || !found) return { path: this.path, offset: address - CHAIN_BASE }
    return { path: found.part.path, offset: address - found.start + found.skip }
  }

  size(): number {
    return CHAIN_BASE + this.live.size()
  }

  firstOffset(): number {
    return this.parts[0]?.start ?? this.liveStart
  }

  epochStart(): number {
    return this.live.boundaries().length > 0 ? CHAIN_BASE + this.live.epochStart() : this.firstOffset()
  }

  modifiedMs(): number | null {
    return this.live.modifiedMs()
  }

  /** A file that goes on where the one before it ended is no border; what the live log went through is. */
  boundaries(): readonly Boundary[] {
    return this.live.boundaries().map(({ at, cause }) => ({ at: CHAIN_BASE + at, cause }))
  }

  condition(): SourceCondition {
    return this.live.condition()
  }

  async read(offset: number, length: number, priority: Priority, signal?: AbortSignal): Promise<ReadResult> {
    const found = offset < this.liveStart ? this.parts.findLast((one) => one.start <= offset) : undefined
    if (found) {
      const { start, skip, part } = found
      return moved(await part.read(offset - start + skip, Math.min(length, start - skip + part.length - offset), priority, signal), start - skip)
    }
    const result = await this.live.read(offset - CHAIN_BASE, length, priority, signal)
    return result.kind === 'gone' ? ((await this.recovered(offset, result.to, length, priority, signal)) ?? moved(result, CHAIN_BASE)) : result
  }

  peek(from: number, to: number): Buffer | null {
    return from >= this.liveStart ? this.live.peek(from - CHAIN_BASE, to - CHAIN_BASE) : null
  }

  onChange(listener: () => void): Disposable {
    return this.live.onChange(listener)
  }

  want(interest: Interest): Disposable {
    return this.live.want(interest)
  }

  /** Forgets the files in front; the live source is its owner's. */
  dispose(): void {
    for (const { part } of this.parts.splice(0)) part.dispose()
  }

  private get liveStart(): number {
    return CHAIN_BASE + this.live.firstOffset()
  }

  /** The live source does not have these bytes any more; the file that they were rotated into may. */
  private async recovered(offset: number, goneTo: number, length: number, priority: Priority, signal?: AbortSignal): Promise<ReadResult | null> {
    const at = offset - CHAIN_BASE
    const starts = [this.live.firstOffset(), ...this.live.boundaries().map((one) => one.at)]
    const index = starts.findLastIndex((start) => start <= at)
    const next = starts[index + 1]
    if (index < 0 || next === undefined) return null
    const start = starts[index]!
    const part = await this.recover(start, next - start)
    if (!part) return null
    const result = await part.read(at - start, Math.min(length, goneTo - at, next - at), priority, signal)
    return result.kind === 'gone' ? null : result
  }
}

function moved(result: ReadResult, by: number): ReadResult {
  return result.kind === 'gone' ? { kind: 'gone', to: result.to + by } : result
}
