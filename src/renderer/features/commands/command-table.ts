import type { Bridge } from '@shared/contract/channels'
import { commandInfos, PANE_COMMANDS, type CommandId, type MainCommand, type PaneCommand } from '@shared/commands'
import { compareCommand, endCompare, isComparing } from '@/features/compare/compare-store'
import { openDialog } from '@/features/dialogs'
import { toggleHighlights } from '@/features/highlight'
import { copySnippet } from '@/features/links/copy-snippet'
import { chooseFiles, forgetRecentFiles } from '@/features/open-file'
import { openSearchPanel } from '@/features/search'
import { focusFilter } from '@/features/sidebar/focus-filter'
import { setSidebarVisible, toggleSidebar } from '@/features/sidebar/visibility'
import { closeActiveTab, nextTab, previousTab, splitActiveTab, useTabs } from '@/features/tabs'
import { findAgent, openDemo, refreshLists, toggleFavourite, useWorkspaces } from '@/features/workspaces'
import { changeFont } from '@/features/settings/font-size'
import type { EngineClient } from '@/bridge'
import { paneRegistry } from './pane-commands'

export interface Action {
  run: (engine: EngineClient, bridge: Bridge) => void
  /** Whether it would do something now; the palette leaves out what would not. */
  enabled?: () => boolean
}

/** What the commands of the register do that the page runs itself. */
const actions: Record<Exclude<CommandId, PaneCommand | MainCommand>, Action> = {
  'file.open': { run: (engine) => void chooseFiles(engine) },
  'file.forget-recent': { run: () => void forgetRecentFiles() },
  'workspace.add': { run: () => openDialog({ name: 'add-workspace' }) },
  'deployment.add': { run: () => openDialog({ name: 'add-workspace', page: 'deployment' }) },
  'coder.refresh': { run: (engine) => void refreshLists(engine), enabled: () => useWorkspaces.getState().deployments.length > 0 },
  'favourite.toggle': { run: toggleFocused, enabled: () => focusedTarget() !== undefined },
  'template.copy': { run: (_engine, bridge) => void copySnippet(bridge) },
  status: { run: () => openDialog({ name: 'status' }) },
  'demo.open': { run: (engine) => void openDemo(engine) },
  settings: { run: () => openDialog({ name: 'settings' }) },
  'history.open': { run: () => openDialog({ name: 'history' }) },
  'compare.today': { run: () => compareActive(false), enabled: () => comparable() !== null },
  'compare.with': { run: () => compareActive(true), enabled: () => comparable() !== null },
  'compare.end': { run: () => endCompare(useTabs.getState().active ?? ''), enabled: () => isComparing(useTabs.getState().active ?? '') },
  palette: { run: () => openDialog({ name: 'palette' }) },
  shortcuts: { run: () => openDialog({ name: 'shortcuts' }) },
  about: { run: () => openDialog({ name: 'about' }) },
  'highlights.toggle': { run: toggleHighlights },
  'highlights.edit': { run: () => openDialog({ name: 'highlights' }) },
  'sidebar.toggle': { run: toggleSidebar },
  'sidebar.filter': { run: filterSidebar },
  'tab.next': { run: nextTab, enabled: severalTabs },
  'tab.previous': { run: previousTab, enabled: severalTabs },
  'tab.close': { run: closeActiveTab, enabled: () => useTabs.getState().active !== null },
  'tab.beside': { run: splitActiveTab, enabled: severalTabs },
  search: { run: openSearchPanel },
  'searches.edit': { run: () => openDialog({ name: 'saved-searches' }) },
  'font.larger': { run: () => changeFont(1) },
  'font.smaller': { run: () => changeFont(-1) },
  'font.reset': { run: () => changeFont(0) },
}

function severalTabs(): boolean {
  return useTabs.getState().open.length > 1
}

/** Id of the agent in front, where its runs are known. */
function comparable(): string | null {
  const { active } = useTabs.getState()
  const found = active === null ? null : findAgent(useWorkspaces.getState().workspaces, active)
  return found && found.agent.runs.length > 0 ? found.agent.id : null
}

/** `choose`: with another run or log than the one that is proposed. */
function compareActive(choose: boolean): void {
  const agentId = comparable()
  if (agentId !== null) compareCommand(agentId, choose)
}

/** The workspace of the sidebar's row that has the focus, else that of the tab in front. */
function focusedTarget(): string | undefined {
  const row = document.activeElement?.closest<HTMLElement>('[data-target]')
  const { active } = useTabs.getState()
  const { workspaces } = useWorkspaces.getState()
  const placed = active === null ? undefined : (findAgent(workspaces, active)?.workspace ?? workspaces.find((one) => one.id === active))
  return row?.dataset.target ?? placed?.target
}

function toggleFocused(): void {
  const target = focusedTarget()
  if (target !== undefined) toggleFavourite(target)
}

function filterSidebar(): void {
  setSidebarVisible(true)
  focusFilter()
}

const paneCommands: ReadonlySet<string> = new Set(PANE_COMMANDS)

function isOfPane(id: CommandId): id is PaneCommand {
  return paneCommands.has(id)
}

/** Runs a command by its id, wherever it belongs; false when there is none of that id. */
export function runCommand(id: string, engine: EngineClient, bridge: Bridge): boolean {
  const info = commandInfos.find((one) => one.id === id)
  if (!info) return false
  if (isOfPane(info.id)) paneRegistry.run(info.id)
  else if (info.id in actions) actions[info.id as keyof typeof actions].run(engine, bridge)
  else void bridge.invoke('command.main', { command: info.id as MainCommand })
  return true
}

/** Whether a command would do something now. */
export function commandEnabled(id: CommandId): boolean {
  if (isOfPane(id)) return paneRegistry.hasTarget()
  return (actions as Partial<Record<CommandId, Action>>)[id]?.enabled?.() ?? true
}
