import { isForLog, type RuleKind } from '@shared/highlight-rules'
import type { LogKind } from '@shared/model'
import { MOST_SAVED_SEARCHES, type SavedSearch, type SearchScope } from '@shared/saved-searches'

export const SCOPE_WORDS: Record<SearchScope, string> = { pane: 'In the pane', log: 'This log', agent: 'All logs of this agent', all: 'All open agents' }

/** A search that is begun: everything but its name and id. */
export type FreshSearch = Pick<SavedSearch, 'pattern' | 'scope' | 'kind'>

/** The kind that a search made in this log is offered for. */
export function kindOf(log: LogKind): RuleKind {
  return log === 'agent' ? 'agent' : 'startup'
}

/** Searches for a kind of log, those for its own kind first; null: for no log in particular. */
export function searchesFor(searches: readonly SavedSearch[], log: LogKind | null): SavedSearch[] {
  if (log === null) return [...searches]
  const fitting = searches.filter((one) => isForLog(one.kind, log))
  return [...fitting.filter((one) => one.kind !== 'any'), ...fitting.filter((one) => one.kind === 'any')]
}

/** All of them under the kind of log that they are for, without kinds that have none. */
export function byKind(searches: readonly SavedSearch[]): { kind: RuleKind; searches: SavedSearch[] }[] {
  return (['startup', 'agent', 'any'] satisfies RuleKind[]).flatMap((kind) => {
    const own = searches.filter((one) => one.kind === kind)
    return own.length > 0 ? [{ kind, searches: own }] : []
  })
}

/** Why a search cannot be kept under a name, one sentence; null when it can. */
export function refuseName(searches: readonly SavedSearch[], name: string, id: string | null): string | null {
  const wanted = name.trim()
  if (wanted === '') return 'Enter a name to know it by.'
  if (searches.some((one) => one.id !== id && one.name === wanted)) return 'Another search has this name. Choose another one.'
  return id === null && searches.length >= MOST_SAVED_SEARCHES ? `There can be ${MOST_SAVED_SEARCHES} searches at most. Remove one to save another.` : null
}

/** An id that none of them has. */
export function freshId(searches: readonly SavedSearch[]): string {
  let number = searches.length + 1
  while (searches.some((one) => one.id === `own-${number}`)) number++
  return `own-${number}`
}
