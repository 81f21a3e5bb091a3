import type { CompareSide, CompareSides } from '@shared/contract/compare'
import type { AgentInfo, Failure, RecordingInfo } from '@shared/model'

/** A run that is open from its recording. */
export interface OpenSavedRun {
  agent: AgentInfo
  /** Of the recording. */
  recordingId: string
  /** As the recording names the agent. */
  recordedAgentId: string
}

/**
 * What a saved run can be compared with: the logs of its own recording, and those of the same agent's other recordings, newest
 * run first. Nothing of it needs the workspace. Unless the person says otherwise the log that its verdict is about stands
 * beside the same log of the last run before it that went well.
 */
export function savedSides({ agent, recordingId, recordedAgentId }: OpenSavedRun, recordings: readonly RecordingInfo[]): CompareSides {
  const same = recordings.filter((one) => one.id === recordingId || one.agent.id === recordedAgentId)
  const sides = same.flatMap((one) => sidesOf(one, one.id === recordingId ? agent.id : null)).sort((one, other) => (other.startedMs ?? 0) - (one.startedMs ?? 0))
  const own = same.find((one) => one.id === recordingId)
  const blamed = blamedPath(agent)
  const right = sides.find((side) => side.logId !== null && side.path === blamed)
  const left = right && sides.find((side) => side.logId === null && side.path === blamed && side.kind === 'ready' && (side.startedMs ?? Infinity) < (own?.startedMs ?? 0))
  return { sides, left: left?.id ?? null, right: right?.id ?? null, missing: left && right ? null : NO_GOOD_RECORDING }
}

/** @param openAs id of the agent as which the recording is open */
function sidesOf({ id, startedMs, kind, logs }: RecordingInfo, openAs: string | null): CompareSide[] {
  return logs.map(({ name, path, title }, index): CompareSide => {
    const logId = openAs === null ? null : `${openAs}:l${index}`
    return { id: `saved~${id}~${name}`, title, path, startedMs, kind, exitCode: null, held: 'kept', logId, agentName: null }
  })
}

function blamedPath({ verdict, runs }: AgentInfo): string | undefined {
  if (verdict?.cause?.from === 'script') return verdict.cause.path
  const scripts = runs[0]?.scripts ?? []
  return scripts[verdict?.script ?? -1]?.path ?? scripts.find(({ phase, path }) => phase === 'start' && path !== '')?.path
}

const NO_GOOD_RECORDING: Failure = {
  code: 'NOT_FOUND',
  sentence: 'No earlier run of this agent that went well is saved on this computer.',
  nextStep: 'Choose two logs to compare, or import the recording of a good run.',
}
