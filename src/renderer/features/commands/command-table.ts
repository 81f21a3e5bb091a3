import { openDialog } from '@/features/dialogs'
import { openSearchPanel } from '@/features/search'
import { focusFilter } from '@/features/sidebar/focus-filter'
import { setSidebarVisible, toggleSidebar } from '@/features/sidebar/visibility'
import { closeActiveTab, nextTab, previousTab, splitActiveTab, useTabs } from '@/features/tabs'
import { findAgent, openDemo, refreshLists, toggleFavourite, useWorkspaces } from '@/features/workspaces'
import type { EngineClient } from '@/bridge'
import { paneRegistry, type PaneCommand } from './pane-commands'

export interface Command {
  id: string
  title: string
  /** `Mod` is Cmd on macOS and Ctrl elsewhere; the first is the one that is shown. */
  shortcuts: readonly string[]
  /** Holding the key down goes on. */
  repeats?: boolean
  run: (engine: EngineClient) => void
}

const inPane = (id: PaneCommand, title: string, ...shortcuts: string[]): Command => ({
  id,
  title,
  shortcuts,
  repeats: id === 'find.next' || id === 'find.previous',
  run: () => void paneRegistry.run(id),
})

/** Every command once: the menu, keys and buttons run them by their ids. */
export const commands: readonly Command[] = [
  { id: 'workspace.add', title: 'Add workspace', shortcuts: ['Mod+N'], run: () => openDialog({ name: 'add-workspace' }) },
  { id: 'deployment.add', title: 'Add Coder deployment', shortcuts: [], run: () => openDialog({ name: 'add-workspace', page: 'deployment' }) },
  { id: 'coder.refresh', title: 'Refresh the lists of workspaces', shortcuts: ['F5'], run: (engine) => void refreshLists(engine) },
  { id: 'favourite.toggle', title: 'Add to or remove from favourites', shortcuts: ['Mod+D'], run: toggleFocused },
  { id: 'status', title: 'Connections', shortcuts: [], run: () => openDialog({ name: 'status' }) },
  { id: 'demo.open', title: 'Open the demo workspace', shortcuts: [], run: (engine) => void openDemo(engine) },
  { id: 'settings', title: 'Settings', shortcuts: ['Mod+,'], run: () => openDialog({ name: 'settings' }) },
  { id: 'about', title: 'About Tailpane', shortcuts: [], run: () => openDialog({ name: 'about' }) },
  { id: 'sidebar.toggle', title: 'Show or hide sidebar', shortcuts: ['Mod+B'], run: toggleSidebar },
  { id: 'sidebar.filter', title: 'Filter workspaces', shortcuts: ['Mod+P'], run: filterSidebar },
  { id: 'tab.next', title: 'Next tab', shortcuts: ['Ctrl+Tab', 'Ctrl+PageDown'], repeats: true, run: nextTab },
  { id: 'tab.previous', title: 'Previous tab', shortcuts: ['Ctrl+Shift+Tab', 'Ctrl+PageUp'], repeats: true, run: previousTab },
  { id: 'tab.close', title: 'Close tab', shortcuts: ['Mod+W'], run: closeActiveTab },
  { id: 'tab.beside', title: 'Show tab beside', shortcuts: ['Mod+\\'], run: splitActiveTab },
  { id: 'search', title: 'Search in logs', shortcuts: ['Mod+Shift+F'], run: openSearchPanel },
  inPane('find', 'Find in the log', 'Mod+F'),
  inPane('find.next', 'Find next', 'F3'),
  inPane('find.previous', 'Find previous', 'Shift+F3'),
  inPane('go-to', 'Go to a line, percentage, byte or time', 'Ctrl+G'),
  inPane('follow.toggle', 'Follow or pause', 'Mod+Shift+L'),
  inPane('log.jump-end', 'Jump to the end', 'Mod+End'),
]

/** The workspace of the sidebar's row that has the focus, else that of the tab in front. */
function toggleFocused(): void {
  const row = document.activeElement?.closest<HTMLElement>('[data-target]')
  const { active } = useTabs.getState()
  const { workspaces } = useWorkspaces.getState()
  const placed = active === null ? undefined : (findAgent(workspaces, active)?.workspace ?? workspaces.find((one) => one.id === active))
  const target = row?.dataset.target ?? placed?.target
  if (target !== undefined) toggleFavourite(target)
}

function filterSidebar(): void {
  setSidebarVisible(true)
  focusFilter()
}

/** Runs a command by its id; false when there is none of that id. */
export function runCommand(id: string, engine: EngineClient): boolean {
  const command = commands.find((one) => one.id === id)
  command?.run(engine)
  return command !== undefined
}
