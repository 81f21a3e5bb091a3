import { SftpError, type Disposable } from '../ssh'
import type { ByteSource } from '../source'
import { EntryReader } from './entry'
import { RunTracker, type Run } from './run-tracker'

/** How far back the newest start is looked for; an agent log rotates at 5 MiB. */
const BACK_BYTES = 6 * 1024 * 1024
const CHUNK_BYTES = 128 * 1024
/** More than this written between two looks is skipped: it cannot be an agent's own chatter. */
const SKIP_BYTES = 8 * 1024 * 1024
/** A line longer than this is cut (bytes). */
const LINE_BYTES = 64 * 1024
const LF = 0x0a
const START = / {2}agent is starting now( |$)|\tstarting agent(\t|$)/m

/**
 * Keeps the newest run of an agent log: looks back for its start once, then parses what
 * is appended. Reads with the lowest priority.
 */
export class RunFollower {
  private readonly tracker = new RunTracker()
  private readonly entries = new EntryReader((entry) => this.tracker.take(entry))
  private readonly subscription: Disposable
  private position: number | null = null
  private carry = Buffer.alloc(0)
  private busy = false
  private again = false
  private stopped = false

  /** `onRun` hears of each change; `caughtUp` is true once everything written so far was read. */
  constructor(
    private readonly source: ByteSource,
    private readonly onRun: (run: Run | null, caughtUp: boolean) => void,
    private readonly onDefect: (error: unknown) => void,
  ) {
    this.subscription = source.onChange(() => this.kick())
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
      if (this.position === null) this.position = await this.findStart()
      let read = false
      while (!this.stopped && this.position < this.source.size()) {
        if (this.source.size() - this.position > SKIP_BYTES) this.position = this.source.size() - CHUNK_BYTES
        const result = await this.source.read(this.position, CHUNK_BYTES, 'bulk')
        if (result.kind === 'gone') this.position = result.to
        else if (result.bytes.length === 0) break
        else {
          this.position += result.bytes.length
          this.feed(result.bytes)
        }
        read = true
      }
      this.entries.flush()
      if (read || this.tracker.run === null) this.onRun(this.tracker.run, true)
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

  private feed(bytes: Buffer): void {
    let at = 0
    for (;;) {
      const lf = bytes.indexOf(LF, at)
      if (lf < 0) break
      const line = this.carry.length > 0 ? Buffer.concat([this.carry, bytes.subarray(at, lf)]) : bytes.subarray(at, lf)
      this.carry = Buffer.alloc(0)
      this.entries.line(line.toString('utf8', 0, Math.min(line.length, LINE_BYTES)))
      at = lf + 1
    }
    if (at < bytes.length && this.carry.length < LINE_BYTES) this.carry = Buffer.concat([this.carry, bytes.subarray(at)])
  }
}

function lineStartBefore(text: string, at: number): number {
  return text.lastIndexOf('\n', at) + 1
}
