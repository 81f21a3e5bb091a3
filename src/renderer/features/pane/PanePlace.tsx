import { useSyncExternalStore } from 'react'
import { formatCount } from '@shared/text/units'
import { useLabel } from '@/features/commands/shortcuts'
import type { RailModel, RailState } from '@/features/rail'

/** Where the view stands, as a quiet word in the pane's head; a click asks where to go. */
export function PanePlace({ model, onGoTo }: { model: RailModel; onGoTo: () => void }) {
  const words = useSyncExternalStore(model.subscribe, () => placeChip(model.snapshot()))
  const label = useLabel('The top of the view. Go to another place', 'go-to')
  if (words === null) return null
  return (
    <button type="button" className="chip pane-follow" data-testid="pane-place" title={label} onClick={onGoTo}>
      {words}
    </button>
  )
}

/** `line 1,214`, or how far into the log where lines were not counted; null while following, since it would only flicker. */
function placeChip({ following, view, line, from, to }: RailState): string | null {
  if (following || view === null || to <= from) return null
  return line !== null ? `line ${formatCount(line)}` : `${Math.floor((100 * (view.top - from)) / (to - from))}%`
}
