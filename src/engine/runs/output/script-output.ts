import type { OutputVolume } from '@shared/model'
import { SftpError, type Disposable } from '../../ssh'
import type { ByteSource } from '../../source'
import { lastOpenLine } from '../last-line'
import { looksLikePrompt } from '../prompt-hint'
import { looksLikeServer, silenceOf, type Silence } from './silence'
import { StepFinder, type Step } from './step-finder'
import { VolumeCurve } from './volume'

/** A question counts as waiting when nothing followed it for this long (ms). */
const SETTLED_MS = 2500
const TAIL_BYTES = 4096
const CHUNK_BYTES = 64 * 1024
/** Growth that was not read yet, in pieces with their times. */
const MOST_ARRIVALS = 64
/** More than this at once is a flood: what is in the middle of it is not looked through for steps. */
const SKIP_BYTES = 2 * 1024 * 1024

/** Watches a script's log while the script runs: when it wrote how much, which steps it came to, and how it looks when it is quiet. */
export class ScriptOutput {
  private readonly subscription: Disposable
  private readonly wanted: Disposable
  private steps = new StepFinder()
  private volume = new VolumeCurve()
  private timer: NodeJS.Timeout | null = null
  private epoch = -1
  private size = -1
  /** What stood there when the log was first looked at was written nobody knows when. */
  private seenFrom = 0
  private readTo = 0
  /** What was written but not read yet: up to where, and when. */
  private arrivals: { to: number; ms: number }[] = []
  private reading = false
  private lastMs: number | null = null
  private longestMs = 0
  private tail: 'prompt' | 'server' | null = null
  private stopped = false

  constructor(
    private readonly source: ByteSource,
    private readonly onChange: () => void,
    private readonly onDefect: (error: unknown) => void,
    /** The script has just begun, so all of its log is its own and new. */
    private readonly fresh: boolean,
    private readonly now: () => number = Date.now,
  ) {
    this.wanted = source.want('hidden')
    this.subscription = source.onChange(() => this.changed())
    this.changed()
  }

  /** When something was written last, ms since the epoch; null before anything was. */
  get wroteMs(): number | null {
    return this.lastMs
  }

  /** The longest time for which nothing was written before something was again (ms). */
  get longestQuietMs(): number {
    return this.longestMs
  }

  /** Offset of the last byte that was written; null before anything was. */
  get lastOffset(): number | null {
    return this.size > this.epoch ? this.size - 1 : null
  }

  /** Whether all that it wrote was seen being written. */
  get seenWhole(): boolean {
    return this.epoch >= 0 && this.seenFrom === this.epoch
  }

  get curve(): OutputVolume | null {
    return this.volume.curve
  }

  get found(): readonly Step[] {
    return this.steps.steps
  }

  /** `usualMs`: the longest silence of earlier runs (ms). Null while the log is not read. */
  silence(nowMs: number, usualMs: number): Silence | null {
    return this.lastMs === null ? null : silenceOf(Math.max(0, nowMs - this.lastMs), this.tail, usualMs)
  }

  dispose(): void {
    this.stopped = true
    this.subscription.dispose()
    this.wanted.dispose()
    if (this.timer) clearTimeout(this.timer)
  }

  private changed(): void {
    const { source } = this
    if (source.condition().kind !== 'live') return
    const size = source.size()
    if (source.epochStart() !== this.epoch) this.begin(source.epochStart(), size)
    else if (size === this.size) return
    else this.grew(size)
    this.size = size
    this.setTail(null)
    if (this.timer) clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.lookAtEnd(size), SETTLED_MS)
    void this.readOn()
  }

  private begin(start: number, size: number): void {
    // Only the first epoch can have been there before it was looked at.
    const first = this.epoch < 0 && !this.fresh
    this.epoch = start
    this.steps = new StepFinder()
    this.volume = new VolumeCurve()
    this.readTo = start
    this.seenFrom = first ? size : start
    this.arrivals = [{ to: size, ms: this.now() }]
    this.longestMs = 0
    if (!first && size > start) this.volume.add(this.now(), size - start)
    this.lastMs = size === start ? null : first ? (this.source.modifiedMs() ?? null) : this.now()
  }

  private grew(size: number): void {
    const now = this.now()
    if (this.lastMs !== null) this.longestMs = Math.max(this.longestMs, now - this.lastMs)
    this.volume.add(now, Math.max(0, size - this.size))
    this.lastMs = now
    // Reading that far behind needs no exact times.
    if (this.arrivals.length >= MOST_ARRIVALS) this.arrivals.pop()
    this.arrivals.push({ to: size, ms: now })
  }

  private async readOn(): Promise<void> {
    if (this.reading) return
    this.reading = true
    try {
      for (let lost = false; !this.stopped && this.readTo < this.size; ) {
        if (this.size - this.readTo > SKIP_BYTES) {
          this.readTo = this.size - CHUNK_BYTES
          lost = true
        }
        const at = this.readTo
        const steps = this.steps
        while (this.arrivals.length > 1 && this.arrivals[0]!.to <= at) this.arrivals.shift()
        const arrival = this.arrivals[0]
        const until = arrival && arrival.to > at ? arrival.to : this.size
        const result = await this.source.read(at, Math.min(CHUNK_BYTES, until - at), 'bulk')
        // A new epoch began meanwhile.
        if (steps !== this.steps) continue
        if (result.kind === 'gone') this.readTo = result.to
        else if (result.bytes.length === 0) break
        else {
          steps.take(result.bytes, at, at < this.seenFrom ? null : (arrival?.ms ?? null), lost)
          this.readTo = at + result.bytes.length
        }
        lost = result.kind === 'gone'
      }
    } catch (error) {
      if (!(error instanceof SftpError)) this.onDefect(error)
    } finally {
      this.reading = false
    }
  }

  private async lookAtEnd(size: number): Promise<void> {
    const from = Math.max(this.source.epochStart(), size - TAIL_BYTES)
    let tail = ''
    try {
      for (let at = from; at < size; ) {
        const result = await this.source.read(at, size - at, 'bulk')
        if (result.kind === 'gone' || result.bytes.length === 0) return
        tail += result.bytes.toString('utf8')
        at += result.bytes.length
      }
    } catch (error) {
      if (error instanceof SftpError) return
      this.onDefect(error)
    }
    if (this.stopped || this.source.size() !== size) return
    this.setTail(looksLikePrompt(lastOpenLine(tail)) ? 'prompt' : looksLikeServer(tail) ? 'server' : null)
  }

  private setTail(tail: 'prompt' | 'server' | null): void {
    if (tail === this.tail) return
    this.tail = tail
    this.onChange()
  }
}
