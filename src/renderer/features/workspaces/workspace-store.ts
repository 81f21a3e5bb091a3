import { create } from 'zustand'
import type { AgentInfo, DeploymentInfo, EngineLoad, WorkspaceInfo } from '@shared/model'
import { carryOver, same } from './carry-over'

export interface WorkspacesState {
  workspaces: WorkspaceInfo[]
  deployments: DeploymentInfo[]
  load: EngineLoad
  /** Takes a list from the engine; objects that say the same as before stay the same objects. */
  receive(list: Pick<WorkspacesState, 'workspaces' | 'deployments' | 'load'>): void
}

export const useWorkspaces = create<WorkspacesState>()((set) => ({
  workspaces: [],
  deployments: [],
  load: { connections: 0, coderProcesses: 0 },
  receive: (list) =>
    set((state) => ({
      workspaces: keepList(state.workspaces, carryOver(state.workspaces, list.workspaces)),
      deployments: same(state.deployments, list.deployments) ? state.deployments : list.deployments,
      load: same(state.load, list.load) ? state.load : list.load,
    })),
}))

/** Hundreds of rows are not worked out again for a list in which nothing changed. */
function keepList(before: WorkspaceInfo[], next: WorkspaceInfo[]): WorkspaceInfo[] {
  return before.length === next.length && next.every((one, index) => one === before[index]) ? before : next
}

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

/** A workspace as the list has it now; null when it is not there any more. */
export function useWorkspace(workspaceId: string): WorkspaceInfo | null {
  return useWorkspaces((state) => state.workspaces.find((one) => one.id === workspaceId) ?? null)
}
