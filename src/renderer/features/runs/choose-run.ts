import type { AgentInfo, LogPlace, RunPart, RunSummary } from '@shared/model'
import type { EngineClient } from '@/bridge'
import { revealInPane } from '@/features/pane/reveal'
import { paneIdOf } from '@/features/tabs/pane-ids'
import { choiceOf, setChoice, useRuns } from './run-store'
import { runView } from './run-view'
import { scriptLogOf } from './script-log'

/** Shows a run: its verdict and timeline, and the agent log from its beginning on. Null goes back to the newest and follows it. */
export function chooseRun(engine: EngineClient, agent: AgentInfo, run: RunSummary | null): void {
  setChoice(agent.id, { run, newestThen: run === null ? null : (agent.runs[0]?.id ?? null) })
  showAgentLog(engine, agent)
  showScriptLog(engine, agent, run)
  if (run !== null) toBeginning(agent)
}

/** Beside an older run stands what was recorded of its script's log, where a newer run has written over that. */
function showScriptLog(engine: EngineClient, agent: AgentInfo, run: RunSummary | null): void {
  const logId = scriptLogOf(agent, run)
  if (logId !== null) void engine.request('log.show', { agentId: agent.id, side: 'startup', logId })
}

export function choosePart(agent: AgentInfo, part: RunPart): void {
  setChoice(agent.id, { part })
  if (viewNow(agent).older) toBeginning(agent)
}

/**
 * Brings a byte of the agent's history into view where a pane shows more or other than the agent log itself; false where
 * the log's own offsets will do.
 */
export function showInRun(engine: EngineClient, agent: AgentInfo, place: LogPlace): boolean {
  const { address } = place
  const { history } = agent
  if (address === undefined || !history) return false
  let view = viewNow(agent)
  const slice = view.run?.slices.find((one) => one.part === view.part)
  const held = slice === undefined || (address >= slice.from && (slice.to === null || address < slice.to))
  if (!held) setChoice(agent.id, { part: 'all' })
  view = viewNow(agent)
  if (view.sourceId === null) return false
  showAgentLog(engine, agent)
  revealInPane(paneIdOf(agent.id, 'agent'), view.sourceId, address)
  return true
}

/** The agent log itself, as a search of it needs it. */
export function showWholeLog(agentId: string): void {
  setChoice(agentId, { run: null, newestThen: null, part: 'all' })
}

/** A part that has ended opens at its top by itself; in the whole history the run's first entry has to be looked for. */
function toBeginning(agent: AgentInfo): void {
  const { run, part, sourceId } = viewNow(agent)
  const address = run?.began.address
  if (part === 'all' && sourceId !== null && address !== undefined) revealInPane(paneIdOf(agent.id, 'agent'), sourceId, address)
}

/** Another log may stand where the agent log belongs. */
function showAgentLog(engine: EngineClient, agent: AgentInfo): void {
  const logId = agent.history?.agentLogId ?? null
  if (logId !== null && agent.shown.agent !== logId) void engine.request('log.show', { agentId: agent.id, side: 'agent', logId })
}

function viewNow(agent: AgentInfo) {
  const state = useRuns.getState()
  return runView(agent, choiceOf(state, agent.id), state.lists[agent.id] ?? [])
}
