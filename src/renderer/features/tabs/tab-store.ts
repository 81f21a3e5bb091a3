import { create } from 'zustand'
import { useWorkspaces } from '@/features/workspaces'
import { closeTab, followList, noTabs, openTab, stepTab, type TabList } from './tab-list'

export const useTabs = create<TabList>()(() => noTabs)

/** Brings an agent's tab forward, opening it first if need be. */
export function showAgent(agentId: string): void {
  useTabs.setState((tabs) => openTab(tabs, agentId))
}

export function closeAgentTab(agentId: string): void {
  useTabs.setState((tabs) => closeTab(tabs, agentId))
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

/** Keeps the tabs in step with the list of workspaces. */
export function startTabs(): () => void {
  return useWorkspaces.subscribe((state, before) => {
    if (state.workspaces !== before.workspaces) useTabs.setState((tabs) => followList(tabs, state.workspaces))
  })
}
