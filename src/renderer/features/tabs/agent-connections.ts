import type { WorkspaceInfo } from '@shared/model'
import type { EngineClient } from '@/bridge'
import { useWorkspaces } from '@/features/workspaces'
import { useTabs } from './tab-store'

/** What to ask of the engine so that the agents with a tab have a connection and no others. */
export interface ConnectionPlan {
  open: string[]
  close: string[]
}

/**
 * Compares what the tabs want with what was asked for. Only agents that a deployment lists are
 * opened and closed with their tab; hosts stay connected until their workspace is closed.
 * `asked`: agents that were asked for by their tab and not closed since.
 */
export function planConnections(workspaces: readonly WorkspaceInfo[], tabs: readonly string[], asked: ReadonlySet<string>): ConnectionPlan {
  const listed = workspaces.filter((one) => one.kind === 'coder').flatMap((one) => one.agents)
  const wanted = new Set(tabs)
  return {
    open: listed.filter((agent) => wanted.has(agent.id) && !asked.has(agent.id)).map((agent) => agent.id),
    close: [...asked].filter((id) => !wanted.has(id)),
  }
}

/** Opens and closes agents with their tabs, also in a new engine after a crash. */
export function startAgentConnections(engine: EngineClient): void {
  const asked = new Set<string>()
  const keepUp = (): void => {
    const { workspaces } = useWorkspaces.getState()
    const plan = planConnections(workspaces, useTabs.getState().open, asked)
    for (const agentId of plan.open) {
      asked.add(agentId)
      void engine.request('agent.open', { agentId }).then((result) => {
        // A later list may have it again; until then the tab says that it is not connected.
        if (!result.ok) asked.delete(agentId)
      })
    }
    for (const agentId of plan.close) {
      asked.delete(agentId)
      void engine.request('agent.close', { agentId })
    }
  }
  useTabs.subscribe((tabs, before) => {
    if (tabs.open !== before.open) {
      keepUp()
      closeSaved(engine, before.open.filter((id) => !tabs.open.includes(id)))
    }
    if (tabs.active !== before.active && tabs.active !== null) wakeUp(engine, tabs.active)
  })
  useWorkspaces.subscribe((state, before) => {
    if (state.workspaces !== before.workspaces) keepUp()
  })
  engine.onReconnect((late) => {
    if (late !== null) return
    asked.clear()
    keepUp()
  })
}

/** A saved run is open as long as its tab is. */
function closeSaved(engine: EngineClient, closed: readonly string[]): void {
  for (const workspace of useWorkspaces.getState().workspaces) {
    if (workspace.kind === 'saved' && workspace.agents.some((agent) => closed.includes(agent.id))) void engine.request('workspace.close', { workspaceId: workspace.id })
  }
}

/** A connection that was closed because nobody looked comes back when somebody does. */
function wakeUp(engine: EngineClient, agentId: string): void {
  const agent = useWorkspaces.getState().workspaces.flatMap((one) => one.agents).find((one) => one.id === agentId)
  if (agent?.opened && agent.link.phase === 'closed') void engine.request('agent.open', { agentId })
}
