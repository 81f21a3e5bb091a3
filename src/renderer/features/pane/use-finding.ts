import { useEffect, useRef, useState } from 'react'
import type { FilterState } from '@/features/filter'
import { takeAskedFind } from '@/features/saved-searches'
import { takeReveals } from '@/features/search/reveal'
import type { FindQuery } from '@/terminal'
import type { LivePane } from './use-pane'

export interface Finding {
  open: boolean
  query: FindQuery
  /** Changes whenever the field is asked for; 0 leaves the focus where it is. */
  asked: number
  /** Only the lines that match are shown. */
  only: boolean
  /** Opens the field, or takes the focus back into it. */
  begin(): void
  close(): void
  /** To the next match; opens the field while it is closed. */
  step(direction: 'next' | 'previous'): void
  search(query: FindQuery): void
  setOnly(only: boolean): void
}

const EMPTY_QUERY: FindQuery = { text: '', caseSensitive: false, wholeWord: false, regex: false }

/**
 * What is looked for in one pane, by its own field or by a search that led here.
 * @param sourceId what is read in the log's place
 */
export function useFinding(live: LivePane | null, logId: string, sourceId: string, filtering: FilterState): Finding {
  const [query, setQuery] = useState(EMPTY_QUERY)
  const [asked, setAsked] = useState(0)
  const [open, setOpen] = useState(false)
  const showAll = useRef(filtering.showAll)
  showAll.current = filtering.showAll

  useEffect(() => {
    // In a part of a log the places of the whole mean nothing.
    if (live?.logId !== logId || sourceId !== logId) return
    return takeReveals(logId, ({ offset, query }) => {
      showAll.current()
      setQuery(query)
      setAsked(0)
      setOpen(true)
      live.finder.type(query)
      live.finder.go(offset)
    })
  }, [live, logId, sourceId])

  const search = (next: FindQuery) => {
    setQuery(next)
    if (filtering.matches) filtering.match(next.text === '' ? null : next)
  }
  const begin = () => {
    const wanted = takeAskedFind()
    // A selection within one line is what the person is most likely to look for.
    const selected = live && !live.terminal.find.selectedMatch ? live.terminal.selectedText() : ''
    if (wanted) search(wanted)
    else if (!open && selected !== '' && selected.length <= 200 && !selected.includes('\n')) setQuery({ ...query, text: selected })
    setOpen(true)
    setAsked((count) => count + 1)
  }
  const close = () => {
    live?.finder.close()
    live?.terminal.focus()
    setOpen(false)
  }
  return {
    open,
    query,
    asked,
    only: filtering.matches !== null,
    begin,
    close,
    step(direction) {
      if (open) live?.finder[direction]()
      else begin()
    },
    search,
    setOnly: (only) => filtering.match(only ? query : null),
  }
}
