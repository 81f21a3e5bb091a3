import type { AgentInfo, LogPlace } from '@shared/model'
import type { EngineClient } from '@/bridge'
import { revealInPane } from '@/features/pane'
import { showInRun } from '@/features/runs'
import { paneIdOf } from '@/features/tabs/pane-ids'
import { showFailure } from '@/features/workspaces'

/**
 * Brings the line at a place into view: in the pane that shows its log, else in the one on the side where such a
 * log belongs, which shows it from then on. Nothing happens where no log that is offered has this path.
 */
export async function showPlace(engine: EngineClient, agent: AgentInfo, place: LogPlace): Promise<void> {
  const { logId, offset } = place
  if (showInRun(engine, agent, place) || logId === null) return
  const log = agent.logs.find((one) => one.id === logId)
  const side = agent.shown.agent === logId || (agent.shown.startup !== logId && log?.kind === 'agent') ? 'agent' : 'startup'
  revealInPane(paneIdOf(agent.id, side), logId, offset)
  if (agent.shown[side] === logId) return
  const result = await engine.request('log.show', { agentId: agent.id, side, logId })
  if (!result.ok) showFailure(result.failure)
}
