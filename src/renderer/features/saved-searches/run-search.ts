import type { LogKind } from '@shared/model'
import type { SavedSearch } from '@shared/saved-searches'
import { paneRegistry } from '@/features/commands/pane-commands'
import { openDialog } from '@/features/dialogs'
import { showNotice } from '@/features/notices'
import { openSearchPanel, setSearch } from '@/features/search/panel-store'
import type { FindQuery } from '@/terminal'
import { askFind, takeAskedFind } from './find-request'
import { kindOf } from './search-list'

/** Runs a saved search where it is meant to: in the pane that had the focus last, or over whole logs. */
export function runSearch({ pattern, scope }: SavedSearch): void {
  if (scope !== 'pane') {
    setSearch({ query: pattern, scope })
    openSearchPanel()
    return
  }
  askFind(pattern)
  if (paneRegistry.run('find')) return
  takeAskedFind()
  showNotice({ text: 'No log is open to search in. Open one, then run the search again.' })
}

/** Asks under which name the search of a pane is to be kept. */
export function saveSearch(query: FindQuery, kind: LogKind): void {
  if (query.text === '') return showNotice({ text: 'There is nothing to save yet. Look for something in the log first.' })
  openDialog({ name: 'saved-searches', fresh: { pattern: query, scope: 'pane', kind: kindOf(kind) } })
}
