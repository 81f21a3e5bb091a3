import { create } from 'zustand'
import { onWorkspaceOpened, useWorkspaces } from '@/features/workspaces'
import { keepTabs, keptTabs } from './tab-memory'
import { closeTab, followList, noTabs, openTab, stepTab, type TabList } from './tab-list'

export const useTabs = create<TabList>()(() => noTabs)

/** Brings an agent's tab forward, opening it first if need be. */
export function showAgent(agentId: string): void {
  useTabs.setState((tabs) => openTab(tabs, agentId))
}

export function closeAgentTab(agentId: string): void {
  useTabs.setState((tabs) => closeTab(tabs, agentId))
}

/** Leaves this tab alone open. */
export function closeOtherTabs(agentId: string): void {
  for (const id of useTabs.getState().open) if (id !== agentId) closeAgentTab(id)
}

export function closeActiveTab(): void {
  const { active } = useTabs.getState()
  if (active !== null) closeAgentTab(active)
}

export function nextTab(): void {
  useTabs.setState((tabs) => stepTab(tabs, 1))
}

export function previousTab(): void {
  useTabs.setState((tabs) => stepTab(tabs, -1))
}

/** Brings the tabs of a whole workspace forward, the first of its agents in front. */
export function showWorkspace(workspaceId: string): void {
  const workspace = useWorkspaces.getState().workspaces.find((one) => one.id === workspaceId)
  if (workspace) showAgent(workspace.agents[0]?.id ?? workspace.id)
}

/** Keeps the tabs in step with the list of workspaces. */
export function startTabs(): void {
  // The page was loaded again: what was open opens with the first list, and no other tab comes forward.
  const kept = keptTabs(sessionStorage)
  if (kept) useTabs.setState(kept)
  useTabs.subscribe((tabs) => keepTabs(tabs, sessionStorage))
  useWorkspaces.subscribe((state, before) => {
    if (state.workspaces !== before.workspaces) useTabs.setState((tabs) => followList(tabs, state.workspaces))
  })
  onWorkspaceOpened((workspaceId) => {
    const opened = useWorkspaces.getState().workspaces.find((one) => one.id === workspaceId)
    // Tabs of other workspaces open with the list.
    if (opened?.kind === 'coder') showWorkspace(workspaceId)
  })
}
