import type { PaneFilter } from '@shared/contract/filter'
import type { Destination, PaneBatch, PaneStatus } from '@shared/contract/port'
import type { Checkpoint } from '@shared/model'
import type { EngineClient } from '@/bridge'
import { PaneViewStore, type PaneView } from './pane-view'
import type { SessionTerminal } from './session-terminal'
import { WindowMove } from './window-move'

/**
 * While no more than about a screen lies beyond the window (bytes), coming to its end means to follow on. With more
 * than that, following would jump over lines that the person is on the way to.
 */
const NEAR_END_BYTES = 16 * 1024

let opened = 0

/**
 * One log in one pane, as a conversation with the engine: opens, acknowledges, asks for other windows,
 * says what is followed, and opens itself again after a restart of the engine. No DOM in here.
 */
export class PaneSession {
  /** Its own in each opening, so that nothing meant for an earlier log of this pane can arrive here. */
  readonly id: string
  private readonly store = new PaneViewStore()
  readonly subscribe = this.store.subscribe
  readonly snapshot = this.store.snapshot
  private readonly move = new WindowMove()
  private readonly rewriteListeners = new Set<() => void>()
  private readonly stop: (() => void)[] = []
  private terminal: SessionTerminal | null = null
  private checkpoint: Checkpoint | null = null
  private atStart = false
  /** What was asked of the engine and not yet confirmed by a status. */
  private askedFollow: boolean | null = null
  /** Text from an engine that is gone is shown, but must not be acknowledged to the next one. */
  private life = 0
  private ended = false
  private filter: PaneFilter | null = null

  constructor(
    private readonly client: EngineClient,
    paneId: string,
    private readonly logId: string,
    private visible: boolean,
  ) {
    this.id = `${paneId}:${(opened = (opened + 1) % 1_000_000)}`
  }

  /** Opens the pane in the engine once its terminal knows its size. */
  start(terminal: SessionTerminal): void {
    this.terminal = terminal
    this.stop.push(
      this.client.onPane(this.id, { batch: (batch) => this.batch(batch), status: (status) => this.status(status) }),
      this.client.onReconnect((agentId) => {
        if (agentId === null || this.logId.startsWith(`${agentId}:`)) this.reopen()
      }),
      this.client.onEvent(({ event }) => event === 'secrets.changed' && this.again()),
    )
    this.open()
  }

  /** Hears whenever another window is shown in full. */
  onRewritten(listener: () => void): () => void {
    this.rewriteListeners.add(listener)
    return () => this.rewriteListeners.delete(listener)
  }

  /** Whether the log's first line is held: the window began there, and the terminal has trimmed nothing since. */
  get touchesStart(): boolean {
    return this.atStart && this.terminal?.view()?.trimmed !== true
  }

  /** Offset (bytes) of the first byte that is not shown; the beginning of an open last line at least. */
  get endOffset(): number {
    return Math.max(this.checkpoint?.offset ?? 0, this.terminal?.view()?.last ?? 0)
  }

  end(): void {
    this.ended = true
    this.stop.forEach((one) => one())
    if (this.terminal) void this.client.request('pane.close', { paneId: this.id })
  }

  setVisible(visible: boolean): void {
    if (visible === this.visible) return
    this.visible = visible
    this.sendView()
  }

  /** The terminal has another width or another bound. */
  resized(): void {
    this.sendView()
  }

  setFollow(follow: boolean): void {
    if (!this.terminal || follow === this.view.follow) return
    this.followLocally(follow)
    this.askedFollow = follow
    this.client.signal('pane.follow', { paneId: this.id, follow })
  }

  /** Follow when paused (from the log's newest text on), pause when following. */
  toggleFollow(): void {
    if (this.view.follow) this.setFollow(false)
    else this.toEnd()
  }

  toEnd(): void {
    if (this.view.follow) this.terminal?.setFollowing(true)
    else this.go({ kind: 'end' })
  }

  toStart(): void {
    if (this.touchesStart) {
      this.setFollow(false)
      this.terminal?.scrollToFirst()
    } else this.go({ kind: 'start' })
  }

  /** What is held must be given once more, since its lines are wrapped otherwise now: around the line at the top of the view, or at the end. */
  again(): void {
    this.sendView()
    const top = this.terminal?.view()?.top
    if (this.view.follow || top === undefined) this.go({ kind: 'end', anew: true })
    else this.go({ kind: 'older', top })
  }

  /** @param rows of the window there, where fewer than usual will do */
  toOffset(offset: number, rows?: number): void {
    this.go(rows === undefined ? { kind: 'offset', offset } : { kind: 'offset', offset, rows })
  }

  /** Brings the line that begins at this offset into view; the window moves there unless it holds the line. */
  reveal(offset: number): void {
    if (this.terminal?.reveal(offset) === false) this.toOffset(offset)
  }

  /** The person came near the first line held. */
  wantOlder(): void {
    const top = this.terminal?.view()?.first
    if (this.touchesStart || top === undefined || this.move.underWay || this.view.status?.filter?.waiting) return
    this.go({ kind: 'older', top })
  }

  /** The person comes near the last line held while the pane is paused: more of what lies behind it, if that is much. */
  wantMore(): void {
    const { status } = this.view
    if (!this.move.underWay && status !== null && status.afterBytes > NEAR_END_BYTES) this.go({ kind: 'newer' })
  }

  /** The person came to the last line held while the pane was paused. */
  wantNewer(): void {
    if (this.move.underWay) return
    const { status } = this.view
    if (status !== null && status.afterBytes > NEAR_END_BYTES) this.go({ kind: 'newer' })
    else this.setFollow(true)
  }

  /** Shows what passes, or all; before the pane is opened it is opened so. */
  setFilter(filter: PaneFilter | null): void {
    if (JSON.stringify(filter) === JSON.stringify(this.filter)) return
    this.filter = filter
    if (!this.terminal) return
    // A place that the window is on its way to is where it goes all the same.
    const top = this.move.offset ?? this.top
    this.move.end()
    void this.client.request('pane.filter', { paneId: this.id, filter, top }).then((result) => {
      if (!result.ok && !this.ended && result.failure.code !== 'ENGINE_DOWN') this.store.update({ refusal: result.failure })
    })
  }

  /** Whether text on screen may differ from the log's own. */
  get filtered(): boolean {
    return this.filter !== null
  }

  /** Of lines by their offsets (bytes), in this order, the first that the filter shows; null when it shows none, or cannot be asked. */
  async firstShown(offsets: readonly number[]): Promise<number | null> {
    const result = await this.client.request('pane.first-shown', { paneId: this.id, offsets: [...offsets] })
    return result.ok ? result.value.offset : null
  }

  /** Reads on for the filter, which has come to its bound. */
  filterOn(): void {
    void this.client.request('pane.filter-more', { paneId: this.id, top: this.view.follow ? null : (this.terminal?.view()?.first ?? null) })
  }

  unfold(offset: number, open: boolean): void {
    this.setFollow(false)
    void this.client.request('pane.unfold', { paneId: this.id, offset, open, top: this.terminal?.view()?.top ?? offset })
  }

  /** Shows or hides the secrets of the line at `offset` (bytes), or of all lines where it is null. */
  showSecrets(offset: number | null, shown: boolean): void {
    if (!this.terminal) return
    if (offset === null) this.store.update({ secretsShown: shown })
    void this.client.request('pane.secrets', { paneId: this.id, offset, shown })
    if (offset !== null) this.setFollow(false)
    this.again()
  }

  private get view(): PaneView {
    return this.store.snapshot()
  }

  /** The line to stay at the top of the view; null where the end is followed. */
  private get top(): number | null {
    return this.view.follow ? null : (this.terminal?.view()?.top ?? null)
  }

  dismissRefusal(): void {
    this.store.update({ refusal: null })
  }

  private open(): void {
    const { terminal } = this
    if (!terminal) return
    const life = this.life
    const asked = this.client.request('pane.open', {
      paneId: this.id,
      logId: this.logId,
      columns: terminal.columns,
      windowRows: terminal.windowRows,
      visible: this.visible,
      resume: this.checkpoint,
      ...(this.filter ? { filter: this.filter } : {}),
    })
    void asked.then((result) => {
      if (this.ended || life !== this.life) return
      // An engine that is down says so by itself, and the pane opens again when the next one answers.
      if (result.ok || result.failure.code === 'ENGINE_DOWN') return
      // After a restart the list that names this log may not have come yet: the pane is opened again when it has.
      if (result.failure.code === 'NOT_FOUND' && life > 0 && this.view.status) this.store.update({ status: { ...this.view.status, condition: 'connecting' } })
      else this.store.update({ refusal: result.failure })
    })
  }

  private reopen(): void {
    this.life++
    const { secretsShown } = this.view
    this.store.update({ secretsShown: false })
    this.move.end()
    this.open()
    // The next engine hides them again, and does not know of those that are shown.
    if (secretsShown) this.again()
    if (this.view.follow) return
    this.askedFollow = false
    this.client.signal('pane.follow', { paneId: this.id, follow: false })
  }

  private batch(batch: PaneBatch): void {
    const life = this.life
    const bytes = batch.text.length
    this.terminal?.apply(batch, () => {
      if (bytes > 0 && life === this.life && !this.ended) this.client.signal('pane.ack', { paneId: this.id, bytes })
      this.atStart = batch.atStart
      // Notes which move this batch answers.
      if (this.move.arrived(batch)) for (const listener of this.rewriteListeners) listener()
    })
    this.checkpoint = batch.checkpoint
    const text = batch.offsets.length > 0 ? 'some' : batch.kind === 'rewrite' ? 'none' : this.view.text
    if (text !== this.view.text) this.store.update({ text })
  }

  private status(status: PaneStatus): void {
    this.move.noteAfter(status.afterBytes)
    if (this.askedFollow === status.follow) this.askedFollow = null
    const follow = this.askedFollow ?? status.follow
    if (follow !== this.view.follow) this.terminal?.setFollowing(follow)
    this.store.update({ status, follow })
  }

  private go(to: Destination): void {
    const { terminal } = this
    if (!terminal) return
    this.move.begin(to)
    // More lines are appended; only earlier ones need a rewrite under the eye.
    terminal.keepEyeOnNextRewrite(to.kind === 'older')
    if (to.kind === 'end') {
      this.askedFollow = true
      this.followLocally(true)
    } else if (this.view.follow) {
      this.askedFollow = false
      this.followLocally(false)
    }
    const life = this.life
    void this.client.request('pane.move', { paneId: this.id, to }).then((result) => {
      if (this.ended || life !== this.life) return
      // Moves that bring text are under way until that is shown; asking twice would bring twice as much.
      if (!result.ok || to.kind === 'end') this.move.end()
      if (result.ok) return
      terminal.keepEyeOnNextRewrite(false)
      if (result.failure.code !== 'ENGINE_DOWN') this.store.update({ refusal: result.failure })
    })
  }

  private followLocally(follow: boolean): void {
    this.terminal?.setFollowing(follow)
    this.store.update({ follow })
  }

  private sendView(): void {
    if (!this.terminal) return
    this.client.signal('pane.view', {
      paneId: this.id,
      visible: this.visible,
      columns: this.terminal.columns,
      windowRows: this.terminal.windowRows,
    })
  }
}
