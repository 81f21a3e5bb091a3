import type { SearchHit } from '@shared/contract/search'
import { useWorkspaces } from '@/features/workspaces'
import { showAgent } from '@/features/tabs'
import type { EngineClient } from '@/bridge'
import type { FindQuery } from '@/terminal'
import { requestReveal } from './reveal'
import { placeLogs } from './scope'

/** Brings the tab of a log forward, and puts the log into it if need be; false when it cannot be shown. */
export async function showLog(engine: EngineClient, logId: string): Promise<boolean> {
  const placed = placeLogs(useWorkspaces.getState().workspaces).get(logId)
  if (!placed) return false
  const { agent, log } = placed
  showAgent(agent.id)
  if (agent.shown.startup === logId || agent.shown.agent === logId) return true
  const result = await engine.request('log.show', { agentId: agent.id, side: log.kind === 'agent' ? 'agent' : 'startup', logId })
  return result.ok
}

/** Shows a hit in its log's pane, and moves the window there. */
export async function openHit(engine: EngineClient, { logId, offset }: SearchHit, query: FindQuery): Promise<void> {
  if (await showLog(engine, logId)) requestReveal({ logId, offset, query })
}
