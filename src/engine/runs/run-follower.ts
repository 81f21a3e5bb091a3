import { SftpError, type Disposable } from '../ssh'
import type { ByteSource } from '../source'
import { EntryReader } from './entry-reader'
import type { Run } from './run'
import { RunTracker } from './run-tracker'

/** How far back the newest start is looked for; an agent log rotates at 5 MiB. */
const BACK_BYTES = 6 * 1024 * 1024
const CHUNK_BYTES = 128 * 1024
/** More than this written between two looks is skipped: it cannot be an agent's own chatter. */
const SKIP_BYTES = 8 * 1024 * 1024
const START = / {2}agent is starting now( |$)|\tstarting agent(\t|$)|( {2}|\t)agent re(ceived instruction to reinitialize|initializing)\s/m

/**
 * Keeps the newest run of an agent log: looks back for its start once, then parses what
 * is appended. Reads with the lowest priority.
 */
export class RunFollower {
  private tracker = new RunTracker()
  private readonly entries = new EntryReader((entry) => this.tracker.take(entry))
  private readonly subscription: Disposable
  /** Where reading goes on (bytes); -1 until the newest start was looked for. */
  private position = -1
  /** Where reading is to begin anew (bytes); null for nowhere. */
  private restartAt: number | null = null
  /** Up to here everything is read, however much it is (bytes). */
  private catchUpTo = -1
  private told = -1
  private busy = false
  private again = false
  private stopped = false

  /** `onRuns` hears of the runs read so far, oldest first, each time when everything written was read. */
  constructor(
    private readonly source: ByteSource,
    private readonly onRuns: (runs: readonly Run[]) => void,
    private readonly onDefect: (error: unknown) => void,
    /** Hears of each time when everything written was read, also where that changed no run. */
    private readonly onRead: () => void = () => undefined,
  ) {
    this.subscription = source.onChange(() => this.kick())
    this.kick()
  }

  /** How far the log was read (bytes); -1 before the first time. */
  get readTo(): number {
    return this.position
  }

  /** Reads on from an earlier start, which was found in what rotation has put aside. */
  restart(offset: number): void {
    this.restartAt = offset
    this.kick()
  }

  dispose(): void {
    this.stopped = true
    this.subscription.dispose()
  }

  private kick(): void {
    this.again = true
    if (this.busy) return
    this.busy = true
    void this.run().then(
      () => (this.busy = false),
      (error: unknown) => {
        this.busy = false
        // A lost connection: the source's next change starts it again.
        if (!(error instanceof SftpError)) this.onDefect(error)
      },
    )
  }

  private async run(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false
      if (this.source.condition().kind !== 'live') return
      if (this.position < 0) this.jump(await this.findStart())
      this.beginAnew()
      while (!this.stopped && this.position < this.source.size()) {
        if (this.position >= this.catchUpTo && this.source.size() - this.position > SKIP_BYTES) this.jump(this.source.size() - CHUNK_BYTES)
        const result = await this.source.read(this.position, CHUNK_BYTES, 'bulk')
        if (result.kind === 'gone') this.jump(result.to)
        else if (result.bytes.length === 0) break
        else {
          this.position += result.bytes.length
          this.entries.feed(result.bytes)
        }
      }
      this.entries.flush()
      this.onRead()
      // Most of what an agent writes is chatter that changes no run.
      if (this.told === this.tracker.taken) continue
      this.told = this.tracker.taken
      this.onRuns(this.tracker.runs)
    }
  }

  /** Offset of a place at or before the newest start, as far back as the bound. */
  private async findStart(): Promise<number> {
    const end = this.source.size()
    const floor = Math.max(this.source.firstOffset(), end - BACK_BYTES)
    for (let at = end; at > floor; ) {
      const from = Math.max(floor, at - CHUNK_BYTES)
      let text = ''
      // A little more than the chunk, so that a start across its border is seen.
      for (let p = from; p < Math.min(end, at + 200); ) {
        const result = await this.source.read(p, Math.min(end, at + 200) - p, 'bulk')
        if (result.kind === 'gone' || result.bytes.length === 0) return at
        text += result.bytes.toString('latin1')
        p += result.bytes.length
      }
      if (START.test(text)) {
        if (from === floor) return from
        return from + lineStartBefore(text, text.search(START))
      }
      at = from
    }
    return floor
  }

  private beginAnew(): void {
    if (this.restartAt === null) return
    this.catchUpTo = Math.max(this.catchUpTo, this.position)
    // What is still open is an entry of before.
    this.jump(this.restartAt)
    this.tracker = new RunTracker()
    this.told = -1
    this.restartAt = null
  }

  private jump(offset: number): void {
    this.position = offset
    this.entries.seek(offset)
  }
}

function lineStartBefore(text: string, at: number): number {
  return text.lastIndexOf('\n', at) + 1
}
