import { useId, useState } from 'react'
import type { NumberRowInfo } from './setting-sections'
import { readNumber } from './setting-text'
import { changeSetting, useSettings } from './settings-store'

/** A setting that is a number; a value out of range is refused in place. */
export function NumberRow({ field, hint: told }: { field: NumberRowInfo; hint: string }) {
  const value = useSettings((state) => state.settings[field.name])
  const [draft, setDraft] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const id = useId()

  const commit = async () => {
    if (draft === null) return
    const number = readNumber(draft)
    if (number === value) {
      setDraft(null)
      return setRefusal(null)
    }
    const result = await changeSetting({ [field.name]: number })
    setRefusal(result.ok ? null : result.failure.sentence)
    if (result.ok) setDraft(null)
  }
  const hint = refusal ?? told
  return (
    <div className="setting-row">
      <label htmlFor={id}>{field.label}</label>
      <div className="setting-value">
        <input
          id={id}
          className="text-input"
          inputMode="decimal"
          autoComplete="off"
          value={draft ?? String(value)}
          aria-invalid={refusal !== null}
          {...(hint ? { 'aria-describedby': `${id}-hint` } : {})}
          onChange={(event) => {
            setDraft(event.target.value)
            setRefusal(null)
          }}
          onBlur={() => void commit()}
          onKeyDown={(event) => event.key === 'Enter' && void commit()}
        />
        <span className="setting-unit">{field.unit}</span>
      </div>
      {hint && (
        <p id={`${id}-hint`} className={refusal ? 'field-error' : 'field-hint'} role={refusal ? 'alert' : undefined}>
          {hint}
        </p>
      )}
    </div>
  )
}
