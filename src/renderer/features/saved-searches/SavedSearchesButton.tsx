import { Bookmark } from 'lucide-react'
import { useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import type { LogKind } from '@shared/model'
import type { SearchScope } from '@shared/saved-searches'
import { openDialog } from '@/features/dialogs'
import type { FindQuery } from '@/terminal'
import { IconButton } from '@/ui'
import { MenuAt } from '@/ui/Menu'
import { runSearch } from './run-search'
import { useSavedSearches } from './saved-store'
import { kindOf, searchesFor } from './search-list'

interface SavedSearchesButtonProps {
  /** What is looked for now, to be saved. */
  query: FindQuery
  scope: SearchScope
  /** The kind of the log that is searched; null where there are several. */
  kind: LogKind | null
}

/** Saves the search of now, and offers those that were saved. */
export function SavedSearchesButton({ query, scope, kind }: SavedSearchesButtonProps) {
  const [at, setAt] = useState<{ x: number; y: number } | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const searches = useSavedSearches((state) => state.searches)
  return (
    <>
      <IconButton
        ref={button}
        size="small"
        label="Saved searches"
        aria-haspopup="menu"
        aria-expanded={at !== null}
        icon={<Bookmark size={14} aria-hidden />}
        onClick={() => {
          const box = button.current?.getBoundingClientRect()
          if (box) setAt({ x: box.left, y: box.bottom })
        }}
      />
      {at &&
        createPortal(
          // A pane is a container, and so what is fixed in it is fixed to it.
          <MenuAt
            at={at}
            label="Saved searches"
            returnFocus={button.current}
            onClose={() => setAt(null)}
            items={[
              {
                label: 'Save this search…',
                disabled: query.text === '',
                run: () => openDialog({ name: 'saved-searches', fresh: { pattern: query, scope, kind: kind === null ? 'any' : kindOf(kind) } }),
              },
              { label: 'Change saved searches…', run: () => openDialog({ name: 'saved-searches' }) },
              'separator',
              // Once the menu is gone and the focus is back: the search takes it into a field.
              ...searchesFor(searches, kind).map((one) => ({ label: one.name, run: () => void requestAnimationFrame(() => runSearch(one)) })),
            ]}
          />,
          document.body,
        )}
    </>
  )
}
