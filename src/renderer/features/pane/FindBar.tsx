import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { findCountText, type FindQuery, type FindState, type LogTerminal } from '@/terminal'
import { IconButton } from '@/ui'
import './find-bar.css'

export interface FindBarProps {
  find: LogTerminal['find']
  query: FindQuery
  /** Changes whenever the bar is asked for again, to take the focus back into its field. */
  asked: number
  onQuery: (query: FindQuery) => void
  onClose: () => void
}

/** Find in the lines shown: floats over the text and never pushes it. */
export function FindBar({ find, query, asked, onQuery, onClose }: FindBarProps) {
  const field = useRef<HTMLInputElement>(null)
  const problemId = useId()
  const [state, setState] = useState<FindState>({ count: 0, current: null, problem: null })

  useEffect(() => {
    const heard = find.onState(setState)
    return () => heard.dispose()
  }, [find])
  useEffect(() => find.type(query), [find, query])
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [asked])

  const keys = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape') onClose()
    else if (event.key === 'F3' || (event.key === 'Enter' && event.target === field.current)) {
      event.preventDefault()
      if (event.shiftKey) find.previous()
      else find.next()
    } else if (event.key === 'f' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      field.current?.select()
    }
  }
  const count = findCountText(state, query)

  return (
    <div className="find-bar" role="search" aria-label="Find in the lines shown" data-testid="find-bar" onKeyDown={keys}>
      <div className="find-row">
        <input
          ref={field}
          className="find-field"
          type="text"
          value={query.text}
          placeholder="Find"
          aria-label="Find"
          aria-invalid={state.problem !== null}
          aria-describedby={problemId}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onQuery({ ...query, text: event.target.value })}
        />
        <span className="find-count" role="status" data-testid="find-count" data-none={state.count === 0}>
          {count}
        </span>
        <span className="find-toggles" role="group" aria-label="How to match">
          <Toggle label="Match case" sign="Aa" on={query.caseSensitive} flip={() => onQuery({ ...query, caseSensitive: !query.caseSensitive })} />
          <Toggle label="Whole words" sign="W" on={query.wholeWord} flip={() => onQuery({ ...query, wholeWord: !query.wholeWord })} />
          <Toggle label="Regular expression" sign=".*" on={query.regex} flip={() => onQuery({ ...query, regex: !query.regex })} />
        </span>
        <IconButton size="small" label="Previous match (Shift+Enter)" icon={<ArrowUp size={14} />} onClick={() => find.previous()} />
        <IconButton size="small" label="Next match (Enter)" icon={<ArrowDown size={14} />} onClick={() => find.next()} />
        <IconButton size="small" label="Close find (Escape)" icon={<X size={14} />} onClick={onClose} />
      </div>
      <p id={problemId} className="find-note" data-problem={state.problem !== null}>
        {state.problem ?? 'in the lines shown'}
      </p>
    </div>
  )
}

function Toggle({ label, sign, on, flip }: { label: string; sign: string; on: boolean; flip: () => void }) {
  return (
    <button type="button" className="find-toggle" aria-pressed={on} aria-label={label} title={label} onClick={flip}>
      {sign}
    </button>
  )
}
