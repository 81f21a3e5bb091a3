import { useEffect, useMemo } from 'react'
import type { LogKind } from '@shared/model'
import { useSettings } from '@/features/settings'
import type { Highlighter, LogTerminal } from '@/terminal'
import { highlightersFor } from './highlighters'

const NONE: readonly Highlighter[] = []

/** Keeps a pane's colours in step with the rules for its kind of log. */
export function useHighlights(live: { terminal: Pick<LogTerminal, 'showHighlights'> } | null, kind: LogKind): void {
  const on = useSettings((state) => state.settings.highlights)
  const rules = useSettings((state) => state.settings.highlightRules)
  // Settings come as a new copy whenever one of them changes.
  const key = JSON.stringify(rules)
  // eslint-disable-next-line react-hooks/exhaustive-deps -- `key` says all that `rules` does
  const highlighters = useMemo(() => (on ? highlightersFor(rules, kind) : NONE), [on, key, kind])
  useEffect(() => live?.terminal.showHighlights(highlighters), [live, highlighters])
}
