import { useEffect, useId, useRef, useState } from 'react'
import { RULE_KINDS, type RuleKind } from '@shared/highlight-rules'
import { SEARCH_SCOPES, type SavedSearch, type SearchScope } from '@shared/saved-searches'
import { KIND_WORDS } from '@/features/highlight/highlight-words'
import { QueryToggles } from '@/features/search/QueryToggles'
import { Button } from '@/ui'
import { SCOPE_WORDS } from './search-list'

interface SearchFormProps {
  search: SavedSearch
  /** What the button that keeps it says. */
  done: string
  /** Why it cannot be kept as it is, one sentence; null when it can. */
  refuse: (search: SavedSearch) => string | null
  onDone: (search: SavedSearch) => void
  onCancel: () => void
}

/** A search that is saved, or given another name, text or place. */
export function SearchForm({ search, done, refuse, onDone, onCancel }: SearchFormProps) {
  const [draft, setDraft] = useState(search)
  const [tried, setTried] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  const refusal = refuse(draft)
  const told = refusal !== null && (tried || draft.name !== search.name || draft.pattern.text !== search.pattern.text) ? refusal : null
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  return (
    <form
      className="rule-form"
      aria-label={search.name === '' ? 'New search' : `Search ${search.name}`}
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (refusal === null) onDone({ ...draft, name: draft.name.trim() })
      }}
    >
      <label htmlFor={`${id}-name`}>Name</label>
      <input
        ref={field}
        id={`${id}-name`}
        className="text-input"
        maxLength={60}
        autoComplete="off"
        value={draft.name}
        aria-invalid={told !== null}
        aria-describedby={`${id}-told`}
        onChange={(event) => setDraft({ ...draft, name: event.target.value })}
      />
      <label htmlFor={`${id}-text`}>Text</label>
      <div className="rule-pattern">
        <input
          id={`${id}-text`}
          className="text-input mono"
          maxLength={1000}
          spellCheck={false}
          autoComplete="off"
          value={draft.pattern.text}
          aria-describedby={`${id}-told`}
          onChange={(event) => setDraft({ ...draft, pattern: { ...draft.pattern, text: event.target.value } })}
        />
        <QueryToggles query={draft.pattern} onQuery={(pattern) => setDraft({ ...draft, pattern })} />
      </div>
      <label htmlFor={`${id}-kind`}>Offered for</label>
      <select id={`${id}-kind`} className="text-input" value={draft.kind} onChange={(event) => setDraft({ ...draft, kind: event.target.value as RuleKind })}>
        {RULE_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {KIND_WORDS[kind]}
          </option>
        ))}
      </select>
      <label htmlFor={`${id}-scope`}>Searches</label>
      <select id={`${id}-scope`} className="text-input" value={draft.scope} onChange={(event) => setDraft({ ...draft, scope: event.target.value as SearchScope })}>
        {SEARCH_SCOPES.map((scope) => (
          <option key={scope} value={scope}>
            {SCOPE_WORDS[scope]}
          </option>
        ))}
      </select>
      <p id={`${id}-told`} className={told ? 'rule-told field-error' : 'rule-told field-hint'} role={told ? 'alert' : undefined}>
        {told ?? 'It is in this list, in the palette and in the menu of the find bar.'}
      </p>
      <div className="rule-buttons">
        <Button type="submit" look="primary">
          {done}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  )
}
