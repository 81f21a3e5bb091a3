import { Pencil, Play, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { readPattern } from '@shared/pattern'
import { DEFAULT_SAVED_SEARCHES, type SavedSearch } from '@shared/saved-searches'
import { KIND_WORDS } from '@/features/highlight/highlight-words'
import { Button, IconButton, UndoLine, type Undoable } from '@/ui'
import { Dialog } from '@/ui/Dialog'
import { runSearch } from './run-search'
import { keepSearches, useSavedSearches } from './saved-store'
import { byKind, freshId, refuseName, SCOPE_WORDS, type FreshSearch } from './search-list'
import { SearchForm } from './SearchForm'
import '@/features/highlight/highlight-dialog.css'
import './saved-searches.css'

interface SavedSearchesDialogProps {
  /** A search that is to be saved. */
  fresh?: FreshSearch
  onClose: () => void
}

/** The searches that are kept, by the kind of log that they are for. Every change holds at once; what was removed can be brought back. */
export function SavedSearchesDialog({ fresh, onClose }: SavedSearchesDialogProps) {
  const searches = useSavedSearches((state) => state.searches)
  const [edited, setEdited] = useState<string | null>(fresh ? '' : null)
  const [done, setDone] = useState<Undoable | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)

  const change = async (next: readonly SavedSearch[], told: string | null = null) => {
    const before = searches
    const result = await keepSearches(next)
    setRefusal(result.ok ? null : `${result.failure.sentence} ${result.failure.nextStep}`)
    if (result.ok) setDone(told === null ? null : { text: told, undo: () => void change(before) })
  }
  const refuse = (search: SavedSearch): string | null => {
    if (search.pattern.text === '') return 'Enter the text to look for.'
    const read = readPattern(search.pattern)
    if (!read.ok) return `${read.failure.sentence} ${read.failure.nextStep}`
    return refuseName(searches, search.name, search.id === '' ? null : search.id)
  }
  const run = (search: SavedSearch) => {
    onClose()
    // Once the dialog is gone and the focus is back in the pane that is meant.
    requestAnimationFrame(() => runSearch(search))
  }
  const changed = JSON.stringify(searches) !== JSON.stringify(DEFAULT_SAVED_SEARCHES)
  return (
    <Dialog
      title="Saved searches"
      tall
      wide
      onClose={onClose}
      onEscape={() => {
        if (edited === null) return true
        setEdited(null)
        return false
      }}
    >
      {fresh && edited === '' && (
        <SearchForm
          search={{ ...fresh, id: '', name: '' }}
          done="Save"
          refuse={refuse}
          onDone={(search) => {
            setEdited(null)
            void change([{ ...search, id: freshId(searches) }, ...searches], `“${search.name}” was saved.`)
          }}
          onCancel={() => setEdited(null)}
        />
      )}
      {byKind(searches).map((group) => (
        <section key={group.kind} aria-label={KIND_WORDS[group.kind]}>
          <h3 className="saved-kind">{KIND_WORDS[group.kind]}</h3>
          <ul className="rule-list">
            {group.searches.map((search) => (
              <li key={search.id} data-search={search.name}>
                {edited === search.id ? (
                  <SearchForm
                    search={search}
                    done="Save"
                    refuse={refuse}
                    onDone={(next) => {
                      setEdited(null)
                      void change(searches.map((one) => (one.id === next.id ? next : one)))
                    }}
                    onCancel={() => setEdited(null)}
                  />
                ) : (
                  <>
                    <button type="button" className="saved-run" title={search.pattern.text} aria-label={`Run ${search.name}`} onClick={() => run(search)}>
                      <Play size={12} aria-hidden />
                      <span className="ellipsis">{search.name}</span>
                      <span className="saved-scope">{SCOPE_WORDS[search.scope]}</span>
                      <code className="ellipsis">{search.pattern.text}</code>
                    </button>
                    <IconButton size="small" label={`Rename or change ${search.name}`} icon={<Pencil size={13} aria-hidden />} onClick={() => setEdited(search.id)} />
                    <IconButton
                      size="small"
                      label={`Remove ${search.name}`}
                      icon={<Trash2 size={13} aria-hidden />}
                      onClick={() => {
                        setEdited(null)
                        void change(
                          searches.filter((one) => one.id !== search.id),
                          `“${search.name}” was removed.`,
                        )
                      }}
                    />
                  </>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {searches.length === 0 && <p className="field-hint">No search is saved. Save one from the find bar, or bring back those that came with the app.</p>}
      <UndoLine done={done} onUndone={() => setDone(null)} />
      {refusal !== null && (
        <p className="field-error" role="alert">
          {refusal}
        </p>
      )}
      {changed && (
        <div className="rule-foot">
          <Button look="quiet" onClick={() => void change(DEFAULT_SAVED_SEARCHES, 'The searches that came with the app are back, and no others.')}>
            <RotateCcw size={13} aria-hidden /> Reset to defaults
          </Button>
        </div>
      )}
    </Dialog>
  )
}
