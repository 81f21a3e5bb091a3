import type { RequestName } from '@shared/contract/port'
import type { Result, WorkspaceInfo } from '@shared/model'

type Ask = (name: RequestName, params: unknown) => Promise<Result<unknown>>

/**
 * Opens in a new engine what was open in the one before it. Ids follow from the target,
 * so panes keep theirs. Logs added by hand are known to nobody else, so they are offered
 * and shown again; those requests are only sent, since the port keeps their order and an
 * answer may have to wait for the connection.
 */
export async function reopenWorkspaces(workspaces: readonly WorkspaceInfo[], ask: Ask): Promise<void> {
  await Promise.all(
    workspaces.map((one) => (one.kind === 'demo' ? ask('demo.open', {}) : ask('workspace.open', { target: one.target }))),
  )
  for (const agent of workspaces.flatMap((one) => one.agents)) {
    for (const log of agent.logs.filter((one) => one.origin === 'by-hand')) {
      void ask('log.add', { agentId: agent.id, path: log.path })
      for (const side of ['startup', 'agent'] as const) {
        if (agent.shown[side] === log.id) void ask('log.show', { agentId: agent.id, side, logId: log.id })
      }
    }
  }
}
