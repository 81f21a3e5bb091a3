import type { Checkpoint, Failure } from '@shared/model'
import type { Destination, PaneBatch, PaneStatus } from '@shared/contract/port'
import { SftpError, type Disposable } from '../ssh'
import { failureOfOpening, type ByteSource } from '../source'
import { scanBack, type WindowStart } from './back-scan'
import { BATCH_BYTES, BatchBuilder, type BatchPart } from './batch-builder'
import { LineReader } from './line-reader'
import { NewLines } from './new-lines'
import { PaneOutlet, type Sending } from './pane-outlet'
import { paneStatus } from './pane-status'
import { StatusTeller } from './status-teller'
import { planWindow, type Target } from './window-plan'

/** Raw bytes that one step takes from the source. */
const STEP_BYTES = 128 * 1024
/** A following pane that is further behind than this skips to the end, and says what it skipped (bytes). */
const SKIP_BYTES = 4 * 1024 * 1024
/** A pane that comes back into view further behind than this is filled anew from the end (bytes). */
const REFILL_BYTES = 512 * 1024
/** Time between two skips, so that a flood does not become a flood of windows (ms). */
const SKIP_PAUSE_MS = 500
/** How long output counts as being skipped after a skip (ms). */
const SKIPPING_MS = 1000
/** A pane that opens shows so many rows first: they are there a round trip or two before a whole window is. */
const FIRST_ROWS = 200
/** A read that failed on a live connection is tried again after this (ms). */
const RETRY_MS = 2000

export interface PaneView {
  columns: number
  windowRows: number
  visible: boolean
}

export interface PaneSessionOptions {
  paneId: string
  source: ByteSource
  view: PaneView
  resume: Checkpoint | null
  sendBatch(batch: PaneBatch): void
  sendStatus(status: PaneStatus): void
  /** A defect in the session; it stops. */
  onDefect(error: unknown): void
}

/** Thrown inside the loop when what it was doing has been overtaken by a move or by closing. */
const OVERTAKEN = Symbol('overtaken')

const NOTHING: BatchPart = { text: new Uint8Array(0), offsets: new Float64Array(0), marks: [], open: false, next: null }

/**
 * One pane's window over a source: a loop that reads where the window needs it, turns
 * bytes into lines and sends them within the pane's credit. It moves when told to, follows
 * the end while following, and does nothing while the pane is hidden.
 */
export class PaneSession {
  private readonly outlet: PaneOutlet
  private readonly status: StatusTeller
  private readonly room = new Uint8Array(BATCH_BYTES)
  private readonly subscriptions: Disposable[]
  private view: PaneView
  private wanted: Disposable
  private follow = true
  private target: Target | null
  /** The first look at the log: its last rows only. */
  private readonly glimpse: Target = { kind: 'end' }
  /** The whole window after the glimpse, as long as nothing of it was sent. */
  private widening: Target | null = null
  /** Rows still to be appended for a `newer` move. */
  private fill = 0
  private reader: LineReader
  /** How many boundaries of the source lie before the reader's position or were marked. */
  private passed = 0
  private fromStart = false
  private showUntil = 0
  private readFailure: Failure | null = null
  private paused: NewLines | null = null
  private skippedAt = -Infinity
  private wake: (() => void) | null = null
  private closed = false

  constructor(private readonly options: PaneSessionOptions) {
    const { source, resume } = options
    this.view = options.view
    const goesOn = resume !== null && resume.offset <= source.size() && resume.epochStart === source.firstOffset()
    const ended = !goesOn && source.ended?.() === true
    this.target = goesOn ? null : ended ? { kind: 'start' } : this.glimpse
    // What will not grow is read from its beginning.
    if (ended) {
      this.follow = false
      this.paused = new NewLines(source, source.size())
    }
    this.reader = new LineReader(goesOn ? resume.offset : 0)
    this.outlet = new PaneOutlet(options.paneId, source, goesOn, options.sendBatch)
    this.status = new StatusTeller(() => this.gatherStatus(), options.sendStatus)
    this.wanted = source.want(this.view.visible ? 'visible' : 'hidden')
    this.subscriptions = [source.onChange(() => this.stir())]
    this.status.soon()
    void this.run().catch((error: unknown) => options.onDefect(error))
  }

  ack(bytes: number): void {
    this.outlet.credit.giveBack(bytes)
    this.stir()
  }

  setView(view: PaneView): void {
    const appears = view.visible && !this.view.visible
    this.view = view
    this.wanted.dispose()
    this.wanted = this.options.source.want(view.visible ? 'visible' : 'hidden')
    if (appears && this.follow && this.behind() > REFILL_BYTES) this.target = { kind: 'end' }
    this.stir()
  }

  setFollow(follow: boolean): void {
    if (follow === this.follow) return
    this.follow = follow
    // Who stops to read the first rows is not to be taken to the end once more.
    if (!follow && this.widening && this.target === this.widening) this.target = null
    this.paused = follow ? null : new NewLines(this.options.source, this.options.source.size())
    if (follow && this.behind() > REFILL_BYTES) this.target = { kind: 'end' }
    this.stir()
  }

  /** Moves the window; what was being sent for an earlier move is given up. */
  move(to: Destination): void {
    if (to.kind === 'newer') {
      this.fill = Math.floor(this.view.windowRows / 2)
    } else if (to.kind === 'end') {
      this.setFollow(true)
      if (this.behind() > REFILL_BYTES || this.target) this.target = to
    } else {
      this.setFollow(false)
      this.target = to
    }
    this.stir()
  }

  close(): void {
    this.closed = true
    this.wanted.dispose()
    for (const s of this.subscriptions) s.dispose()
    this.status.stop()
    this.stir()
  }

  private behind(): number {
    return this.options.source.size() - this.reader.next
  }

  private async run(): Promise<void> {
    while (!this.closed) {
      try {
        if (!(await this.step())) await this.rest()
        this.readFailure = null
      } catch (error) {
        if (error === OVERTAKEN) continue
        if (!(error instanceof SftpError)) throw error
        // A lost connection shows in the source's condition, and its change goes on from here.
        if (error.kind !== 'lost') this.readFailure = failureOfOpening(this.options.source.path, error)
        await this.rest(RETRY_MS)
      }
    }
  }

  /** Does one piece of work; false when there is none. */
  private async step(): Promise<boolean> {
    const { source } = this.options
    if (!this.view.visible) return false
    if (this.target) {
      // Nothing is known of a source that never was live.
      if (source.condition().kind !== 'live' && source.size() === source.firstOffset()) return false
      await this.rewrite(this.target)
      return true
    }
    const more = this.behind() > 0 || this.boundaryHere()
    if (more && (this.follow || this.fill > 0)) {
      // After a skip, what it skipped to is shown before the next one.
      if (this.follow && this.behind() > SKIP_BYTES && this.reader.next >= this.showUntil) return this.skip()
      const builder = this.build(this.follow ? Infinity : this.fill)
      await this.readOn(builder)
      if (!this.follow) this.fill = builder.full ? 0 : Math.max(0, this.fill - builder.lines)
      await this.send(builder)
      return true
    }
    this.fill = 0
    if (this.paused?.behind) {
      await this.paused.countOn()
      this.status.soon()
      return true
    }
    return false
  }

  /** Waits until something happened, or `ms` have passed. */
  private rest(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? null : setTimeout(() => this.stir(), ms)
      this.wake = () => {
        if (timer) clearTimeout(timer)
        resolve()
      }
    })
  }

  private stir(): void {
    const wake = this.wake
    this.wake = null
    wake?.()
    this.status.soon()
  }

  private boundaryHere(): boolean {
    return this.options.source.boundaries()[this.passed]?.at === this.reader.next
  }

  private startAt({ offset, cutsLine }: WindowStart, builder: BatchBuilder): void {
    this.reader = new LineReader(offset)
    this.passed = this.options.source.boundaries().filter((b) => b.at < offset).length
    if (cutsLine) builder.mark({ kind: 'line-cut-before', from: offset }, offset)
  }

  private build(rowLimit: number): BatchBuilder {
    return new BatchBuilder(this.room, this.view.columns, rowLimit)
  }

  /** Reads the next bytes into the builder, with the mark that stands before them. */
  private async readOn(builder: BatchBuilder): Promise<void> {
    const { source } = this.options
    if (this.boundaryHere()) {
      const { at, cause } = source.boundaries()[this.passed]!
      this.reader.peekOpen(builder)
      builder.mark({ kind: 'epoch', at, cause }, at)
      this.passed++
      this.reader = new LineReader(at)
      return
    }
    const from = this.reader.next
    const result = await source.read(from, STEP_BYTES, 'view')
    if (result.kind === 'gone') {
      this.reader.peekOpen(builder)
      builder.mark({ kind: 'gone', from, to: result.to }, from)
      this.reader = new LineReader(result.to)
    } else {
      if (result.bytes.length === 0) await this.rest()
      if (this.closed) throw OVERTAKEN
      this.reader.push(result.bytes, builder)
    }
  }

  /** Empties the pane and fills it around the target. */
  private async rewrite(target: Target): Promise<void> {
    const { source } = this.options
    const size = source.size()
    const rows = target === this.glimpse ? Math.min(FIRST_ROWS, this.view.windowRows) : this.view.windowRows
    const plan = await planWindow(source, target, this.view.columns, rows)
    if (this.target !== target) throw OVERTAKEN
    this.widening = null
    const builder = this.build(plan.rowLimit)
    if (plan.focus !== null) builder.watch(plan.focus)
    this.startAt(plan.start, builder)
    this.fromStart = plan.start.offset === source.firstOffset()
    let rewrite = true
    while (!builder.full && (this.reader.next < size || this.boundaryHere())) {
      await this.readOn(builder)
      if (this.target !== target) throw OVERTAKEN
      rewrite = await this.sendParts(builder, { rewrite, last: false, view: null }, target)
    }
    if (rows < this.view.windowRows && !this.fromStart) this.widening = { kind: 'end' }
    this.target = this.widening
    const view = plan.focus === null ? ('end' as const) : { line: builder.watchedLine ?? Math.max(0, builder.lines - 1) }
    await this.sendParts(builder, { rewrite, last: true, view }, this.target)
  }

  /** Leaves out what was written faster than it can be shown, and says so in the pane. */
  private async skip(): Promise<boolean> {
    const { source } = this.options
    const wait = this.skippedAt + SKIP_PAUSE_MS - performance.now()
    if (wait > 0) {
      await this.rest(wait)
      return true
    }
    this.skippedAt = performance.now()
    const from = this.reader.openStart
    const size = source.size()
    const to = await scanBack(source, size, Math.floor(this.view.windowRows / 2), this.view.columns, 'view')
    if (to.offset <= this.reader.next || !this.follow || this.target) return true
    this.showUntil = size
    const builder = this.build(Infinity)
    builder.mark({ kind: 'gap', from, to: to.offset }, from)
    this.startAt(to, builder)
    await this.send(builder)
    // Tells again once the skipping is over.
    setTimeout(() => this.stir(), SKIPPING_MS).unref()
    return true
  }

  private async send(builder: BatchBuilder): Promise<void> {
    await this.sendParts(builder, { rewrite: false, last: true, view: null }, null)
  }

  /** Sends what is ready in the builder; the last send adds the open line. `target` is what it serves. */
  private async sendParts(builder: BatchBuilder, how: Pick<Sending, 'rewrite' | 'last' | 'view'>, target: Target | null): Promise<boolean> {
    if (how.last && !builder.full && this.behind() <= 0) {
      this.reader.peekOpen({ line: (text, from, to, offset) => (builder.openLine(text, from, to, offset), true) })
    }
    const parts = builder.take(how.last)
    if (how.rewrite && how.last && parts.length === 0) parts.push(NOTHING)
    const sending: Sending = { ...how, atStart: this.fromStart, openStart: this.reader.openStart }
    await this.outlet.send(parts, sending, async (bytes) => {
      while (!this.closed && !(this.view.visible && this.outlet.credit.allows(bytes))) {
        await this.rest()
        if (this.target !== target) throw OVERTAKEN
      }
      if (this.closed) throw OVERTAKEN
    })
    this.status.soon()
    return sending.rewrite
  }

  private gatherStatus(): PaneStatus {
    const skipping = performance.now() - this.skippedAt < SKIPPING_MS
    const { paneId, source } = this.options
    const { follow, paused, readFailure } = this
    return paneStatus({ paneId, source, follow, end: this.reader.next, paused, skipping, readFailure })
  }
}
