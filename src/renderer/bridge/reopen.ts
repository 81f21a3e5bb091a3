import type { RequestName } from '@shared/contract/port'
import type { DeploymentInfo, Result, WorkspaceInfo } from '@shared/model'

type Ask = (name: RequestName, params: unknown) => Promise<Result<unknown>>
/** What of an earlier engine is open in a new one, by their ids. */
export interface Reopened {
  workspaces: Set<string>
  /** Agents that were open and are in no list yet: the lists of deployments come a moment, or much, after the engine. */
  late: Set<string>
}

/**
 * Opens in a new engine what was open in the one before it. Ids follow from the target, so panes keep theirs. Logs added by hand are
 * known to nobody else, so they are offered and shown again; those requests are only sent,
 * since the port keeps their order and an answer may have to wait for the connection.
 * What a deployment lists comes back by itself; only its agents that were open are asked for.
 */
export async function reopenWorkspaces(workspaces: readonly WorkspaceInfo[], ask: Ask): Promise<Reopened> {
  const late = new Set<string>()
  const results = await Promise.all(workspaces.map((one) => reopen(one, ask, late)))
  const reopened = workspaces.filter((_, index) => results[index])
  for (const agent of reopened.flatMap((one) => one.agents)) {
    for (const log of agent.ticket === undefined ? agent.logs.filter((one) => one.origin === 'by-hand') : []) {
      void ask('log.add', { agentId: agent.id, path: log.path })
      for (const side of ['startup', 'agent'] as const) {
        if (agent.shown[side] === log.id) void ask('log.show', { agentId: agent.id, side, logId: log.id })
      }
    }
  }
  return { workspaces: new Set(reopened.map((one) => one.id)), late }
}

async function reopen(workspace: WorkspaceInfo, ask: Ask, late: Set<string>): Promise<boolean> {
  switch (workspace.kind) {
    case 'demo':
      return (await ask('demo.open', {})).ok
    case 'ssh':
      return (await ask('workspace.open', { target: workspace.target })).ok
    case 'local':
      await Promise.all(workspace.agents.map(({ ticket }) => ask('file.open', { ticket, again: true })))
      return true
    case 'saved':
      return (await ask('history.open', { id: workspace.target })).ok
    case 'coder':
      await Promise.all(
        workspace.agents
          .filter((agent) => agent.opened)
          .map(async ({ id }) => {
            if (!(await ask('agent.open', { agentId: id })).ok) late.add(id)
          }),
      )
      return true
  }
}

/** What a list must say for the old entries to be judged by it. */
export interface ListedNow {
  workspaces: readonly WorkspaceInfo[]
  deployments: readonly DeploymentInfo[]
}

/**
 * A new engine's list, with the old entry of each workspace that it has opened again but
 * not listed yet. Takes what is listed out of `awaited`, and what a deployment's own list
 * no longer has.
 */
export function listWithAwaited(list: ListedNow, old: readonly WorkspaceInfo[], awaited: Set<string>): WorkspaceInfo[] {
  for (const workspace of list.workspaces) awaited.delete(workspace.id)
  if (awaited.size > 0) for (const workspace of old) if (isGone(workspace, list.deployments)) awaited.delete(workspace.id)
  if (awaited.size === 0) return [...list.workspaces]
  const left = new Map(list.workspaces.map((one) => [one.id, one]))
  const kept = old.flatMap((one) => {
    const entry = left.get(one.id) ?? (awaited.has(one.id) ? waitingFor(one) : null)
    left.delete(one.id)
    return entry ? [entry] : []
  })
  return [...kept, ...left.values()]
}

/** How an entry stands until the list that names it has come. */
function waitingFor(workspace: WorkspaceInfo): WorkspaceInfo {
  if (workspace.kind !== 'coder') return workspace
  const agents = workspace.agents.map((agent): typeof agent => {
    if (!agent.opened || agent.link.progress === LIST_AWAITED) return agent
    const link = { ...agent.link, phase: 'connecting', sinceMs: Date.now(), retryAtMs: null, failure: null, awakeSinceMs: null, progress: LIST_AWAITED } as const
    return { ...agent, link }
  })
  return { ...workspace, agents }
}

const LIST_AWAITED = 'Waiting for the list of this deployment.'

/** Its deployment's list was read, and it is not in it. */
function isGone(workspace: WorkspaceInfo, deployments: readonly DeploymentInfo[]): boolean {
  const deployment = deployments.find((one) => one.id === workspace.coder?.deploymentId)
  return deployment !== undefined && deployment.checkedMs !== null
}
