import type { PaneBatch } from '@shared/contract/port'
import type { ByteSource } from '../source'
import type { BatchBuilder, BatchPart } from './batch-builder'
import { FilteredLines } from './filtered-lines'
import type { LogMap } from './log-map'
import { PaneOutlet, type Sending } from './pane-outlet'
import type { WindowLines } from './window-lines'
import type { Target } from './window-plan'

const NOTHING: BatchPart = { text: new Uint8Array(0), offsets: new Float64Array(0), marks: [], cuts: [], folds: [], masked: [], open: false, next: null }

export interface SenderHooks {
  post(batch: PaneBatch): void
  /** Resolves when so many bytes for this target may go, or throws when that is overtaken. */
  mayGo(bytes: number, target: Target | null): Promise<void>
  /** The open line at this offset (bytes) does not pass the filter any more and has to go from the pane; throws. */
  dropped(offset: number): never
}

/** Sends what was gathered for a pane: whole lines first, and at the end the open last line as it stands. */
export class PaneSender {
  private readonly outlet: PaneOutlet
  /** The open last line as the pane shows it: its offset. A filter may come to leave it out. */
  private shownOpen: number | null = null

  /** @param goesOn the pane holds text already, with an open last line */
  constructor(
    paneId: string,
    private readonly source: ByteSource,
    goesOn: boolean,
    private readonly map: LogMap,
    private readonly hooks: SenderHooks,
  ) {
    this.outlet = new PaneOutlet(paneId, source, goesOn, (batch) => hooks.post(batch))
  }

  /** The pane has parsed so many bytes. */
  ack(bytes: number): void {
    this.outlet.credit.giveBack(bytes)
  }

  /** Whether the pane's credit reaches for so many bytes. */
  allows(bytes: number): boolean {
    return this.outlet.credit.allows(bytes)
  }

  /** What is shown is filled anew. */
  forgetOpenLine(): void {
    this.shownOpen = null
  }

  /**
   * Sends what is ready in the builder; the last send of a rewrite, and each append, adds the open line. `target` is what it serves.
   * @returns whether the pane is still to be emptied, since nothing went out
   */
  async send(builder: BatchBuilder, lines: WindowLines, how: Omit<Sending, 'openStart'>, target: Target | null): Promise<boolean> {
    const behind = this.source.size() - lines.next
    if (how.last && !builder.full && behind <= 0) {
      lines.peekOpen({ line: (text, from, to, offset, cut) => (builder.openLine(text, from, to, offset, cut), true) })
    }
    const parts = builder.take(how.last)
    if (!how.rewrite && lines instanceof FilteredLines) this.checkOpenLine(parts, behind)
    if (how.rewrite && how.last && parts.length === 0) parts.push(NOTHING)
    const told = parts.map((part) => ({ ...part, errors: this.map.lines(part) }))
    const sending: Sending = { ...how, openStart: lines.openStart }
    await this.outlet.send(told, sending, (bytes) => this.hooks.mayGo(bytes, target))
    const shown = parts.at(-1)
    if (shown) this.shownOpen = shown.open ? (shown.offsets.at(-1) ?? null) : null
    return sending.rewrite
  }

  private checkOpenLine(parts: readonly BatchPart[], behind: number): void {
    const { shownOpen } = this
    if (shownOpen === null || (parts.length > 0 ? parts[0]!.offsets[0] === shownOpen : behind > 0)) return
    this.shownOpen = null
    this.hooks.dropped(shownOpen)
  }
}
