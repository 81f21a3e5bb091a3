import type { RequestParams, RequestResults } from '@shared/contract/port'
import type { SearchResults } from '@shared/contract/search'
import type { LineMasker } from '@shared/text/mask'
import type { Result } from '@shared/model'
import { makeMatcher, SearchSession, type Searchable } from '../search'
import { DONE, notFound } from './answers'

/** A log as a search takes it; null when the log is not known. */
export type SearchablePort = (logId: string) => Searchable | null

/** Searches that one window may have at a time; the oldest ends when there is one more. */
const MOST_SEARCHES = 24

export interface WindowSearchesPorts {
  searchable: SearchablePort
  /** Finds secrets in lines on screen; null where none are hidden. */
  masker(): LineMasker | null
  send(results: SearchResults): void
  onDefect(error: unknown): void
}

/** The searches of one window. */
export class WindowSearches {
  private readonly searches = new Map<string, SearchSession>()

  constructor(private readonly ports: WindowSearchesPorts) {}

  start({ searchId, logIds, pattern, readAll }: RequestParams<'search.start'>): Result<null> {
    const matcher = makeMatcher(pattern)
    if (!matcher.ok) return matcher
    const logs = [...new Set(logIds)].flatMap((logId) => {
      const log = this.ports.searchable(logId)
      return log ? [{ logId, log }] : []
    })
    if (logs.length === 0) return notFound('log')
    this.cancel({ searchId })
    const oldest = this.searches.keys().next()
    if (this.searches.size >= MOST_SEARCHES && !oldest.done) this.cancel({ searchId: oldest.value })
    const { send, onDefect, masker } = this.ports
    this.searches.set(searchId, new SearchSession({ searchId, logs, pattern, readAll, masker, send, onDefect }))
    return DONE
  }

  more({ searchId }: RequestParams<'search.more'>): Result<null> {
    const search = this.searches.get(searchId)
    search?.more()
    return search ? DONE : notFound('search')
  }

  cancel({ searchId }: RequestParams<'search.cancel'>): Result<null> {
    this.searches.get(searchId)?.end()
    this.searches.delete(searchId)
    return DONE
  }

  async step({ searchId, logId, from, direction }: RequestParams<'search.step'>): Promise<Result<RequestResults['search.step']>> {
    const search = this.searches.get(searchId)
    return search ? { ok: true, value: { offset: await search.step(logId, from, direction) } } : notFound('search')
  }

  close(): void {
    for (const search of this.searches.values()) search.end()
    this.searches.clear()
  }
}
