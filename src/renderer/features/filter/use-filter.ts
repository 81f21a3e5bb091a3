import { useEffect, useState } from 'react'
import type { LogKind } from '@shared/model'
import type { FindQuery } from '@/terminal'
import { filterOf, rememberChoice, rememberedChoice, type FilterChoice } from './filter-choice'
import type { PaneFilter } from '@shared/contract/filter'

export interface FilterState {
  choice: FilterChoice
  /** The text whose lines alone are shown; null when that is not asked for. */
  matches: FindQuery | null
  filter: PaneFilter | null
  choose(change: Partial<FilterChoice>): void
  /** Shows only the lines that match, or (null) not only those. */
  match(query: FindQuery | null): void
  /** Every line again. */
  clear(): void
  /** Every line for now: a line is to be shown that may not pass. What was chosen for this kind of log stays remembered. */
  showAll(): void
}

/** What one pane shows of its log. The choice is the last one made for this kind of log. */
export function useFilter(kind: LogKind, logId: string): FilterState {
  const [choice, setChoice] = useState(() => rememberedChoice(kind, localStorage))
  const [matches, setMatches] = useState<FindQuery | null>(null)
  useEffect(() => {
    setChoice(rememberedChoice(kind, localStorage))
    setMatches(null)
  }, [kind, logId])
  const choose = (change: Partial<FilterChoice>) => {
    const next = { ...choice, ...change }
    setChoice(next)
    rememberChoice(kind, next, localStorage)
  }
  const clear = () => {
    setMatches(null)
    if (kind === 'agent') choose({ levels: false })
  }
  const showAll = () => {
    setMatches(null)
    setChoice({ ...choice, levels: false })
  }
  return { choice, matches, filter: filterOf(kind, choice, matches), choose, match: setMatches, clear, showAll }
}
