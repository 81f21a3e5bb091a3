import type { AgentStateKind, WorkspaceInfo } from '@shared/model'

const outcomes = new Set<AgentStateKind>(['ready', 'failed', 'timed-out', 'stalled', 'stopped'])

/** What a screen reader should hear of a new list: the agents whose start has come to an outcome. */
export function announcements(before: readonly WorkspaceInfo[], next: readonly WorkspaceInfo[]): string[] {
  const known = new Map(before.flatMap((one) => one.agents).map((agent) => [agent.id, agent.state.kind]))
  return next.flatMap((workspace) =>
    workspace.agents
      .filter((agent) => known.has(agent.id) && known.get(agent.id) !== agent.state.kind && outcomes.has(agent.state.kind))
      .map((agent) => `${agent.name}: ${lowerFirst(agent.state.sentence)}`),
  )
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
