import type { Checkpoint, Failure, Mark } from '@shared/model'
import type { Destination, PaneBatch, PaneStatus } from '@shared/contract/port'
import { SftpError, type Disposable } from '../ssh'
import { failureOfOpening, SEAM_BYTES, seamHash, type ByteSource } from '../source'
import { epochStartOf, scanBack } from './back-scan'
import { BATCH_BYTES, BatchBuilder } from './batch-builder'
import { Credit } from './credit'
import { LineReader } from './line-reader'
import { NewLines } from './new-lines'
import { paneStatus } from './pane-status'

/** Raw bytes that one step takes from the source. */
const STEP_BYTES = 128 * 1024
/** A following pane that is further behind than this skips to the end, and says what it skipped (bytes). */
const SKIP_BYTES = 4 * 1024 * 1024
/** A pane that comes back into view further behind than this is filled anew from the end (bytes). */
const REFILL_BYTES = 512 * 1024
/** Time between two skips, so that a flood does not become a flood of windows (ms). */
const SKIP_PAUSE_MS = 200
/** Status changes closer together than this are sent as one (ms). */
const STATUS_PAUSE_MS = 50
/** How long output counts as being skipped after a skip (ms). */
const SKIPPING_MS = 1000
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

/**
 * One pane's window over a source: a loop that reads where the window needs it, turns
 * bytes into lines and sends them within the pane's credit. It moves when told to, follows
 * the end while following, and does nothing while the pane is hidden.
 */
export class PaneSession {
  private readonly credit = new Credit()
  private readonly room = new Uint8Array(BATCH_BYTES)
  private readonly subscriptions: Disposable[]
  private view: PaneView
  private wanted: Disposable
  private follow = true
  private target: Destination | null
  /** Rows still to be appended for a `newer` move. */
  private fill = 0
  private reader: LineReader
  /** How many boundaries of the source lie before the reader's position or were marked. */
  private passed = 0
  private openShown: boolean
  private fromStart = false
  private showUntil = 0
  private readFailure: Failure | null = null
  private paused: NewLines | null = null
  private skippedAt = -Infinity
  private wake: (() => void) | null = null
  private statusTimer: NodeJS.Timeout | null = null
  private lastStatus = ''
  private statusAt = -Infinity
  private closed = false

  constructor(private readonly options: PaneSessionOptions) {
    const { source, resume } = options
    this.view = options.view
    const goesOn = resume !== null && resume.offset <= source.size() && resume.epochStart === source.firstOffset()
    this.target = goesOn ? null : { kind: 'end' }
    this.reader = new LineReader(goesOn ? resume.offset : 0)
    this.openShown = goesOn
    this.wanted = source.want(this.view.visible ? 'visible' : 'hidden')
    this.subscriptions = [source.onChange(() => this.stir())]
    this.statusSoon()
    void this.run().catch((error: unknown) => options.onDefect(error))
  }

  ack(bytes: number): void {
    this.credit.giveBack(bytes)
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
    if (this.statusTimer) clearTimeout(this.statusTimer)
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
      await this.send(builder, null)
      return true
    }
    this.fill = 0
    if (this.paused?.behind) {
      await this.paused.countOn()
      this.statusSoon()
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
    this.statusSoon()
  }

  private boundaryHere(): boolean {
    return this.options.source.boundaries()[this.passed]?.at === this.reader.next
  }

  private startAt(offset: number): void {
    this.reader = new LineReader(offset)
    this.passed = this.options.source.boundaries().filter((b) => b.at < offset).length
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

  /** Empties the pane and fills it around the destination. */
  private async rewrite(target: Destination): Promise<void> {
    const { source } = this.options
    const { columns, windowRows } = this.view
    const size = source.size()
    const toEnd = target.kind === 'end'
    const focus = target.kind === 'offset' ? target.offset : target.kind === 'older' ? target.top : target.kind === 'start' ? source.firstOffset() : size
    const line = target.kind === 'offset' ? await scanBack(source, Math.min(focus, size), 0, columns, 'view') : { offset: focus, cutsLine: false }
    const rowsBefore = toEnd ? windowRows - 1 : target.kind === 'older' ? Math.floor(windowRows / 2) : Math.floor(windowRows / 4)
    const start = target.kind === 'start' ? line : await scanBack(source, line.offset, rowsBefore, columns, 'view')
    if (this.target !== target) throw OVERTAKEN
    const builder = this.build(toEnd ? Infinity : windowRows)
    builder.watch(line.offset)
    this.startAt(start.offset)
    this.fromStart = start.offset === source.firstOffset()
    if (start.cutsLine) builder.mark({ kind: 'line-cut-before', from: start.offset }, start.offset)
    const kind = { rewrite: true }
    while (!builder.full && (this.reader.next < size || this.boundaryHere())) {
      await this.readOn(builder)
      if (this.target !== target) throw OVERTAKEN
      await this.sendParts(builder, false, kind, target, null)
    }
    this.target = null
    await this.sendParts(builder, true, kind, null, toEnd ? 'end' : { line: builder.watchedLine ?? Math.max(0, builder.lines - 1) })
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
    const gap: Mark = { kind: 'gap', from, to: to.offset }
    builder.mark(gap, from)
    this.startAt(to.offset)
    if (to.cutsLine) builder.mark({ kind: 'line-cut-before', from: to.offset }, to.offset)
    await this.send(builder, null)
    return true
  }

  private send(builder: BatchBuilder, view: PaneBatch['view']): Promise<void> {
    return this.sendParts(builder, true, { rewrite: false }, null, view)
  }

  /** Sends the builder's parts as credit allows; `last` adds the open line and completes a rewrite. */
  private async sendParts(
    builder: BatchBuilder,
    last: boolean,
    kind: { rewrite: boolean },
    target: Destination | null,
    view: PaneBatch['view'],
  ): Promise<void> {
    if (last && !builder.full && this.behind() <= 0 && this.reader.hasOpenLine) {
      this.reader.peekOpen({ line: (text, from, to, offset) => (builder.openLine(text, from, to, offset), true) })
    }
    const parts = builder.take(last)
    if (last && parts.length === 0 && (kind.rewrite || view !== null)) {
      parts.push({ text: new Uint8Array(0), offsets: new Float64Array(0), marks: [], open: false })
    }
    for (const [index, part] of parts.entries()) {
      while (!this.closed && (!this.view.visible || !this.credit.allows(part.text.length))) {
        await this.rest()
        if (this.target !== target) throw OVERTAKEN
      }
      if (this.closed) throw OVERTAKEN
      const complete = last && index === parts.length - 1
      this.credit.spend(part.text.length)
      this.options.sendBatch({
        paneId: this.options.paneId,
        kind: kind.rewrite ? 'rewrite' : 'append',
        replacesOpenLine: !kind.rewrite && this.openShown,
        ...part,
        view: complete ? view : null,
        complete,
        atStart: this.fromStart,
        checkpoint: this.checkpoint(),
      })
      kind.rewrite = false
      this.openShown = part.open
    }
    this.statusSoon()
  }

  private checkpoint(): Checkpoint {
    const { source } = this.options
    const offset = this.reader.openStart
    const epochStart = epochStartOf(source, offset)
    const seam = source.peek(Math.max(epochStart, offset - SEAM_BYTES), offset)
    return { path: source.path, epochStart, offset, seamHash: seam && seam.length > 0 ? seamHash(seam) : '' }
  }

  private statusSoon(): void {
    if (this.closed) return
    this.statusTimer ??= setTimeout(() => {
      this.statusTimer = null
      const skipping = performance.now() - this.skippedAt < SKIPPING_MS
      const status = paneStatus({
        paneId: this.options.paneId,
        source: this.options.source,
        follow: this.follow,
        end: this.reader.next,
        paused: this.paused,
        skipping,
        readFailure: this.readFailure,
      })
      const text = JSON.stringify(status)
      if (text !== this.lastStatus) {
        this.statusAt = performance.now()
        this.lastStatus = text
        this.options.sendStatus(status)
      }
      if (skipping) this.statusSoon()
    }, Math.max(0, this.statusAt + STATUS_PAUSE_MS - performance.now()))
  }
}
