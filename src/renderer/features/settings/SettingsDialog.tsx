import { useId, useState } from 'react'
import type { Settings } from '@shared/settings'
import { Dialog } from '@/ui/Dialog'
import { numberFields, readNumber, type NumberField } from './setting-text'
import { changeSetting, useSettings } from './settings-store'
import './settings.css'

const themes: readonly { value: Settings['theme']; label: string }[] = [
  { value: 'system', label: 'Like the system' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
]

/** Every change holds at once; a value out of range is refused at its field and the old one stays. */
export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const theme = useSettings((state) => state.settings.theme)
  return (
    <Dialog title="Settings" onClose={onClose}>
      <fieldset className="setting-choice">
        <legend>Theme</legend>
        {themes.map(({ value, label }) => (
          <label key={value}>
            <input type="radio" name="theme" checked={theme === value} onChange={() => void changeSetting({ theme: value })} />
            {label}
          </label>
        ))}
      </fieldset>
      {numberFields.map((field) => (
        <NumberRow key={field.name} field={field} />
      ))}
    </Dialog>
  )
}

function NumberRow({ field }: { field: NumberField }) {
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
  const hint = refusal ?? field.hint
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
