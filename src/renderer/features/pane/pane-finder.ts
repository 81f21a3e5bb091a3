import { MOST_ASKED_LINES } from '@shared/contract/filter'
import type { EngineClient } from '@/bridge'
import { EngineSearch } from '@/features/search/engine-search'
import { firstAtOrAfter, hitsFrom, stepTarget } from '@/features/search/hit-list'
import { positionWords, samePattern, scopeWords } from '@/features/search/search-words'
import { findCountText, queryProblem, type FindQuery, type FindState, type LogTerminal } from '@/terminal'
import type { PaneSession } from './pane-session'

/** Typing goes on within this time (ms): the whole log is not searched for every letter. */
const TYPING_MS = 150
/** A line that was moved to is looked for in this many windows, should another one come first. */
const PATIENCE = 3

export interface FindView {
  /** `3 of 1,284` */
  count: string
  none: boolean
  /** What was searched, or why it was not. */
  note: string
  problem: boolean
  /** More of the log can be read on request. */
  canReadAll: boolean
}

/**
 * Find in one pane: the terminal highlights what is on screen, the engine knows the whole log. Steps go from one
 * line that matches to the next, wherever it is; until the engine has answered they stay in the lines shown.
 */
export class PaneFinder {
  readonly search: EngineSearch
  private query: FindQuery | null = null
  private shown: FindState = { count: 0, current: null, problem: null }
  private timer: ReturnType<typeof setTimeout> | null = null
  private awaited: { offset: number; patience: number } | null = null
  private steps = 0
  /** The last step found no line that the pane's filter shows. */
  private hidden = false
  private readonly listeners = new Set<() => void>()
  private readonly stop: (() => void)[]
  private view: FindView = { count: '', none: false, note: '', problem: false, canReadAll: false }

  constructor(
    client: EngineClient,
    private readonly logId: string,
    private readonly terminal: Pick<LogTerminal, 'find' | 'view' | 'selectedOffset' | 'selectMatchAt'>,
    private readonly session: Pick<PaneSession, 'toOffset' | 'onRewritten' | 'filtered' | 'firstShown'>,
    /** What all of what is searched is called. */
    private readonly whole: string,
  ) {
    this.search = new EngineSearch(client)
    const heard = terminal.find.onState((state) => {
      this.shown = state
      this.tell()
    })
    this.stop = [
      () => heard.dispose(),
      this.search.subscribe(() => this.tell()),
      session.onRewritten(() => this.arrived()),
    ]
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  snapshot = (): FindView => this.view

  /** What the person looks for now. */
  type(query: FindQuery): void {
    this.query = query
    this.hidden = false
    this.terminal.find.type(query)
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    if (query.text === '' || queryProblem(query) !== null) this.search.clear()
    else if (!samePattern(query, this.search.snapshot().pattern)) {
      this.timer = setTimeout(() => this.search.start([this.logId], { ...query }), TYPING_MS)
    }
    this.tell()
  }

  next(): void {
    void this.step('next')
  }

  previous(): void {
    void this.step('previous')
  }

  /** Moves the window to a line, if need be, and selects its match. */
  go(offset: number): void {
    const held = this.terminal.view()
    const inside = held !== null && offset >= held.first && offset <= held.last
    this.awaited = null
    if (inside && this.terminal.selectMatchAt(offset)) return this.tell()
    this.awaited = { offset, patience: PATIENCE }
    this.session.toOffset(offset)
  }

  close(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.query = null
    this.awaited = null
    // The answer to a step that is under way must not take the view anywhere any more.
    this.steps++
    this.search.clear()
    this.terminal.find.close()
  }

  dispose(): void {
    if (this.timer) clearTimeout(this.timer)
    this.stop.forEach((one) => one())
    this.search.dispose()
    this.listeners.clear()
  }

  private async step(direction: 'next' | 'previous'): Promise<void> {
    const results = this.answered()
    if (!results || results.total === 0) return this.terminal.find[direction]()
    const step = ++this.steps
    const { hits } = this.search.snapshot()
    const here = this.terminal.selectedOffset()
    // A line that is being moved to is where the person is by now.
    const offset = this.awaited?.offset ?? here?.offset ?? -1
    const from = direction === 'next' && !this.awaited && here?.selected === false ? offset - 1 : offset
    const target = stepTarget(hits, from, direction, results.done && results.left === 0)
    if (target.kind === 'at' && !this.session.filtered) return this.go(target.offset)
    if (target.kind === 'at') {
      const ahead = hitsFrom(hits, target.offset, direction, results.done && results.left === 0, MOST_ASKED_LINES)
      const shown = await this.session.firstShown(ahead)
      if (step !== this.steps) return
      this.hidden = shown === null
      return shown === null ? this.tell() : this.go(shown)
    }
    if (target.kind === 'none') return
    const asked = Math.min(Math.max(0, target.from), results.sizeBytes + (results.logs[0]?.startedAt ?? 0))
    const found = await this.search.step(this.logId, asked, direction)
    if (step !== this.steps) return
    if (found !== null) this.go(found)
    // Beyond the last line that matches the first one comes.
    else if (direction === 'next' && hits[0]) this.go(hits[0].offset)
  }

  private arrived(): void {
    const { awaited } = this
    if (!awaited) return
    if (this.terminal.selectMatchAt(awaited.offset) || --awaited.patience === 0) this.awaited = null
    this.tell()
  }

  /** What the engine said of the query of now; null before it did. */
  private answered() {
    const { pattern, results } = this.search.snapshot()
    return this.query && samePattern(this.query, pattern) ? results : null
  }

  private tell(): void {
    this.view = this.describe()
    for (const listener of this.listeners) listener()
  }

  private describe(): FindView {
    const { query, shown } = this
    const plain = { canReadAll: false, problem: false }
    if (query === null || query.text === '') return { ...plain, count: '', none: false, note: `in ${this.whole}` }
    if (shown.problem !== null) return { ...plain, count: '', none: false, note: shown.problem, problem: true }
    const { refusal, pattern, hits } = this.search.snapshot()
    if (refusal && samePattern(query, pattern)) {
      return { ...plain, count: findCountText(shown, query), none: false, note: `${refusal.sentence} ${refusal.nextStep}`, problem: true }
    }
    const results = this.answered()
    const log = results?.logs[0]
    if (!results || !log || (results.total === 0 && !results.done)) {
      return { ...plain, count: findCountText(shown, query), none: shown.count === 0, note: log ? `in the lines shown; ${scopeWords(log, this.whole)}` : 'in the lines shown' }
    }
    const here = this.terminal.selectedOffset()
    const at = here?.selected ? firstAtOrAfter(hits, here.offset) : -1
    const index = hits[at]?.offset === here?.offset ? at : null
    const note = log.failure ? log.failure.sentence : this.hidden ? 'none of these lines is shown; "Show all" shows them' : scopeWords(log, this.whole)
    return { count: positionWords(index, results), none: results.total === 0, note, problem: log.failure !== null, canReadAll: log.done && log.startedAt !== null }
  }
}
