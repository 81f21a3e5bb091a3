import type { AgentInfo, LogInfo, WorkspaceInfo } from '@shared/model'
import { SEARCH_LOGS } from '@shared/contract/search'
import type { Scope } from './panel-store'

export interface PlacedLog {
  log: LogInfo
  agent: AgentInfo
  workspace: WorkspaceInfo
}

/** Every log that is offered, by its id. */
export function placeLogs(workspaces: readonly WorkspaceInfo[]): Map<string, PlacedLog> {
  const placed = new Map<string, PlacedLog>()
  for (const workspace of workspaces) for (const agent of workspace.agents) for (const log of agent.logs) placed.set(log.id, { log, agent, workspace })
  return placed
}

/**
 * The logs of a scope, those that are shown first.
 * @param focused the log whose pane had the focus last
 * @param activeAgent the agent whose tab is in front
 */
export function logsInScope(scope: Scope, workspaces: readonly WorkspaceInfo[], focused: string | null, activeAgent: string | null): string[] {
  const agents = workspaces.flatMap((one) => one.agents).filter((agent) => agent.opened)
  const front = agents.find((agent) => agent.id === activeAgent) ?? agents[0]
  if (!front) return []
  if (scope === 'all') return agents.flatMap(logsOf).slice(0, SEARCH_LOGS)
  if (scope === 'agent') return logsOf(front).slice(0, SEARCH_LOGS)
  const shown = shownOf(front)
  const one = focused !== null && front.logs.some((log) => log.id === focused) ? focused : shown[0]
  return one === undefined ? [] : [one]
}

function logsOf(agent: AgentInfo): string[] {
  const there = agent.logs.filter((log) => log.seen !== null).map((log) => log.id)
  return [...new Set([...shownOf(agent), ...there])]
}

function shownOf(agent: AgentInfo): string[] {
  return [agent.shown.startup, agent.shown.agent].filter((id) => id !== null)
}
