import { NOTHING_WATCHED, type WatchedAgent, type WatchSummary } from '@shared/contract/watch'
import type { AgentInfo, DeploymentInfo, WorkspaceInfo } from '@shared/model'
import { noticeLine } from './notice-text'
import { subjectsOf } from './subjects'

/** More than this no menu can show. */
const MOST_AGENTS = 40
const order: readonly WatchedAgent['kind'][] = ['failed', 'timed-out', 'stalled', 'starting']

/** How things stand, for the tray. */
export function summarize(watched: readonly WorkspaceInfo[], deployments: readonly DeploymentInfo[]): WatchSummary {
  if (watched.length === 0 && deployments.length === 0) return NOTHING_WATCHED
  const all = watched.flatMap((workspace) => workspace.agents.map((agent) => ({ workspace, agent })))
  const named = watched.flatMap((workspace) => subjectsOf(workspace).map((agent) => ({ workspace, agent }))).flatMap(({ workspace, agent }): WatchedAgent[] => {
    const kind = order.find((one) => one === agent.state.kind)
    if (!kind) return []
    const { state } = agent
    return [{ agentId: agent.id, workspace: noticeLine(workspace.name, 64), agent: noticeLine(agent.name, 64), kind, fact: noticeLine(state.fact, 64) }]
  })
  named.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
  const count = (...kinds: WatchedAgent['kind'][]): number => named.filter((one) => kinds.includes(one.kind)).length
  return {
    watched: all.filter(({ workspace }) => workspace.kind !== 'demo').length,
    failed: count('failed', 'timed-out'),
    starting: count('starting', 'stalled'),
    offline: isOffline(all.map(({ agent }) => agent), watched, deployments),
    agents: named.slice(0, MOST_AGENTS),
  }
}

/** Whatever tells of the watched agents is out of reach: every deployment's list, and every host. */
function isOffline(agents: readonly AgentInfo[], watched: readonly WorkspaceInfo[], deployments: readonly DeploymentInfo[]): boolean {
  const hosts = new Set(watched.filter((one) => one.kind === 'ssh').map((one) => one.id))
  const reached = [
    ...deployments.filter((one) => one.checkedMs !== null || one.failure !== null).map((one) => one.failure === null),
    ...agents.filter((one) => hosts.has(one.workspaceId)).map(isReached),
  ]
  return reached.length > 0 && !reached.includes(true)
}

/** One that was closed because nobody looked could be reached. */
function isReached({ link }: AgentInfo): boolean {
  return (link.phase !== 'offline' && link.phase !== 'failed') || link.failure?.code === 'PAUSED_IDLE'
}
