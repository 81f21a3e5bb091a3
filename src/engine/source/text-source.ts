import type { Failure } from '@shared/model'
import type { Disposable } from '../ssh'
import type { Boundary, ByteSource, ReadResult, SourceCondition } from './byte-source'

/** A document in memory that only grows: Coder's own copy of a log, as src/engine/coder reads it. */
export interface GrowingDocument {
  read(offset: number, length: number): Uint8Array
  size(): number
  /** Time of the newest line, ms since the epoch. */
  modifiedMs(): number | null
  /** Before the first answer, size 0 means nothing. */
  loaded(): boolean
  failure(): Failure | null
  onChange(listener: () => void): Disposable
  dispose(): void
}

/** Such a document as a source: one epoch, nothing ever gone, nothing to poll. */
export class TextSource implements ByteSource {
  constructor(
    readonly path: string,
    private readonly document: GrowingDocument,
  ) {}

  size(): number {
    return this.document.size()
  }

  firstOffset(): number {
    return 0
  }

  epochStart(): number {
    return 0
  }

  modifiedMs(): number | null {
    return this.document.modifiedMs()
  }

  boundaries(): readonly Boundary[] {
    return []
  }

  condition(): SourceCondition {
    const failure = this.document.failure()
    if (failure) return { kind: 'failed', failure }
    return { kind: this.document.loaded() ? 'live' : 'connecting' }
  }

  async read(offset: number, length: number): Promise<ReadResult> {
    return { kind: 'bytes', bytes: view(this.document.read(offset, length)) }
  }

  peek(from: number, to: number): Buffer | null {
    return to <= this.document.size() ? view(this.document.read(from, to - from)) : null
  }

  onChange(listener: () => void): Disposable {
    return this.document.onChange(listener)
  }

  want(): Disposable {
    return { dispose: () => undefined }
  }

  dispose(): void {
    this.document.dispose()
  }
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
