import { useEffect, useId, useRef, useState, type FormEvent } from 'react'
import { HIGHLIGHT_COLOURS, refuseRule, RULE_KINDS, type HighlightRule, type RuleKind } from '@shared/highlight-rules'
import { QueryToggles } from '@/features/search/QueryToggles'
import { Button } from '@/ui'
import { COLOUR_WORDS, KIND_WORDS } from './highlight-words'

interface RuleFormProps {
  rule: HighlightRule
  /** What the button that keeps it says. */
  done: string
  onDone: (rule: HighlightRule) => void
  onCancel: () => void
}

/** One rule being written; what cannot be searched is said while it is typed. */
export function RuleForm({ rule, done, onDone, onCancel }: RuleFormProps) {
  const [draft, setDraft] = useState(rule)
  const [tried, setTried] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  const refusal = refuseRule(draft)
  // What is merely missing is not said before the person thinks that it is done.
  const missing = refusal !== null && (refusal.field === 'name' || draft.pattern.text === '')
  const told = refusal !== null && (tried || !missing) ? refusal : null
  useEffect(() => {
    field.current?.focus()
    field.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (refusal === null) onDone({ ...draft, name: draft.name.trim() })
  }
  return (
    <form
      className="rule-form"
      aria-label={rule.name === '' ? 'New rule' : `Rule ${rule.name}`}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        event.preventDefault()
        onCancel()
      }}
    >
      <label htmlFor={`${id}-text`}>Text</label>
      <div className="rule-pattern">
        <input
          ref={field}
          id={`${id}-text`}
          className="text-input mono"
          maxLength={1000}
          spellCheck={false}
          autoComplete="off"
          value={draft.pattern.text}
          aria-invalid={told?.field === 'pattern'}
          aria-describedby={`${id}-told`}
          onChange={(event) => setDraft({ ...draft, pattern: { ...draft.pattern, text: event.target.value } })}
        />
        <QueryToggles query={draft.pattern} onQuery={(pattern) => setDraft({ ...draft, pattern })} />
      </div>
      <label htmlFor={`${id}-name`}>Name</label>
      <input
        id={`${id}-name`}
        className="text-input"
        maxLength={60}
        autoComplete="off"
        value={draft.name}
        aria-invalid={told?.field === 'name'}
        aria-describedby={`${id}-told`}
        onChange={(event) => setDraft({ ...draft, name: event.target.value })}
      />
      <label htmlFor={`${id}-kind`}>In</label>
      <select id={`${id}-kind`} className="text-input" value={draft.kind} onChange={(event) => setDraft({ ...draft, kind: event.target.value as RuleKind })}>
        {RULE_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {KIND_WORDS[kind]}
          </option>
        ))}
      </select>
      <span id={`${id}-colour`}>Colour</span>
      <div className="rule-colours" role="radiogroup" aria-labelledby={`${id}-colour`}>
        {HIGHLIGHT_COLOURS.map((colour) => (
          <label key={colour} className="rule-colour">
            <input type="radio" name={`${id}-colours`} checked={draft.colour === colour} onChange={() => setDraft({ ...draft, colour })} />
            <span className="rule-sample mono" data-highlight={colour}>
              {COLOUR_WORDS[colour]}
            </span>
          </label>
        ))}
      </div>
      <p id={`${id}-told`} className={told ? 'rule-told field-error' : 'rule-told field-hint'} role={told ? 'alert' : undefined}>
        {told ? `${told.sentence} ${told.nextStep}` : draft.pattern.regex ? 'A regular expression, as in the search.' : 'Plain text, as in the search.'}
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
