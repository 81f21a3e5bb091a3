import type { EpochCause, Failure, LogFrontier } from '@shared/model'
import type { Disposable, Priority } from '../ssh'

/** Where one content generation of a log ends and the next begins. */
export interface Boundary {
  /** Offset of the new epoch's first byte. */
  at: number
  cause: EpochCause
}

export type SourceCondition =
  | { kind: 'connecting' }
  | { kind: 'live' }
  /** The file does not exist (yet, or any more); it is looked for. */
  | { kind: 'waiting' }
  | { kind: 'offline' }
  | { kind: 'failed'; failure: Failure }

/** How eagerly a consumer wants to hear of changes; the most eager one of a source counts. */
export type Interest = 'visible' | 'starting' | 'hidden'

/**
 * A log as a growing sequence of bytes that can be read at any offset.
 *
 * Offsets go on over epochs: when the file is truncated or replaced, the new content's
 * first byte takes the offset where the old content ended, and a `Boundary` says so. An
 * old epoch's bytes stay readable as long as they are cached or its handle is open;
 * after that they read as gone.
 */
export interface ByteSource {
  readonly path: string
  /** End of the newest epoch (exclusive). */
  size(): number
  /** Lowest offset; 0 unless the source goes on with an earlier one's offsets. */
  firstOffset(): number
  /** Where the newest epoch begins. */
  epochStart(): number
  /** Time of change, ms since the epoch (whole seconds on SFTP); null while unknown. */
  modifiedMs(): number | null
  /** In rising order; the first epoch has none. */
  boundaries(): readonly Boundary[]
  condition(): SourceCondition
  /** Null, as where it is left out, when the newest epoch ends with its file. */
  frontier?(): LogFrontier | null
  /** Nothing will be added any more, so a pane begins at the top; left out by what may grow. */
  ended?(): boolean
  /**
   * Up to `length` bytes at `offset`, within one epoch; empty at the end. Rejects with
   * `SftpError` when the connection goes; the condition then says so too.
   */
  read(offset: number, length: number, priority: Priority, signal?: AbortSignal): Promise<ReadResult>
  /** What is held in memory of `[from, to)`, or null unless all of it is. */
  peek(from: number, to: number): Buffer | null
  /** Hears growth, boundaries and changes of condition. */
  onChange(listener: () => void): Disposable
  /** Asks to be polled this eagerly until disposed. */
  want(interest: Interest): Disposable
}

export type ReadResult =
  | { kind: 'bytes'; bytes: Buffer }
  /** `[offset, to)` was destroyed at the source before it was read or, in a recording, is `unrecorded`. */
  | { kind: 'gone'; to: number; unrecorded?: boolean }
