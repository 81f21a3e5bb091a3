import type { ByteSource } from '../source'
import { EntryReader } from './entry-reader'
import type { Run } from './run'
import { RunTracker } from './run-tracker'

const CHUNK_BYTES = 128 * 1024
/** Looked through at a time, the newest first (bytes). */
const STEP_BYTES = 4 * 1024 * 1024
/** Enough of the log after a run to see the entry that ends it (bytes). */
const NEXT_BYTES = 4096
/** Runs that are kept. */
const MOST_RUNS = 200

export interface HistoryOptions {
  /** An agent log with what its rotation put aside, as far as that is known. */
  source: ByteSource
  /** Puts an older file in front of the source; false when there is none, or when that would be too much. */
  extend(): Promise<boolean>
  /** Older runs were found. */
  onRuns(): void
  signal: AbortSignal
  /** For tests; 4 MiB when left out. */
  stepBytes?: number
}

/**
 * Reads the runs before one, backwards: each stretch is read once with the lowest priority, and what lies between
 * the beginning of a run and a part that was read before it, twice. Rejects as the source's reads do.
 */
export class RunHistory {
  /** Oldest first; each has ended where the next one begins. */
  readonly runs: Run[] = []
  /** What stands before the oldest start that was found. */
  private lead: Run | null = null
  /** How far back was read, and where the oldest run that is known of begins; a lost connection leaves them. */
  private at: { read: number; next: number } | null = null

  constructor(private readonly options: HistoryOptions) {}

  /** Newest first, the one whose beginning is not held at the end. */
  get all(): Run[] {
    return [...(this.lead ? [this.lead] : []), ...this.runs].reverse()
  }

  /** Gives away what stands before the oldest start: it belongs to a run that is followed. */
  takeLead(): Run | null {
    const { lead } = this
    this.lead = null
    return lead
  }

  /** Reads all runs that end at or before `to` (an offset where a run begins, or where the reading of the newest has begun). */
  async readBefore(to: number): Promise<void> {
    const at = (this.at ??= { read: to, next: to })
    for (let from = await this.stepBack(at.read); from !== null && this.runs.length < MOST_RUNS; from = await this.stepBack(at.read)) {
      const tracker = await this.track(from, at.read, at.next)
      if (!tracker) return
      at.read = from
      const first = tracker.runs.findIndex((run) => run.beginning !== 'mid-log' && run.offset < at.next)
      if (first < 0) continue
      this.runs.unshift(...tracker.runs.slice(first).filter((run) => run.offset < at.next))
      at.next = tracker.runs[first]!.offset
      this.options.onRuns()
    }
    if (at.read === at.next) return
    const tracker = await this.track(at.read, at.next, at.next)
    const runs = tracker?.runs.filter((run) => run.offset < at.next) ?? []
    this.lead = runs[0]?.beginning === 'mid-log' ? runs[0] : null
    this.runs.unshift(...runs.slice(this.lead ? 1 : 0))
    this.options.onRuns()
  }

  /** The newest start before `to`, at most `bytes` back; null when there is none. */
  async lastStart(to: number, bytes: number): Promise<number | null> {
    for (let read = to, from = await this.stepBack(read); from !== null && to - from <= bytes; from = await this.stepBack(read)) {
      const tracker = await this.track(from, read, read)
      const start = tracker?.runs.findLast((run) => run.beginning !== 'mid-log' && run.offset < read)
      if (start) return start.offset
      read = from
    }
    return null
  }

  /** Where the stretch before `read` begins; null when nothing is before it. */
  private async stepBack(read: number): Promise<number | null> {
    const { source, extend, signal, stepBytes = STEP_BYTES } = this.options
    while (!signal.aborted) {
      const first = source.firstOffset()
      if (first < read) return Math.max(first, read - stepBytes)
      if (!(await extend())) return null
    }
    return null
  }

  /**
   * Follows the runs from an offset on to `to`, and, if any of them began here, on to the entry at `next` that ends
   * them. Null when the work was called off.
   */
  private async track(from: number, to: number, next: number): Promise<RunTracker | null> {
    const tracker = new RunTracker()
    const reader = new EntryReader((entry) => tracker.take(entry))
    reader.seek(from)
    const size = this.options.source.size()
    // An entry may stand across the border of two stretches.
    const over = Math.min(size, to + NEXT_BYTES)
    if (!(await this.feed(reader, from, over))) return null
    const end = Math.min(size, next + NEXT_BYTES)
    if (end > over) {
      if (!tracker.runs.some((run) => run.beginning !== 'mid-log')) return tracker
      if (!(await this.feed(reader, over, end))) return null
    }
    reader.end()
    return tracker
  }

  private async feed(reader: EntryReader, from: number, to: number): Promise<boolean> {
    const { source, signal } = this.options
    for (let at = from; at < to; ) {
      if (signal.aborted) return false
      const result = await source.read(at, Math.min(CHUNK_BYTES, to - at), 'bulk', signal)
      if (result.kind === 'gone') {
        at = result.to
        reader.seek(at)
      } else if (result.bytes.length === 0) break
      else {
        reader.feed(result.bytes)
        at += result.bytes.length
      }
    }
    return !signal.aborted
  }
}
