import type { Failure } from '@shared/model'
import type { Destination, PaneStatus } from '@shared/contract/port'
import type { PaneMap } from '@shared/contract/rail'
import { SftpError, type Disposable } from '../ssh'
import { failureOfOpening } from '../source'
import { scanBack } from './back-scan'
import { BATCH_BYTES, BatchBuilder, type BatchPart } from './batch-builder'
import { Bell } from './bell'
import { ChangeTeller } from './change-teller'
import { FilteredLines } from './filtered-lines'
import type { LineFilter } from './line-filter'
import { LogMap } from './log-map'
import { NewLines } from './new-lines'
import type { PaneSessionOptions, PaneView } from './pane-options'
import { PaneOutlet, type Sending } from './pane-outlet'
import { paneStatus } from './pane-status'
import { SkipPace, SKIPPING_MS } from './skip-pace'
import { SourceLines } from './source-lines'
import type { WindowLines } from './window-lines'
import type { Target } from './window-plan'

/** A pane that comes back into view further behind than this is filled anew from the end (bytes). */
const REFILL_BYTES = 512 * 1024
/** A pane that opens shows so many rows first: they are there a round trip or two before a whole window is. */
const FIRST_ROWS = 200
/** Changes of a status, and of what is known of the whole log, that are told as one (ms). */
const STATUS_MS = 50
const MAP_MS = 250
/** A filtered window that is not full is shown after so long (ms). */
const FIRST_SHOW_MS = 200
/** A read that failed on a live connection is tried again after this (ms). */
const RETRY_MS = 2000

/** Thrown inside the loop when what it was doing has been overtaken by a move or by closing. */
const OVERTAKEN = Symbol('overtaken')

const NOTHING: BatchPart = { text: new Uint8Array(0), offsets: new Float64Array(0), marks: [], cuts: [], folds: [], open: false, next: null }

/**
 * One pane's window over a source: a loop that reads where the window needs it, turns
 * bytes into lines and sends them within the pane's credit. It moves when told to, follows
 * the end while following, and does nothing while the pane is hidden.
 */
export class PaneSession {
  private readonly outlet: PaneOutlet
  private readonly status: ChangeTeller<PaneStatus>
  private readonly map: LogMap
  private readonly mapTeller: ChangeTeller<PaneMap>
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
  private lines: WindowLines
  /** The open last line as the pane shows it: its offset. A filter may come to leave it out. */
  private shownOpen: number | null = null
  private fromStart = false
  private readFailure: Failure | null = null
  private paused: NewLines | null = null
  private readonly pace = new SkipPace()
  private readonly bell = new Bell()
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
    this.map = new LogMap(options.paneId, source, () => this.mapTeller.soon())
    this.mapTeller = new ChangeTeller(MAP_MS, () => this.map.snapshot(), options.sendMap)
    this.lines = this.linesFrom(goesOn ? resume.offset : 0, options.filter ?? null)
    this.outlet = new PaneOutlet(options.paneId, source, goesOn, options.sendBatch)
    this.status = new ChangeTeller(STATUS_MS, () => this.gatherStatus(), options.sendStatus)
    this.wanted = source.want(this.view.visible ? 'visible' : 'hidden')
    this.subscriptions = [source.onChange(() => this.stir())]
    this.status.soon()
    this.mapTeller.soon()
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
      if (this.behind() > REFILL_BYTES || this.target || to.anew) this.target = to
    } else {
      this.setFollow(false)
      this.target = to
    }
    this.stir()
  }

  /** Shows what passes, or all; `top`: offset (bytes) of the line that stays at the top of the view, null for the end. */
  setFilter(filter: LineFilter | null, top: number | null): void {
    this.lines = this.linesFrom(this.lines.openStart, filter)
    this.shownOpen = null
    this.fill = 0
    this.refill(top)
  }

  /** Shows what lines stand for, or folds them again; `top` as above. The set says which, and is the filter's own. */
  refold(top: number | null): void {
    if (this.lines instanceof FilteredLines) this.lines = this.linesFrom(this.lines.openStart, this.lines.filter)
    this.shownOpen = null
    this.refill(top)
  }

  /** Reads on for the filter, which has come to its bound. */
  filterOn(top: number | null): void {
    if (!(this.lines instanceof FilteredLines)) return
    this.lines.grant()
    if (this.follow || top === null || top < this.lines.openStart) this.refill(top, 'older')
    else this.fill = Math.floor(this.view.windowRows / 2)
    this.stir()
  }

  close(): void {
    this.closed = true
    this.wanted.dispose()
    for (const s of this.subscriptions) s.dispose()
    this.status.stop()
    this.mapTeller.stop()
    this.map.close()
    this.stir()
  }

  private linesFrom(offset: number, filter: LineFilter | null): WindowLines {
    const { source, remote = false } = this.options
    return filter ? new FilteredLines(source, filter, offset, this.map, remote) : new SourceLines(source, offset, this.map)
  }

  /** Fills the window anew around what is looked at. */
  private refill(top: number | null, kind: 'offset' | 'older' = 'offset'): void {
    if (this.follow || top === null) this.target = { kind: 'end' }
    else this.target = kind === 'older' ? { kind, top } : { kind, offset: top }
    this.stir()
  }

  private behind(): number {
    return this.options.source.size() - this.lines.next
  }

  private async run(): Promise<void> {
    while (!this.closed) {
      try {
        if (!(await this.step())) await this.bell.rest()
        this.readFailure = null
      } catch (error) {
        if (error === OVERTAKEN) continue
        if (!(error instanceof SftpError)) throw error
        // A lost connection shows in the source's condition, and its change goes on from here.
        if (error.kind !== 'lost') this.readFailure = failureOfOpening(this.options.source.path, error)
        await this.bell.rest(RETRY_MS)
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
    if (this.lines.moreBefore() && (this.follow || this.fill > 0)) {
      // After a skip, what it skipped to is shown before the next one.
      if (this.follow && this.maySkip() && this.pace.due(this.behind(), this.lines.next)) return this.skip()
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
    if (this.lines instanceof FilteredLines && (await this.lines.countOn())) {
      this.status.soon()
      return true
    }
    return false
  }

  private stir(): void {
    this.bell.ring()
    this.status.soon()
    this.mapTeller.soon()
  }

  private build(rowLimit: number): BatchBuilder {
    return new BatchBuilder(this.room, this.view.columns, rowLimit)
  }

  /** Reads on, or waits for something to read. */
  private async readOn(builder: BatchBuilder): Promise<void> {
    const { lines } = this
    if (!(await lines.readOn(builder))) await this.bell.rest()
    if (this.closed || lines !== this.lines) throw OVERTAKEN
  }

  /** Empties the pane and fills it around the target. */
  private async rewrite(target: Target): Promise<void> {
    const { source } = this.options
    const size = source.size()
    const wanted = target === this.glimpse ? FIRST_ROWS : target.kind === 'offset' ? (target.rows ?? Infinity) : Infinity
    const rows = Math.min(wanted, this.view.windowRows)
    const { lines } = this
    this.status.soon()
    const plan = await lines.plan(target, this.view.columns, rows, () => this.closed || this.target !== target)
    if (this.target !== target || lines !== this.lines) throw OVERTAKEN
    this.widening = null
    const until = performance.now() + FIRST_SHOW_MS
    const builder = this.build(plan.rowLimit)
    if (plan.focus !== null) builder.watch(plan.focus)
    this.lines.startAt(plan.start, builder)
    this.fromStart = plan.start.offset === source.firstOffset()
    let rewrite = true
    while (!builder.full && this.lines.moreBefore(size)) {
      await this.readOn(builder)
      if (this.target !== target) throw OVERTAKEN
      rewrite = await this.sendParts(builder, { rewrite, last: false, view: null }, target)
      // Lines that pass a filter may be far apart: what there is is shown, and the rest is appended.
      if (lines instanceof FilteredLines && performance.now() > until) break
    }
    this.fill = builder.full || this.follow ? 0 : Math.max(0, plan.rowLimit === Infinity ? 0 : plan.rowLimit - builder.lines)
    if (!(lines instanceof FilteredLines)) this.fill = 0
    if (target === this.glimpse && rows < this.view.windowRows && !this.fromStart) this.widening = { kind: 'end' }
    if (plan.partial) this.widening = { ...target }
    this.target = this.widening
    const view = plan.focus === null ? ('end' as const) : { line: builder.watchedLine ?? Math.max(0, builder.lines - 1) }
    await this.sendParts(builder, { rewrite, last: true, view }, this.target)
  }

  /** A filter shows all that passes, however fast it is written, as long as it may read it. */
  private maySkip(): boolean {
    return !(this.lines instanceof FilteredLines) || this.lines.progress.waiting
  }

  /** Leaves out what was written faster than it can be shown, and says so in the pane. */
  private async skip(): Promise<boolean> {
    const { source } = this.options
    const wait = this.pace.waitMs
    if (wait > 0) {
      await this.bell.rest(wait)
      return true
    }
    this.pace.begin()
    const from = this.lines.openStart
    const size = source.size()
    const to = await scanBack(source, size, Math.floor(this.view.windowRows / 2), this.view.columns, 'view')
    if (to.offset <= this.lines.next || !this.follow || this.target) return true
    this.pace.skippedTo(size)
    const builder = this.build(Infinity)
    builder.mark({ kind: 'gap', from, to: to.offset }, from)
    this.map.skipped(from, to.offset)
    this.lines.startAt(to, builder)
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
      this.lines.peekOpen({ line: (text, from, to, offset, cut) => (builder.openLine(text, from, to, offset, cut), true) })
    }
    const parts = builder.take(how.last)
    this.checkOpenLine(parts, how.rewrite)
    if (how.rewrite && how.last && parts.length === 0) parts.push(NOTHING)
    for (const part of parts) this.map.lines(part)
    const sending: Sending = { ...how, atStart: this.fromStart, openStart: this.lines.openStart }
    await this.outlet.send(parts, sending, async (bytes) => {
      while (!this.closed && !(this.view.visible && this.outlet.credit.allows(bytes))) {
        await this.bell.rest()
        if (this.target !== target) throw OVERTAKEN
      }
      if (this.closed) throw OVERTAKEN
    })
    const shown = parts.at(-1)
    if (shown) this.shownOpen = shown.open ? (shown.offsets.at(-1) ?? null) : null
    this.status.soon()
    return sending.rewrite
  }

  /** An open line that passed a filter may not pass it any more: then it has to go from the pane. */
  private checkOpenLine(parts: readonly BatchPart[], rewrite: boolean): void {
    const { shownOpen } = this
    if (rewrite || shownOpen === null || !(this.lines instanceof FilteredLines)) return
    if (parts.length > 0 ? parts[0]!.offsets[0] === shownOpen : this.behind() > 0) return
    this.shownOpen = null
    this.refill(shownOpen)
    throw OVERTAKEN
  }

  private gatherStatus(): PaneStatus {
    const { skipping } = this.pace
    const { paneId, source } = this.options
    const { follow, paused, readFailure } = this
    const filter = this.lines instanceof FilteredLines ? this.lines.progress : null
    return paneStatus({ paneId, source, follow, end: this.lines.next, paused, skipping, readFailure, filter })
  }
}
