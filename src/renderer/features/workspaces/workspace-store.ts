import { create } from 'zustand'
import type { AgentInfo, WorkspaceInfo } from '@shared/model'
import { carryOver } from './carry-over'

export interface WorkspacesState {
  workspaces: WorkspaceInfo[]
  /** Takes a list from the engine; objects that say the same as before stay the same objects. */
  receive(list: WorkspaceInfo[]): void
}

export const useWorkspaces = create<WorkspacesState>()((set) => ({
  workspaces: [],
  receive: (list) => set((state) => ({ workspaces: carryOver(state.workspaces, list) })),
}))

export interface PlacedAgent {
  workspace: WorkspaceInfo
  agent: AgentInfo
}

/** Finds an agent and its workspace by the agent's id. */
export function findAgent(workspaces: readonly WorkspaceInfo[], agentId: string): PlacedAgent | null {
  for (const workspace of workspaces) {
    const agent = workspace.agents.find((one) => one.id === agentId)
    if (agent) return { workspace, agent }
  }
  return null
}

/** An agent as the list has it now; null when its workspace was closed. */
export function useAgent(agentId: string): PlacedAgent | null {
  const workspace = useWorkspaces((state) => findAgent(state.workspaces, agentId)?.workspace ?? null)
  const agent = workspace?.agents.find((one) => one.id === agentId)
  return workspace && agent ? { workspace, agent } : null
}
