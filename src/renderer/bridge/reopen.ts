import type { RequestName } from '@shared/contract/port'
import type { DeploymentInfo, Result, WorkspaceInfo } from '@shared/model'

type Ask = (name: RequestName, params: unknown) => Promise<Result<unknown>>
/** Resolves with the engine's next list; with false when it is not worth waiting for one any longer. */
type NextList = () => Promise<boolean>

/**
 * Opens in a new engine what was open in the one before it, and says by id which of it is
 * open there now. Ids follow from the target, so panes keep theirs. Logs added by hand are
 * known to nobody else, so they are offered and shown again; those requests are only sent,
 * since the port keeps their order and an answer may have to wait for the connection.
 * What a deployment lists comes back by itself; only its agents that were open are asked for.
 */
export async function reopenWorkspaces(workspaces: readonly WorkspaceInfo[], ask: Ask, nextList: NextList): Promise<Set<string>> {
  const results = await Promise.all(workspaces.map((one) => reopen(one, ask, nextList)))
  const reopened = workspaces.filter((_, index) => results[index])
  for (const agent of reopened.flatMap((one) => one.agents)) {
    for (const log of agent.logs.filter((one) => one.origin === 'by-hand')) {
      void ask('log.add', { agentId: agent.id, path: log.path })
      for (const side of ['startup', 'agent'] as const) {
        if (agent.shown[side] === log.id) void ask('log.show', { agentId: agent.id, side, logId: log.id })
      }
    }
  }
  return new Set(reopened.map((one) => one.id))
}

async function reopen(workspace: WorkspaceInfo, ask: Ask, nextList: NextList): Promise<boolean> {
  switch (workspace.kind) {
    case 'demo':
      return (await ask('demo.open', {})).ok
    case 'ssh':
      return (await ask('workspace.open', { target: workspace.target })).ok
    case 'coder':
      await Promise.all(workspace.agents.filter((agent) => agent.opened).map((agent) => openListed(agent.id, ask, nextList)))
      return true
  }
}

/** The lists of deployments come a moment after the engine: an agent can be opened once it is in one of them. */
async function openListed(agentId: string, ask: Ask, nextList: NextList): Promise<void> {
  while (!(await ask('agent.open', { agentId })).ok) if (!(await nextList())) return
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
    const entry = left.get(one.id) ?? (awaited.has(one.id) ? one : null)
    left.delete(one.id)
    return entry ? [entry] : []
  })
  return [...kept, ...left.values()]
}

/** Its deployment's list was read, and it is not in it. */
function isGone(workspace: WorkspaceInfo, deployments: readonly DeploymentInfo[]): boolean {
  const deployment = deployments.find((one) => one.id === workspace.coder?.deploymentId)
  return deployment !== undefined && deployment.checkedMs !== null
}
