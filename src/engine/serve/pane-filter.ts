import type { PaneFilter } from '@shared/contract/filter'
import type { Result } from '@shared/model'
import { EntryFilter } from '../runs'
import { MatchFilter } from '../search'
import { BothFilters, type LineFilter } from '../window'

/** What a pane is to show, ready to judge lines. */
export interface MadeFilter {
  /** Null where all is shown. */
  filter: LineFilter | null
  /** Entries whose further lines are shown although others are folded; offsets (bytes). */
  unfolded: Set<number>
}

/** Makes the filter that a window asks for; the failure says why a pattern cannot be searched. */
export function makeFilter(wanted: PaneFilter | null): Result<MadeFilter> {
  // A line that matches is shown wherever in its entry it stands.
  const entries = wanted?.entries ? new EntryFilter(wanted.matches ? { ...wanted.entries, fold: false } : wanted.entries) : null
  const unfolded = entries?.unfolded ?? new Set<number>()
  if (!wanted?.matches) return { ok: true, value: { filter: entries, unfolded } }
  const made = MatchFilter.make(wanted.matches.pattern, wanted.matches.context)
  if (!made.ok) return made
  return { ok: true, value: { filter: entries ? new BothFilters(entries, made.value) : made.value, unfolded } }
}
