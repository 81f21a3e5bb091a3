import { SEARCH_KEEPS, type SearchHit, type SearchPattern, type SearchResults } from '@shared/contract/search'
import type { LineMasker } from '@shared/text/mask'
import { LogSearch, type Searchable } from './log-search'
import { stepFrom } from './step'

/** Results are told at most this often (ms). */
const TELL_MS = 100
/** More hits than this wait for the next telling (count). */
const BATCH_HITS = 1000

export interface SearchSessionOptions {
  searchId: string
  /** In the order in which they are searched. */
  logs: readonly { logId: string; log: Searchable }[]
  /** Known to be searchable. */
  pattern: SearchPattern
  readAll: boolean
  /** Hides what looks like a secret in what is told of a line; null for nothing. */
  masker?: () => LineMasker | null
  send(results: SearchResults): void
  onDefect(error: unknown): void
}

/** One search over some logs: searches them in order, tells results in batches, and follows what is added. */
export class SearchSession {
  private readonly ending = new AbortController()
  private readonly searches: LogSearch[]
  private room = SEARCH_KEEPS
  private waiting: SearchHit[] = []
  private timer: NodeJS.Timeout | null = null
  private toldAt = -Infinity
  private wake: (() => void)[] = []
  private collecting = false

  constructor(private readonly options: SearchSessionOptions) {
    const sink = {
      room: () => this.room,
      hit: (hit: SearchHit) => {
        this.room--
        this.waiting.push(hit)
        this.tellSoon()
      },
      ready: () => this.ready(),
      moved: () => this.tellSoon(),
    }
    this.searches = options.logs.map(
      ({ logId, log }) => new LogSearch(logId, log, options.pattern, options.readAll, sink, this.ending.signal, options.masker),
    )
    void this.run().catch(options.onDefect)
  }

  /** Keeps as many hits more as a search keeps at first. */
  more(): void {
    this.room += SEARCH_KEEPS
    if (this.collecting) return
    this.collecting = true
    const collect = async (): Promise<void> => {
      for (const search of this.searches) if (this.room > 0) await search.more()
    }
    void collect()
      .catch(this.options.onDefect)
      .finally(() => (this.collecting = false))
  }

  /** See `search.step`. */
  async step(logId: string, from: number, direction: 'next' | 'previous'): Promise<number | null> {
    const entry = this.options.logs.find((one) => one.logId === logId)
    return entry ? stepFrom(entry.log.source, this.options.pattern, from, direction, this.ending.signal) : null
  }

  end(): void {
    this.ending.abort()
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    for (const go of this.wake.splice(0)) go()
  }

  private async run(): Promise<void> {
    for (const search of this.searches) {
      if (this.ending.signal.aborted) return
      await search.run()
      void search.follow().catch(this.options.onDefect)
    }
    this.tellSoon()
  }

  private async ready(): Promise<void> {
    while (this.waiting.length >= BATCH_HITS && !this.ending.signal.aborted) await new Promise<void>((resolve) => this.wake.push(resolve))
  }

  private tellSoon(): void {
    if (this.ending.signal.aborted) return
    this.timer ??= setTimeout(() => this.tell(), Math.max(0, this.toldAt + TELL_MS - performance.now()))
  }

  private tell(): void {
    this.timer = null
    this.toldAt = performance.now()
    const hits = this.waiting
    this.waiting = []
    const logs = this.searches.map((search) => ({ ...search.progress }))
    const sum = (of: 'total' | 'scannedBytes' | 'sizeBytes'): number => logs.reduce((all, log) => all + log[of], 0)
    this.options.send({
      searchId: this.options.searchId,
      hits,
      total: sum('total'),
      scannedBytes: sum('scannedBytes'),
      sizeBytes: sum('sizeBytes'),
      done: logs.every((log) => log.done),
      left: this.searches.reduce((all, search) => all + search.left, 0),
      logs,
    })
    for (const go of this.wake.splice(0)) go()
  }
}
