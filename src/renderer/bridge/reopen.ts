import type { RequestName } from '@shared/contract/port'
import type { Result, WorkspaceInfo } from '@shared/model'

type Ask = (name: RequestName, params: unknown) => Promise<Result<unknown>>

/**
 * Opens in a new engine what was open in the one before it, and says by id which of it is
 * open there now. Ids follow from the target, so panes keep theirs. Logs added by hand are
 * known to nobody else, so they are offered and shown again; those requests are only sent,
 * since the port keeps their order and an answer may have to wait for the connection.
 */
export async function reopenWorkspaces(workspaces: readonly WorkspaceInfo[], ask: Ask): Promise<Set<string>> {
  const results = await Promise.all(
    workspaces.map((one) => (one.kind === 'demo' ? ask('demo.open', {}) : ask('workspace.open', { target: one.target }))),
  )
  const reopened = workspaces.filter((_, index) => results[index]?.ok)
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

/**
 * A new engine's list, with the old entry of each workspace that it has opened again but
 * not listed yet. Takes what is listed out of `awaited`.
 */
export function listWithAwaited(list: readonly WorkspaceInfo[], old: readonly WorkspaceInfo[], awaited: Set<string>): WorkspaceInfo[] {
  for (const workspace of list) awaited.delete(workspace.id)
  if (awaited.size === 0) return [...list]
  const left = new Map(list.map((one) => [one.id, one]))
  const kept = old.flatMap((one) => {
    const entry = left.get(one.id) ?? (awaited.has(one.id) ? one : null)
    left.delete(one.id)
    return entry ? [entry] : []
  })
  return [...kept, ...left.values()]
}
