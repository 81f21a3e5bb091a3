import type { Failure } from '@shared/model'
import type { Destination, PaneStatus } from '@shared/contract/port'
import type { PaneMap } from '@shared/contract/rail'
import { SftpError, type Disposable } from '../ssh'
import { failureOfOpening } from '../source'
import { scanBack } from './back-scan'
import { BATCH_BYTES, BatchBuilder } from './batch-builder'
import { Bell } from './bell'
import { ChangeTeller } from './change-teller'
import { FilteredLines } from './filtered-lines'
import type { LineFilter } from './line-filter'
import { LogMap } from './log-map'
import type { PaneSessionOptions, PaneView } from './pane-options'
import type { Sending } from './pane-outlet'
import { PaneSender } from './pane-sender'
import { paneStatus } from './pane-status'
import { SkipPace, SKIPPING_MS } from './skip-pace'
import { SourceLines } from './source-lines'
import { WindowAim } from './window-aim'
import type { WindowLines } from './window-lines'
import type { Target } from './window-plan'

/** Changes of a status, and of what is known of the whole log, that are told as one (ms). */
const STATUS_MS = 50
const MAP_MS = 250
/** A filtered window that is not full is shown after so long (ms). */
const FIRST_SHOW_MS = 200
/** A read that failed on a live connection is tried again after this (ms). */
const RETRY_MS = 2000

/** Thrown inside the loop when what it was doing has been overtaken by a move or by closing. */
const OVERTAKEN = Symbol('overtaken')

const APPEND = { rewrite: false, last: true, view: null } as const

/**
 * One pane's window over a source: a loop that reads where the window needs it, turns
 * bytes into lines and sends them within the pane's credit. It moves when told to, follows
 * the end while following, and does nothing while the pane is hidden.
 */
export class PaneSession {
  private readonly sender: PaneSender
  private readonly status: ChangeTeller<PaneStatus>
  private readonly map: LogMap
  private readonly mapTeller: ChangeTeller<PaneMap>
  private readonly room = new Uint8Array(BATCH_BYTES)
  private readonly subscriptions: Disposable[]
  private view: PaneView
  private wanted: Disposable
  private readonly aim: WindowAim
  private lines: WindowLines
  private fromStart = false
  private readFailure: Failure | null = null
  private readonly pace = new SkipPace()
  private readonly bell = new Bell()
  private closed = false

  constructor(private readonly options: PaneSessionOptions) {
    const { source, resume } = options
    this.view = options.view
    const goesOn = resume !== null && resume.offset <= source.size() && resume.epochStart === source.firstOffset()
    const ended = !goesOn && source.ended?.() === true
    // What will not grow is read from its beginning.
    this.aim = new WindowAim({ source, view: () => this.view, behind: () => this.behind(), counter: () => this.lines.countShown ?? null }, goesOn ? 'on' : ended ? 'start' : 'end')
    this.map = new LogMap(options.paneId, source, () => this.mapTeller.soon())
    this.mapTeller = new ChangeTeller(MAP_MS, () => this.map.snapshot(), options.sendMap)
    this.lines = this.linesFrom(goesOn ? resume.offset : 0, options.filter ?? null)
    this.sender = new PaneSender(options.paneId, source, goesOn, this.map, {
      post: (batch) => options.sendBatch(batch),
      mayGo: (bytes, target) => this.mayGo(bytes, target),
      dropped: (offset) => {
        this.refill(offset)
        throw OVERTAKEN
      },
    })
    this.status = new ChangeTeller(STATUS_MS, () => this.gatherStatus(), options.sendStatus)
    this.wanted = source.want(this.view.visible ? 'visible' : 'hidden')
    this.subscriptions = [source.onChange(() => this.stir())]
    this.status.soon()
    this.mapTeller.soon()
    void this.run().catch((error: unknown) => options.onDefect(error))
  }

  ack(bytes: number): void {
    this.sender.ack(bytes)
    this.stir()
  }

  setView(view: PaneView): void {
    const appears = view.visible && !this.view.visible
    this.view = view
    this.wanted.dispose()
    this.wanted = this.options.source.want(view.visible ? 'visible' : 'hidden')
    if (appears) this.aim.catchUp()
    this.stir()
  }

  setFollow(follow: boolean): void {
    this.aim.setFollow(follow)
    this.stir()
  }

  /** Moves the window; what was being sent for an earlier move is given up. */
  move(to: Destination): void {
    this.aim.move(to)
    this.stir()
  }

  /** Shows what passes, or all; `top`: offset (bytes) of the line that stays at the top of the view, null for the end. */
  setFilter(filter: LineFilter | null, top: number | null): void {
    this.lines = this.linesFrom(this.lines.openStart, filter)
    this.sender.forgetOpenLine()
    this.aim.fill = 0
    this.aim.paused?.again()
    this.refill(top)
  }

  /** Shows what lines stand for, or folds them again; `top` as above. The set says which, and is the filter's own. */
  refold(top: number | null): void {
    if (this.lines instanceof FilteredLines) this.lines = this.linesFrom(this.lines.openStart, this.lines.filter)
    this.sender.forgetOpenLine()
    this.refill(top)
  }

  /** Reads on for the filter, which has come to its bound. */
  filterOn(top: number | null): void {
    if (!(this.lines instanceof FilteredLines)) return
    this.lines.grant()
    if (this.aim.follow || top === null || top < this.lines.openStart) this.refill(top, 'older')
    else this.aim.fillMore()
    this.stir()
  }

  /** See `WindowLines.firstShown`; the first of all where the log cannot be read now. */
  async firstShown(offsets: readonly number[]): Promise<number | null> {
    const first = offsets[0] ?? null
    if (!this.lines.firstShown) return first
    try {
      return await this.lines.firstShown(offsets)
    } catch (error) {
      if (error instanceof SftpError) return first
      throw error
    }
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
    this.aim.refill(top, kind)
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
    const { aim } = this
    if (!this.view.visible) return false
    if (aim.target) {
      // Nothing is known of a source that never was live.
      if (source.condition().kind !== 'live' && source.size() === source.firstOffset()) return false
      await this.rewrite(aim.target)
      return true
    }
    if (this.lines.moreBefore() && (aim.follow || aim.fill > 0)) {
      // After a skip, what it skipped to is shown before the next one.
      if (aim.follow && this.maySkip() && this.pace.due(this.behind(), this.lines.next)) return this.skip()
      const builder = this.build(aim.follow ? Infinity : aim.fill)
      await this.readOn(builder)
      if (!aim.follow) aim.fill = builder.full ? 0 : Math.max(0, aim.fill - builder.lines)
      await this.send(builder)
      return true
    }
    aim.fill = 0
    if (aim.paused?.behind) {
      await aim.paused.countOn()
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
    return new BatchBuilder(this.room, this.view.columns, rowLimit, this.options.masks ?? null)
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
    const { lines, aim } = this
    const rows = aim.rowsFor(target)
    this.status.soon()
    const plan = await lines.plan(target, this.view.columns, rows, () => this.closed || aim.target !== target)
    if (aim.target !== target || lines !== this.lines) throw OVERTAKEN
    aim.begun()
    const until = performance.now() + FIRST_SHOW_MS
    const builder = this.build(plan.rowLimit)
    if (plan.focus !== null) builder.watch(plan.focus)
    lines.startAt(plan.start, builder)
    this.fromStart = plan.start.offset === source.firstOffset()
    let rewrite = true
    while (!builder.full && this.lines.moreBefore(size)) {
      await this.readOn(builder)
      if (aim.target !== target) throw OVERTAKEN
      rewrite = await this.send(builder, { rewrite, last: false, view: null }, target)
      // Lines that pass a filter may be far apart: what there is is shown, and the rest is appended.
      if (lines instanceof FilteredLines && performance.now() > until) break
    }
    const unfilled = lines instanceof FilteredLines && !builder.full && !aim.follow && plan.rowLimit !== Infinity
    aim.filled(target, plan, rows, unfilled ? Math.max(0, plan.rowLimit - builder.lines) : 0, this.fromStart)
    const view = plan.focus === null ? ('end' as const) : { line: builder.watchedLine ?? Math.max(0, builder.lines - 1) }
    await this.send(builder, { rewrite, last: true, view }, aim.target)
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
    if (to.offset <= this.lines.next || !this.aim.follow || this.aim.target) return true
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

  /** Sends what is ready in the builder; `target` is what it serves. @returns whether the pane is still to be emptied */
  private async send(builder: BatchBuilder, how: Pick<Sending, 'rewrite' | 'last' | 'view'> = APPEND, target: Target | null = null): Promise<boolean> {
    const rewrite = await this.sender.send(builder, this.lines, { ...how, atStart: this.fromStart }, target)
    this.status.soon()
    return rewrite
  }

  private async mayGo(bytes: number, target: Target | null): Promise<void> {
    while (!this.closed && !(this.view.visible && this.sender.allows(bytes))) {
      await this.bell.rest()
      if (this.aim.target !== target) throw OVERTAKEN
    }
    if (this.closed) throw OVERTAKEN
  }

  private gatherStatus(): PaneStatus {
    const { skipping } = this.pace
    const { paneId, source } = this.options
    const { follow, paused } = this.aim
    const { readFailure } = this
    const filter = this.lines instanceof FilteredLines ? this.lines.progress : null
    return paneStatus({ paneId, source, follow, end: this.lines.next, paused, skipping, readFailure, filter })
  }
}
