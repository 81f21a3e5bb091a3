import { useRef, useState } from 'react'
import { COMMAND_GROUPS, type CommandId } from '@shared/commands'
import { isMac } from '@/features/commands/shortcuts'
import { changeSetting, useSettings } from '@/features/settings'
import { Button, SearchField } from '@/ui'
import '@/ui/key.css'
import { Dialog } from '@/ui/Dialog'
import { matchingCommands } from './edit-shortcuts'
import { FixedKeys } from './FixedKeys'
import { ShortcutRow } from './ShortcutRow'
import './shortcuts.css'

/** Every command with its shortcuts: to look them up, and to change them. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const own = useSettings((state) => state.settings.shortcuts)
  const [text, setText] = useState('')
  const [editing, setEditing] = useState<CommandId | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const found = matchingCommands(text, own, isMac)
  const changed = Object.keys(own).length > 0
  return (
    <Dialog
      title="Keyboard shortcuts"
      tall
      wide
      initialFocus={field}
      onClose={onClose}
      // Escape first ends the change of a shortcut.
      onEscape={() => (editing === null ? true : (setEditing(null), false))}
    >
      <div className="shortcuts-head">
        <SearchField ref={field} label="Search shortcuts" placeholder="Search by name or key" value={text} onChange={setText} />
        <Button disabled={!changed} onClick={() => void changeSetting({ shortcuts: {} })}>
          Reset all
        </Button>
      </div>
      {COMMAND_GROUPS.map((group) => {
        const commands = found.filter((info) => info.group === group)
        if (commands.length === 0) return null
        return (
          <section key={group} aria-labelledby={`shortcuts-${group}`}>
            <h3 id={`shortcuts-${group}`} className="shortcuts-group">
              {group}
            </h3>
            <ul>
              {commands.map((info) => (
                <ShortcutRow key={info.id} info={info} own={own} editing={editing === info.id} onEdit={(on) => setEditing(on ? info.id : null)} />
              ))}
            </ul>
          </section>
        )
      })}
      {found.length === 0 && <p className="shortcuts-none">No command has that name or key.</p>}
      {text === '' && <FixedKeys />}
    </Dialog>
  )
}
