import * as Radix from '@radix-ui/react-dialog'
import { Command, defaultFilter } from 'cmdk'
import { useState } from 'react'
import { commandInfos } from '@shared/commands'
import { useBridge, useEngine } from '@/bridge'
import { commandEnabled, shortcutsOf } from '@/features/commands'
import { paneRegistry } from '@/features/commands/pane-commands'
import { useSavedSearches } from '@/features/saved-searches'
import { useSettings } from '@/features/settings'
import { useTabs } from '@/features/tabs'
import { closedRecents, useWorkspaces } from '@/features/workspaces'
import '@/ui/dialog.css'
import '@/ui/key.css'
import { chooseItem } from './choose-item'
import { paletteGroups, type PaletteItem } from './palette-items'
import { noteRecent, recentItems } from './recent-commands'
import './palette.css'

/** Every command and every place by its name. What it offers is settled when it opens; the focus goes back where it was. */
export function Palette({ onClose }: { onClose: () => void }) {
  const engine = useEngine()
  const bridge = useBridge()
  const [opener] = useState(() => document.activeElement)
  const [groups] = useState(() => {
    const { workspaces } = useWorkspaces.getState()
    return paletteGroups({
      commands: commandInfos.filter((one) => one.id !== 'palette' && commandEnabled(one.id)),
      shortcut: (id) => shortcutsOf(id)[0] ?? null,
      workspaces,
      searches: paneRegistry.hasTarget() ? useSavedSearches.getState().searches : [],
      tabs: useTabs.getState().open,
      recents: closedRecents(useSettings.getState().settings.recentTargets, workspaces),
      used: recentItems(localStorage),
    })
  })
  const choose = (item: PaletteItem) => {
    onClose()
    noteRecent(item.id, localStorage)
    // Once the palette is gone and the focus is back: some commands mean what has it.
    requestAnimationFrame(() => chooseItem(item, engine, bridge))
  }
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="dialog-scrim palette-scrim">
          <Radix.Content
            className="dialog palette"
            aria-describedby={undefined}
            onCloseAutoFocus={(event) => {
              if (!(opener instanceof HTMLElement) || !opener.isConnected) return
              event.preventDefault()
              opener.focus()
            }}
          >
            <Radix.Title className="visually-hidden">Commands and places</Radix.Title>
            <Command label="Commands and places" loop filter={(_id, search, words) => defaultFilter(words?.[0] ?? '', search, words?.slice(1) ?? [])}>
              <Command.Input className="palette-field" placeholder="A command, a workspace or a log" />
              <Command.List className="palette-list" label="Commands and places">
                <Command.Empty className="palette-empty">Nothing is called that.</Command.Empty>
                {groups.map(({ heading, items }) => (
                  <Command.Group key={heading} heading={heading} className="palette-group">
                    {items.map((item) => (
                      <Command.Item key={item.id} value={item.id} keywords={[item.title, item.detail]} className="palette-item" onSelect={() => choose(item)}>
                        <span className="palette-title">{item.title}</span>
                        {item.detail && <span className="palette-detail ellipsis">{item.detail}</span>}
                        {item.shortcut && <kbd>{item.shortcut}</kbd>}
                      </Command.Item>
                    ))}
                  </Command.Group>
                ))}
              </Command.List>
            </Command>
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  )
}
