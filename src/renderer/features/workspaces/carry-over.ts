import type { AgentInfo, WorkspaceInfo } from '@shared/model'

/**
 * The next list of workspaces, with two things kept from the one before: objects that
 * did not change (so that only what changed is drawn again), and the agents and logs that
 * a new engine has not looked at yet (so that panes keep their text until the connection
 * stands again).
 */
export function carryOver(before: readonly WorkspaceInfo[], next: readonly WorkspaceInfo[]): WorkspaceInfo[] {
  const known = new Map(before.map((one) => [one.id, one]))
  return next.map((workspace) => {
    const old = known.get(workspace.id)
    if (!old) return workspace
    // A deployment says which agents a workspace has; a stopped one may have none.
    if (workspace.kind !== 'coder' && workspace.agents.length === 0 && old.agents.length > 0) return { ...workspace, agents: old.agents }
    const agents = workspace.agents.map((agent) => {
      const oldAgent = old.agents.find((one) => one.id === agent.id)
      if (!oldAgent) return agent
      const kept = keepLogs(oldAgent, agent)
      return same(oldAgent, kept) ? oldAgent : kept
    })
    const merged = { ...workspace, agents }
    return same(old, merged) ? old : merged
  })
}

/** A side that showed a log goes on with it until the engine names another one. */
function keepLogs(old: AgentInfo, next: AgentInfo): AgentInfo {
  const shown = { startup: next.shown.startup ?? old.shown.startup, agent: next.shown.agent ?? old.shown.agent }
  if (shown.startup === next.shown.startup && shown.agent === next.shown.agent) return next
  const offered = new Set(next.logs.map((log) => log.id))
  const kept = old.logs.filter((log) => !offered.has(log.id) && (log.id === shown.startup || log.id === shown.agent))
  return { ...next, shown, logs: [...next.logs, ...kept] }
}

/** Whether two values from the engine say the same. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
