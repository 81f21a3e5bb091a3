import { Pencil, X } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { keysOf, ownerOfKey, type OwnShortcuts } from '@shared/commands'
import { readKeystroke, writeShortcut } from '@shared/keys'
import { isMac } from '@/features/commands/shortcuts'
import { changeSetting } from '@/features/settings'
import { Button, IconButton } from '@/ui'
import { conflictsOf, isOwn, keyRefusal, withDefaults, withKey, withoutKey, type Registered } from './edit-shortcuts'

export interface ShortcutRowProps {
  info: Registered
  own: OwnShortcuts
  editing: boolean
  onEdit: (on: boolean) => void
}

/** One command: its shortcuts, and below them, while they are changed, how. */
export function ShortcutRow({ info, own, editing, onEdit }: ShortcutRowProps) {
  const keys = keysOf(info, own, isMac)
  const conflicts = conflictsOf(info, own, isMac)
  const set = (next: OwnShortcuts) => void changeSetting({ shortcuts: Object.fromEntries(Object.entries(next).map(([id, list]) => [id, [...list]])) })
  return (
    <li className="shortcut-item" data-command={info.id} data-own={isOwn(info, own, isMac)}>
      <div className="shortcut-row">
        <span className="shortcut-title">
          {info.title}
          {isOwn(info, own, isMac) && <span className="shortcut-own">changed</span>}
        </span>
        <span className="shortcut-keys">
          {keys.map((key) => (
            <span key={key} className="shortcut-key">
              <kbd className="key">{writeShortcut(key, isMac)}</kbd>
              {editing && (
                <IconButton size="small" label={`Remove ${writeShortcut(key, isMac)}`} icon={<X size={12} aria-hidden />} onClick={() => set(withoutKey(own, info, key, isMac))} />
              )}
            </span>
          ))}
          {keys.length === 0 && <span className="shortcut-none">none</span>}
        </span>
        <IconButton size="small" label={`Change the shortcuts of ${info.title}`} aria-expanded={editing} icon={<Pencil size={13} aria-hidden />} onClick={() => onEdit(!editing)} />
      </div>
      {conflicts.map((conflict) => (
        <p key={conflict.key} className="shortcut-conflict">
          {writeShortcut(conflict.key, isMac)} is also set for “{conflict.with.title}”.
        </p>
      ))}
      {editing && <ShortcutEditor info={info} own={own} onSet={set} onDone={() => onEdit(false)} />}
    </li>
  )
}

interface EditorProps {
  info: Registered
  own: OwnShortcuts
  onSet: (own: OwnShortcuts) => void
  onDone: () => void
}

/** Hears a new shortcut; one that another command has is taken from it only when that is confirmed. */
function ShortcutEditor({ info, own, onSet, onDone }: EditorProps) {
  const [wanted, setWanted] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const owner = wanted === null ? undefined : ownerOfKey(wanted, info.id, own, isMac)
  const hear = (event: KeyboardEvent) => {
    const key = readKeystroke(event.nativeEvent, isMac)
    // Without these nobody could leave the field by keyboard.
    if (key === null || key === 'Tab' || key === 'Shift+Tab' || key === 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    const refused = keyRefusal(key, isMac)
    setRefusal(refused)
    setWanted(null)
    if (refused) return
    if (ownerOfKey(key, info.id, own, isMac)) setWanted(key)
    else onSet(withKey(own, info, key, isMac))
  }
  return (
    <div className="shortcut-editor">
      <input
        className="text-input shortcut-field"
        data-hears-keys
        autoFocus
        readOnly
        aria-label={`New shortcut for ${info.title}`}
        value={wanted === null ? '' : writeShortcut(wanted, isMac)}
        placeholder="Press the keys"
        onKeyDown={hear}
      />
      <Button size="small" onClick={() => onSet(withDefaults(own, info))} disabled={!isOwn(info, own, isMac)}>
        Reset
      </Button>
      <Button size="small" onClick={onDone}>
        Done
      </Button>
      <p className={refusal ? 'field-error' : 'field-hint'} role="status">
        {refusal ?? (owner && wanted !== null ? `${writeShortcut(wanted, isMac)} is “${owner.title}” now.` : 'It holds at once. Esc ends the change.')}
        {owner && wanted !== null && (
          <Button
            size="small"
            onClick={() => {
              onSet(withKey(own, info, wanted, isMac))
              setWanted(null)
            }}
          >
            Take it from there
          </Button>
        )}
      </p>
    </div>
  )
}
