import { OUTCOMES, type OutcomeKind, type RunOutcome } from '@shared/contract/watch'
import type { AgentInfo, WorkspaceInfo } from '@shared/model'
import { noticeLine } from './notice-text'

export const NAME_CHARS = 64
export const SENTENCE_CHARS = 200
export const CAUSE_CHARS = 240

/** What a run came to, and the run and the moment that it belongs to. */
export interface Sighting {
  kind: OutcomeKind
  /** Start of the run, ms since the epoch; of the build where the agent never ran; 0 where nothing says. */
  runMs: number
  /** When it came to this, ms since the epoch; null when that is not known. */
  atMs: number | null
}

/** What the logs say of a start that has ended, as a notice tells it. */
export type Explanation = Pick<RunOutcome, 'sentence' | 'script' | 'exitCode' | 'cause' | 'evidence'>

/** Null while an agent starts, rests or is not known. */
export function sightingOf(workspace: WorkspaceInfo, { state }: AgentInfo): Sighting | null {
  const kind = OUTCOMES.find((one) => one === state.kind)
  if (!kind) return null
  const runMs = state.runStartedMs ?? workspace.coder?.statusSinceMs ?? 0
  return { kind, runMs, atMs: state.sinceMs ?? (runMs || null) }
}

/** The same as the person is told of it. `explanation`: what its logs say, where somebody looked at them for this. */
export function describe(workspace: WorkspaceInfo, agent: AgentInfo, seen: Sighting, explanation: Explanation | null): RunOutcome {
  const { state } = agent
  const took = seen.atMs !== null && seen.runMs > 0 ? seen.atMs - seen.runMs : null
  return {
    kind: seen.kind,
    agentId: agent.id,
    workspace: noticeLine(workspace.name, NAME_CHARS),
    agent: noticeLine(agent.name, NAME_CHARS),
    sentence: noticeLine(state.sentence, SENTENCE_CHARS),
    script: state.script ? noticeLine(state.script, NAME_CHARS) : null,
    exitCode: state.exitCode,
    ...reasonOf(workspace, agent),
    tookMs: took !== null && took >= 0 ? took : null,
    ...(explanation && better(explanation, agent)),
  }
}

/** The agent's log may have the next run already, or an older one; where it contradicts the list, the list counts. */
function better(explanation: Explanation, { state }: AgentInfo): Partial<Explanation> {
  const { cause, evidence, exitCode, script, sentence } = explanation
  if (state.exitCode === null) return explanation
  return exitCode === state.exitCode ? { cause, evidence, ...(state.script ? {} : { script, sentence }) } : {}
}

/** Whether a better line to explain a failure may still come: until the script's own log has one, the agent's words stand there. */
export function mayExplain({ state, verdict }: AgentInfo): boolean {
  return state.kind === 'failed' && verdict !== null && verdict.cause?.from !== 'script'
}

function reasonOf({ coder, id }: WorkspaceInfo, { id: subject, verdict }: AgentInfo): Pick<RunOutcome, 'cause' | 'evidence'> {
  if (subject === id) return { cause: coder?.buildError ? noticeLine(coder.buildError, CAUSE_CHARS) : null, evidence: null }
  const cause = verdict?.cause
  if (!cause) return { cause: null, evidence: null }
  // The sentence says as much.
  const text = /^exit status \d+$/.test(cause.text) ? null : noticeLine(cause.text, CAUSE_CHARS)
  return { cause: text, evidence: cause.logId === null ? null : { logId: cause.logId, offset: cause.offset } }
}
