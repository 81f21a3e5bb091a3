import { useRef, useState } from 'react'
import { SearchField } from '@/ui'
import { Dialog } from '@/ui/Dialog'
import { matchingSections } from './setting-sections'
import { SettingRow } from './SettingRow'
import { useSettings } from './settings-store'
import { TransferSettings } from './TransferSettings'
import './settings.css'

/** Every setting on one page. A change holds at once; a value out of range is refused at its field and the old one stays. */
export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const settings = useSettings((state) => state.settings)
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const sections = matchingSections(text, settings)
  return (
    <Dialog title="Settings" tall wide initialFocus={field} onClose={onClose}>
      <SearchField ref={field} className="setting-search" label="Search settings" value={text} onChange={setText} />
      {sections.map((section) => (
        <section key={section.title} aria-label={section.title}>
          <h3 className="setting-group">{section.title}</h3>
          {section.rows.map((row) => (
            <SettingRow key={row.label} row={row} />
          ))}
          {section.foot && text === '' && <p className="field-hint setting-foot">{section.foot}</p>}
        </section>
      ))}
      {sections.length === 0 && <p className="setting-nothing">No setting has that in its name.</p>}
      {text === '' && <TransferSettings />}
    </Dialog>
  )
}
