import type { SearchHit, SearchPattern, SearchResults } from '@shared/contract/search'
import type { Failure } from '@shared/model'
import type { EngineClient } from '@/bridge'

export interface EngineSearchState {
  /** What is searched; null when nothing is. */
  pattern: SearchPattern | null
  /** All hits so far, in order; the list grows in place. */
  hits: readonly SearchHit[]
  /** What was told last; null before the first telling. */
  results: SearchResults | null
  /** Why the pattern is not searched. */
  refusal: Failure | null
  readAll: boolean
}

const NOTHING: EngineSearchState = { pattern: null, hits: [], results: null, refusal: null, readAll: false }

let started = 0

/** One search of the engine as the window sees it; starting another one ends it. It begins anew when the engine does. */
export class EngineSearch {
  private state = NOTHING
  private searchId: string | null = null
  private logIds: readonly string[] = []
  private hits: SearchHit[] = []
  private readonly listeners = new Set<() => void>()
  private readonly stop: (() => void)[]

  constructor(private readonly client: Pick<EngineClient, 'request' | 'onEvent' | 'onReconnect'>) {
    this.stop = [
      client.onEvent((event) => {
        if (event.event === 'search.results' && event.results.searchId === this.searchId) this.receive(event.results)
      }),
      client.onReconnect(() => {
        const { pattern, readAll } = this.state
        if (pattern && this.searchId !== null) this.start(this.logIds, pattern, readAll)
      }),
    ]
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  snapshot = (): EngineSearchState => this.state

  start(logIds: readonly string[], pattern: SearchPattern, readAll = false): void {
    this.cancel()
    const searchId = `search:${++started}`
    this.searchId = searchId
    this.logIds = logIds
    this.hits = []
    this.update({ pattern, hits: this.hits, results: null, refusal: null, readAll })
    void this.client.request('search.start', { searchId, logIds: [...logIds], pattern, readAll }).then((result) => {
      if (!result.ok && this.searchId === searchId && result.failure.code !== 'ENGINE_DOWN') {
        this.searchId = null
        this.update({ ...this.state, refusal: result.failure })
      }
    })
  }

  /** Reads on where the engine stopped reading a remote log. */
  readAll(): void {
    const { pattern } = this.state
    if (pattern) this.start(this.logIds, pattern, true)
  }

  /** More hits, where some were counted only. */
  more(): void {
    if (this.searchId !== null) void this.client.request('search.more', { searchId: this.searchId })
  }

  /** The nearest line that matches, by its offset (bytes); null when there is none near. */
  async step(logId: string, from: number, direction: 'next' | 'previous'): Promise<number | null> {
    if (this.searchId === null) return null
    const result = await this.client.request('search.step', { searchId: this.searchId, logId, from, direction })
    return result.ok ? result.value.offset : null
  }

  /** Stops searching; what was found stays. */
  cancel(): void {
    if (this.searchId !== null) void this.client.request('search.cancel', { searchId: this.searchId })
    this.searchId = null
  }

  /** Stops searching and forgets what was found. */
  clear(): void {
    this.cancel()
    if (this.state !== NOTHING) this.update(NOTHING)
  }

  /** Whether the engine is at it, or follows what is added. */
  get active(): boolean {
    return this.searchId !== null
  }

  dispose(): void {
    this.cancel()
    this.stop.forEach((one) => one())
    this.listeners.clear()
  }

  private receive(results: SearchResults): void {
    for (const hit of results.hits) this.hits.push(hit)
    this.update({ ...this.state, results })
  }

  private update(state: EngineSearchState): void {
    this.state = state
    for (const listener of this.listeners) listener()
  }
}
