import type { AgentInfo, WorkspaceInfo } from '@shared/model'

/**
 * The next list of workspaces, with two things kept from the one before: objects that
 * did not change (so that only what changed is drawn again), and the logs of an agent
 * that a new engine has not looked at yet (so that its panes keep their text until the
 * connection stands again).
 */
export function carryOver(before: readonly WorkspaceInfo[], next: readonly WorkspaceInfo[]): WorkspaceInfo[] {
  const known = new Map(before.map((one) => [one.id, one]))
  return next.map((workspace) => {
    const old = known.get(workspace.id)
    if (!old) return workspace
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

function keepLogs(old: AgentInfo, next: AgentInfo): AgentInfo {
  if (next.link.phase === 'connected' || next.logs.length > 0 || old.logs.length === 0) return next
  return { ...next, logs: old.logs, shown: old.shown }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
