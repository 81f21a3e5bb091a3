import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { useEffect, useId, useRef, useSyncExternalStore, type KeyboardEvent } from 'react'
import type { LogKind } from '@shared/model'
import { SavedSearchesButton } from '@/features/saved-searches'
import { QueryToggles } from '@/features/search/QueryToggles'
import type { FindQuery } from '@/terminal'
import { IconButton } from '@/ui'
import type { PaneFinder } from './pane-finder'
import './find-bar.css'

export interface FindBarProps {
  finder: PaneFinder
  /** The kind of log that is searched. */
  kind: LogKind
  query: FindQuery
  /** Changes whenever the bar is asked for again, to take the focus back into its field; 0 leaves the focus where it is. */
  asked: number
  /** Only the lines that match are shown. */
  only: boolean
  onOnly: (only: boolean) => void
  onQuery: (query: FindQuery) => void
  onClose: () => void
}

/** Find in the whole log. It stands above the text, so that it covers none of it. */
export function FindBar({ finder, kind, query, asked, only, onOnly, onQuery, onClose }: FindBarProps) {
  const field = useRef<HTMLInputElement>(null)
  const noteId = useId()
  const view = useSyncExternalStore(finder.subscribe, finder.snapshot)

  useEffect(() => finder.type(query), [finder, query])
  useEffect(() => {
    if (asked === 0) return
    field.current?.focus()
    field.current?.select()
  }, [asked])

  const keys = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape') onClose()
    else if (event.key === 'F3' || (event.key === 'Enter' && event.target === field.current)) {
      event.preventDefault()
      if (event.shiftKey) finder.previous()
      else finder.next()
    } else if (event.key === 'f' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      field.current?.select()
    }
  }

  return (
    <div className="find-bar" role="search" aria-label="Find in the log" data-testid="find-bar" onKeyDown={keys}>
      <div className="find-row">
        <input
          ref={field}
          className="find-field"
          type="text"
          value={query.text}
          placeholder="Find"
          aria-label="Find"
          aria-invalid={view.problem}
          aria-describedby={noteId}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onQuery({ ...query, text: event.target.value })}
        />
        <span className="find-count" role="status" data-testid="find-count" data-none={view.none}>
          {view.count}
        </span>
        <QueryToggles query={query} onQuery={onQuery} />
        <button type="button" className="find-toggle" aria-pressed={only} title="Show only the lines that match" disabled={query.text === ''} onClick={() => onOnly(!only)}>
          Only
        </button>
        <SavedSearchesButton query={query} scope="pane" kind={kind} />
        <IconButton size="small" label="Previous match (Shift+Enter)" icon={<ArrowUp size={14} />} onClick={() => finder.previous()} />
        <IconButton size="small" label="Next match (Enter)" icon={<ArrowDown size={14} />} onClick={() => finder.next()} />
        <p id={noteId} className="find-note" data-testid="find-note" data-problem={view.problem} title={view.note}>
          {view.note}
          {view.canReadAll && (
            <button type="button" className="find-all" onClick={() => finder.search.readAll()}>
              Search all of it
            </button>
          )}
        </p>
        <IconButton size="small" label="Close find (Escape)" icon={<X size={14} />} onClick={onClose} />
      </div>
    </div>
  )
}
