import type { AgentInfo, RunPart, RunSummary } from '@shared/model'
import type { RunChoice } from './run-store'

/** What an agent's tab shows of its runs. */
export interface RunView {
  /** The run that is looked at; null before one is known. */
  run: RunSummary | null
  /** It is not the newest. */
  older: boolean
  /** A run that began since an older one was chosen; null where none did. */
  begun: RunSummary | null
  part: RunPart
  /** Parts that the run has. */
  parts: readonly RunPart[]
  /** Id under which the agent log's pane opens what is to be shown; null for the log itself. */
  sourceId: string | null
  /** What is shown of the agent log will not grow. */
  ended: boolean
}

/** The runs of an agent, newest first: those that are told as they happen, then the older ones of the list. */
export function mergedRuns(agent: AgentInfo, list: readonly RunSummary[]): RunSummary[] {
  const live = new Set(agent.runs.map((run) => run.id))
  const oldest = agent.runs.at(-1)
  const index = list.findIndex((run) => run.id === oldest?.id)
  const rest = index < 0 ? list : list.slice(index + 1)
  return [...agent.runs, ...rest.filter((run) => !live.has(run.id))]
}

export function runView(agent: AgentInfo, choice: RunChoice, list: readonly RunSummary[]): RunView {
  const newest = agent.runs[0] ?? null
  const chosen = choice.run
  const older = chosen !== null && chosen.id !== newest?.id
  // What was chosen may be told anew: its logs may have been overwritten since.
  const run = older ? (mergedRuns(agent, list).find((one) => one.id === chosen.id) ?? chosen) : newest
  const parts: RunPart[] = ['all', ...(run?.slices.map((slice) => slice.part) ?? [])]
  const part = parts.includes(choice.part) ? choice.part : 'all'
  const slice = run?.slices.find((one) => one.part === part)
  const log = agent.logs.find((one) => one.id === agent.history?.agentLogId)
  // A run that began in a file which was rotated away since is shown with it.
  const whole = older || (run !== null && log !== undefined && run.began.path !== log.path)
  return {
    run,
    older,
    begun: older && newest !== null && newest.id !== choice.newestThen ? newest : null,
    part,
    parts,
    sourceId: slice?.logId ?? (whole ? (agent.history?.logId ?? null) : null),
    ended: slice !== undefined && slice.to !== null,
  }
}
