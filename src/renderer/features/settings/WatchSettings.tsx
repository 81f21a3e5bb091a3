import { useId } from 'react'
import type { Settings } from '@shared/settings'
import { NumberRow } from './NumberRow'
import { readyField } from './setting-text'
import { changeSetting, useSettings } from './settings-store'

type Switch = { [N in keyof Settings]: Settings[N] extends boolean ? N : never }[keyof Settings]

interface SwitchField {
  name: Switch
  label: string
  hint?: string
}

const watchSwitch: SwitchField = { name: 'watch', label: 'Watch my workspaces', hint: 'Also while the window is closed: a tray icon says how they are.' }

/** What only means something while the watch is on. */
const further: readonly SwitchField[] = [
  { name: 'watchAll', label: 'Watch all of Coder’s list', hint: 'Otherwise favourites, and what was open in the last 14 days.' },
  { name: 'watchHosts', label: 'Stay connected to hosts to watch them', hint: 'Otherwise they are watched while their connection is open.' },
  { name: 'notifyFailed', label: 'Tell when a start fails or times out' },
  { name: 'notifyStalled', label: 'Tell when a start may be waiting for an answer' },
]

const atLogin: SwitchField = { name: 'startAtLogin', label: 'Start at login', hint: 'Without a window.' }

/** What is watched, what is told, and when. */
export function WatchSettings() {
  const watch = useSettings((state) => state.settings.watch)
  return (
    <>
      <h3 className="setting-group">Watch</h3>
      <SwitchRow field={watchSwitch} />
      {watch && (
        <>
          {further.map((field) => (
            <SwitchRow key={field.name} field={field} />
          ))}
          <NumberRow field={readyField} />
        </>
      )}
      <SwitchRow field={atLogin} />
      {watch && (
        <p className="field-hint">
          When a watched start has ended, its logs are read once and kept on this machine, to compare later ones with: 64 MiB at most. A
          workspace’s menu turns that off.
        </p>
      )}
    </>
  )
}

function SwitchRow({ field: { name, label, hint } }: { field: SwitchField }) {
  const value = useSettings((state) => state.settings[name])
  const id = useId()
  return (
    <div className="setting-row">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="checkbox"
        className="setting-switch"
        checked={value}
        {...(hint ? { 'aria-describedby': `${id}-hint` } : {})}
        onChange={(event) => void changeSetting({ [name]: event.target.checked })}
      />
      {hint && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
    </div>
  )
}
