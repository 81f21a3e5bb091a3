import { RotateCcw } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import { defaultSettings } from '@shared/settings'
import { IconButton } from '@/ui'
import { NumberRow } from './NumberRow'
import { defaultsOf, isChanged, valueWords } from './setting-defaults'
import { namesOf, type ChoiceRowInfo, type SettingRowInfo, type SwitchRowInfo } from './setting-sections'
import { changeSetting, useSettings } from './settings-store'

/** One setting of the page; a changed one has a mark at its side and a way back to its default. */
export function SettingRow({ row }: { row: SettingRowInfo }) {
  const changed = useSettings((state) => isChanged(namesOf(row), state.settings))
  return (
    <div className="setting" data-changed={changed} data-setting={namesOf(row)[0]}>
      <RowBody row={row} />
      {changed && (
        <IconButton
          className="setting-reset"
          size="small"
          label={row.kind === 'part' ? 'Reset' : `Reset to ${valueWords(row, defaultSettings[row.name])}`}
          icon={<RotateCcw size={13} aria-hidden />}
          onClick={() => void changeSetting(defaultsOf(namesOf(row)))}
        />
      )}
    </div>
  )
}

function RowBody({ row }: { row: SettingRowInfo }) {
  switch (row.kind) {
    case 'number':
      return <NumberRow field={row} hint={hintOf(row)} />
    case 'switch':
      return <SwitchRow row={row} hint={hintOf(row)} />
    case 'choice':
      return <ChoiceRow row={row} hint={hintOf(row)} />
    case 'part':
      return <row.Part />
  }
}

/** What it means, and its default with its unit. */
function hintOf(row: Exclude<SettingRowInfo, { kind: 'part' }>): string {
  return [row.hint, `Default: ${valueWords(row, defaultSettings[row.name])}.`].filter(Boolean).join(' ')
}

function ChoiceRow({ row, hint }: { row: ChoiceRowInfo; hint: string }): ReactNode {
  const value = useSettings((state) => state.settings[row.name])
  const id = useId()
  return (
    <fieldset className="setting-choice" aria-describedby={id}>
      <legend>{row.label}</legend>
      {row.options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={row.name} checked={value === option.value} onChange={() => void changeSetting({ [row.name]: option.value })} />
          {option.label}
        </label>
      ))}
      <p id={id} className="field-hint">
        {hint}
      </p>
    </fieldset>
  )
}

function SwitchRow({ row, hint }: { row: SwitchRowInfo; hint: string }): ReactNode {
  const value = useSettings((state) => state.settings[row.name])
  const [refusal, setRefusal] = useState<string | null>(null)
  const id = useId()
  const change = async (next: boolean): Promise<void> => {
    const result = await changeSetting({ [row.name]: next })
    setRefusal(result.ok ? null : result.failure.sentence)
  }
  return (
    <div className="setting-row">
      <label htmlFor={id}>{row.label}</label>
      <input
        id={id}
        type="checkbox"
        className="setting-switch"
        checked={value}
        aria-describedby={`${id}-hint`}
        onChange={(event) => void change(event.target.checked)}
      />
      <p id={`${id}-hint`} className={refusal === null ? 'field-hint' : 'field-error'} role={refusal === null ? undefined : 'alert'}>
        {refusal ?? hint}
      </p>
    </div>
  )
}
