import type { EngineClient } from '@/bridge'
import { RailModel } from '@/features/rail'
import type { LogTerminal } from '@/terminal'
import type { WrittenPlace } from './parse-place'
import type { PaneFinder } from './pane-finder'
import type { PaneSession } from './pane-session'

/** The number of the line in view is asked for once the view stands still for so long (ms). */
const LINE_MS = 80
/** While the rail is dragged the window is this small (rows): it is there sooner, and another one comes soon. */
const DRAG_ROWS = 200
/** A window that is on its way for longer than this no longer keeps the next one back (ms). */
const PATIENCE_MS = 2000

/** What the rail of one pane shows, and where it leads. */
export class PaneRail {
  readonly model = new RailModel()
  /** The place that the person went to while the window was on its way to an earlier one. */
  private wanted: { offset: number; done: boolean } | null = null
  private underWay = -Infinity
  private timer: ReturnType<typeof setTimeout> | null = null
  private lineAsked = -1
  private canCount = false
  private readonly stop: (() => void)[]

  constructor(
    private readonly client: EngineClient,
    private readonly session: PaneSession,
    private readonly terminal: LogTerminal,
    finder: PaneFinder,
  ) {
    this.stop = [
      client.onPane(session.id, {
        batch: () => {},
        status: () => this.look(),
        map: ({ from, to, ...map }) => this.model.update({ from, to: Math.max(to, session.endOffset), map }),
      }),
      finder.search.subscribe(() => this.model.update({ hits: finder.search.snapshot().hits.map(({ offset }) => offset) })),
      session.subscribe(() => this.look()),
      session.onRewritten(() => this.arrived()),
    ]
  }

  /** The view may be another one. */
  look(): void {
    const view = this.terminal.view()
    const { status, follow } = this.session.snapshot()
    const end = this.session.endOffset
    // What the engine says of the log's end is newer than its status, which may be of another window.
    const to = Math.max(this.model.snapshot().to, end)
    const fresh = follow || !status || status.newBytes === 0 ? null : ([to - status.newBytes, to] as [number, number])
    const bottom = view?.atLast ? end : view?.bottom
    this.model.update({
      to,
      fresh,
      following: follow,
      view: view && bottom !== undefined ? { top: view.top, bottom: Math.max(view.top, bottom) } : null,
      held: view && [view.first, end],
    })
    if (view && view.top !== this.lineAsked) this.askLine(view.top)
  }

  /** The person goes to a place: at once where it is held, else the window moves there, one place after the other. */
  go(offset: number, done: boolean): void {
    const { held, to } = this.model.snapshot()
    const inside = held !== null && offset >= held[0] && offset < held[1]
    if (inside) {
      this.wanted = null
      this.session.setFollow(false)
      if (this.terminal.putAtTop(offset)) return this.look()
    }
    this.wanted = { offset: Math.min(offset, Math.max(0, to - 1)), done }
    if (performance.now() - this.underWay > PATIENCE_MS) this.moveOn()
  }

  /** Takes the view to a place that was written down. @returns why that is not possible, as a sentence; null when it is on its way */
  async goTo(place: Exclude<WrittenPlace, { kind: 'problem' }>): Promise<string | null> {
    const { from } = this.model.snapshot()
    if (place.kind === 'byte') return this.arriveAt(from + place.byte)
    const result = await this.client.request('pane.find-place', { paneId: this.session.id, place })
    return result.ok ? this.arriveAt(result.value.offset) : `${result.failure.sentence} ${result.failure.nextStep}`
  }

  /** Whether the workspace can count the lines before the view. */
  get countable(): boolean {
    return this.canCount
  }

  /** Has the lines before the view counted where the log lies. @returns why that is not possible, as a sentence */
  async count(): Promise<string | null> {
    const top = this.terminal.view()?.top
    if (top === undefined) return null
    const result = await this.client.request('pane.count', { paneId: this.session.id, offset: top })
    if (!result.ok) return `${result.failure.sentence} ${result.failure.nextStep}`
    this.askLine(this.terminal.view()?.top ?? top)
    return null
  }

  dispose(): void {
    if (this.timer) clearTimeout(this.timer)
    this.stop.forEach((one) => one())
  }

  private arriveAt(offset: number): null {
    const { to } = this.model.snapshot()
    if (offset >= to) this.session.toEnd()
    else this.go(offset, true)
    return null
  }

  private moveOn(): void {
    const { wanted } = this
    this.wanted = null
    if (!wanted) return
    this.underWay = performance.now()
    this.session.toOffset(wanted.offset, wanted.done ? undefined : DRAG_ROWS)
  }

  private arrived(): void {
    this.underWay = -Infinity
    this.moveOn()
    this.look()
  }

  private askLine(offset: number): void {
    this.lineAsked = offset
    if (this.timer) clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.timer = null
      void this.client.request('pane.line', { paneId: this.session.id, offset }).then((result) => {
        if (offset !== this.lineAsked) return
        this.canCount = result.ok && result.value.canCount
        this.model.update({ line: result.ok ? result.value.line : null })
      })
    }, LINE_MS)
  }
}
