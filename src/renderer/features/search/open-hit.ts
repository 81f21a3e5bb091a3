import type { SearchHit } from '@shared/contract/search'
import { useWorkspaces } from '@/features/workspaces'
import { showAgent } from '@/features/tabs'
import type { EngineClient } from '@/bridge'
import type { FindQuery } from '@/terminal'
import { requestReveal } from './reveal'
import { placeLogs } from './scope'

/** Shows a hit in its log's pane: brings the tab forward, puts the log into it if need be, and moves the window there. */
export async function openHit(engine: EngineClient, { logId, offset }: SearchHit, query: FindQuery): Promise<void> {
  const placed = placeLogs(useWorkspaces.getState().workspaces).get(logId)
  if (!placed) return
  const { agent, log } = placed
  showAgent(agent.id)
  if (agent.shown.startup !== logId && agent.shown.agent !== logId) {
    const result = await engine.request('log.show', { agentId: agent.id, side: log.kind === 'agent' ? 'agent' : 'startup', logId })
    if (!result.ok) return
  }
  requestReveal({ logId, offset, query })
}
