import type { Destination } from '@shared/contract/port'
import type { ByteSource } from '../source'
import { NewLines, type ShownCounter } from './new-lines'
import type { PaneView } from './pane-options'
import type { Target, WindowPlan } from './window-plan'

/** A pane that comes back into view further behind than this is filled anew from the end (bytes). */
const REFILL_BYTES = 512 * 1024
/** A pane that opens shows so many rows first: they are there a round trip or two before a whole window is. */
const FIRST_ROWS = 200

/** What the aim asks of its pane. */
export interface AimingPane {
  readonly source: ByteSource
  view(): PaneView
  /** Bytes of the log behind what is read for the window. */
  behind(): number
  /** Counts lines that pass its filter; null where all are shown. */
  counter(): ShownCounter | null
}

/** Where a pane's window is to be: what was asked of it last, whether it follows the end, and how much is still to be appended. */
export class WindowAim {
  /** Where the window is to be filled anew; null while it only goes on. */
  target: Target | null
  /** Rows still to be appended to a window that does not follow. */
  fill = 0
  private followed = true
  private pausedSince: NewLines | null = null
  /** The first look at the log: its last rows only. */
  private readonly glimpse: Target = { kind: 'end' }
  /** The whole window after the glimpse, as long as nothing of it was sent. */
  private widening: Target | null = null

  /** @param start `on`: the window goes on with what is held; `start`: at the beginning of a log that will not grow; `end`: at the newest line */
  constructor(
    private readonly pane: AimingPane,
    start: 'on' | 'start' | 'end',
  ) {
    this.target = start === 'on' ? null : start === 'start' ? { kind: 'start' } : this.glimpse
    if (start !== 'start') return
    this.followed = false
    this.pausedSince = this.countFromNow()
  }

  get follow(): boolean {
    return this.followed
  }

  /** What is new since the pane does not follow any more; null while it does. */
  get paused(): NewLines | null {
    return this.pausedSince
  }

  setFollow(follow: boolean): void {
    if (follow === this.followed) return
    this.followed = follow
    // Who stops to read the first rows is not to be taken to the end once more.
    if (!follow && this.widening && this.target === this.widening) this.target = null
    this.pausedSince = follow ? null : this.countFromNow()
    this.catchUp()
  }

  /** A pane that follows from far behind is filled anew rather than filled up. */
  catchUp(): void {
    if (this.followed && this.pane.behind() > REFILL_BYTES) this.target = { kind: 'end' }
  }

  move(to: Destination): void {
    if (to.kind === 'newer') this.fillMore()
    else if (to.kind === 'end') {
      this.setFollow(true)
      if (this.pane.behind() > REFILL_BYTES || this.target || to.anew) this.target = to
    } else {
      this.setFollow(false)
      this.target = to
    }
  }

  /** Half a window more is to be appended. */
  fillMore(): void {
    this.fill = Math.floor(this.pane.view().windowRows / 2)
  }

  /** Fills the window anew around what is looked at; `top`: offset (bytes) of the line at the top of the view, null for the end. */
  refill(top: number | null, kind: 'offset' | 'older' = 'offset'): void {
    if (this.followed || top === null) this.target = { kind: 'end' }
    else this.target = kind === 'older' ? { kind, top } : { kind, offset: top }
  }

  /** Rows of a window for this target. */
  rowsFor(target: Target): number {
    const wanted = target === this.glimpse ? FIRST_ROWS : target.kind === 'offset' ? (target.rows ?? Infinity) : Infinity
    return Math.min(wanted, this.pane.view().windowRows)
  }

  /** A window for the target is begun: nothing comes after it yet. */
  begun(): void {
    this.widening = null
  }

  /**
   * What a window for the target takes is read. A glimpse is made a whole window next, and what was found in part is looked for further.
   * @param left rows that it has room for and that are still to be appended
   */
  filled(target: Target, plan: WindowPlan, rows: number, left: number, fromStart: boolean): void {
    this.fill = left
    if (target === this.glimpse && rows < this.pane.view().windowRows && !fromStart) this.widening = { kind: 'end' }
    if (plan.partial) this.widening = { ...target }
    this.target = this.widening
  }

  private countFromNow(): NewLines {
    return new NewLines(this.pane.source, this.pane.source.size(), () => this.pane.counter())
  }
}
