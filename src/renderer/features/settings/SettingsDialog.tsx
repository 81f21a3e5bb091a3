import type { Settings } from '@shared/settings'
import { Dialog } from '@/ui/Dialog'
import { CoderSettings } from './CoderSettings'
import { KeptPassphrases } from './KeptPassphrases'
import { NumberRow } from './NumberRow'
import { idleFields, numberFields } from './setting-text'
import { changeSetting, useSettings } from './settings-store'
import { WatchSettings } from './WatchSettings'
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
    <Dialog title="Settings" tall onClose={onClose}>
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
      <WatchSettings />
      <CoderSettings />
      <h3 className="setting-group">Connections</h3>
      {idleFields.map((field) => (
        <NumberRow key={field.name} field={field} />
      ))}
      <KeptPassphrases />
    </Dialog>
  )
}
