import { setTimeout as pause } from 'node:timers/promises'
import { SftpError, type Disposable } from '../ssh'
import type { ByteSource } from '../source'
import { lineNumbersOf, type Indexing, type LineNumbers } from './line-numbers'

/** A source whose newest epoch can be read past its cache. */
export interface ScannableSource extends ByteSource {
  /** Fills `into` from `offset` on; gives how many bytes there were, null where that is not in the newest epoch. Rejects with `SftpError`. */
  scan(offset: number, into: Buffer): Promise<number | null>
}

/** Read and counted at a time: a fraction of a millisecond, so that no pane waits for it (bytes). */
const PIECE_BYTES = 256 * 1024
/** Progress is told each time so much more was counted (bytes). */
const TELL_BYTES = 8 * 1024 * 1024
/** A file that cannot be read just now is tried again after this (ms). */
const RETRY_MS = 2000

/**
 * Counts the lines of a file in the background, from its start to its end and on as it grows, so that line numbers are exact
 * everywhere. What is kept is one entry for each 64 KiB (`LineNumbers`); one reused buffer reads past the cache.
 */
export class LineIndex implements Indexing {
  private readonly numbers: LineNumbers
  private readonly heard: Disposable
  private wake: (() => void) | null = null
  private waiting: (() => void)[] = []
  private toldAt = 0
  private ended = false

  constructor(
    private readonly source: ScannableSource,
    onDefect: (error: unknown) => void,
  ) {
    this.numbers = lineNumbersOf(source)
    this.numbers.indexing = this
    this.heard = source.onChange(() => this.wake?.())
    void this.run().catch(onDefect)
  }

  get behind(): boolean {
    return !this.ended && this.numbers.fromStart(this.source.epochStart()).to < this.source.size()
  }

  step(): Promise<void> {
    return this.behind ? new Promise((resolve) => this.waiting.push(resolve)) : Promise.resolve()
  }

  stop(): void {
    this.ended = true
    this.heard.dispose()
    this.wake?.()
    this.tell()
  }

  private async run(): Promise<void> {
    // Who opens a file wants to see it first.
    await new Promise((resolve) => setImmediate(resolve))
    const into = Buffer.allocUnsafeSlow(PIECE_BYTES)
    while (!this.ended) {
      if (!(await this.piece(into))) {
        this.tell()
        if (!this.ended) await new Promise<void>((resolve) => (this.wake = resolve))
        this.wake = null
      }
    }
  }

  /** Counts the next piece; false when there is none for now. */
  private async piece(into: Buffer): Promise<boolean> {
    const { to } = this.numbers.fromStart(this.source.epochStart())
    if (to >= this.source.size()) return false
    try {
      const count = await this.source.scan(to, into)
      if (count === null || this.ended) return this.source.condition().kind === 'live'
      if (count === 0) return false
      this.numbers.note(to, into.subarray(0, count))
    } catch (error) {
      if (!(error instanceof SftpError)) throw error
      await pause(RETRY_MS, undefined, { ref: false })
      return true
    }
    if (Math.abs(to - this.toldAt) >= TELL_BYTES) this.tell(to)
    return true
  }

  private tell(at = this.toldAt): void {
    this.toldAt = at
    for (const go of this.waiting.splice(0)) go()
    this.numbers.tell()
  }
}
