import type { SearchHit } from '@shared/contract/search'
import { commandItem, type MenuItems } from '@/features/menus'
import { closeSearchPanel } from './panel-store'
import type { ResultRow } from './result-rows'
import { count } from './search-words'

export interface ResultMenuPorts {
  /** All lines that are in the list. */
  hits: readonly SearchHit[]
  onOpen: (hit: SearchHit) => void
  onShowLog: (logId: string) => void
  onCopy: (text: string) => void
  onFocusField: () => void
}

/** What can be done with a row of the results. */
export function resultMenu(row: ResultRow, { hits, onOpen, onShowLog, onCopy, onFocusField }: ResultMenuPorts): MenuItems {
  const lines = (of: readonly SearchHit[]): string => of.map((hit) => hit.text).join('\n')
  const logId = row.kind === 'hit' ? row.hit.logId : row.progress.logId
  const ofLog = hits.filter((hit) => hit.logId === logId)
  return [
    row.kind === 'hit' ? { label: 'Show in its log', shortcut: 'Enter', run: () => onOpen(row.hit) } : { label: 'Show this log', run: () => onShowLog(logId) },
    'separator',
    ...(row.kind === 'hit' ? [{ label: 'Copy this line', run: () => onCopy(row.hit.text) }] : []),
    ...(ofLog.length > 1 ? [{ label: `Copy the ${count(ofLog.length)} lines found in this log`, run: () => onCopy(lines(ofLog)) }] : []),
    ...(hits.length > ofLog.length ? [{ label: `Copy all ${count(hits.length)} lines found`, run: () => onCopy(lines(hits)) }] : []),
    'separator',
    commandItem('search', onFocusField, { label: 'Search for something else' }),
    { label: 'Close search', run: closeSearchPanel },
  ]
}
