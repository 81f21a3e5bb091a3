/**
 * What the engine's watch tells main: news about runs for notices, and how things stand for the tray.
 * Texts are plain lines, filtered and shortened, with secrets masked.
 */

/** What is worth telling about a run. `ready` is told as well; main decides by the length of the start. */
export const OUTCOMES = ['failed', 'timed-out', 'stalled', 'ready'] as const
export type OutcomeKind = (typeof OUTCOMES)[number]

/** One run of one agent came to this; told once per run and outcome, also over restarts of the app. */
export interface RunOutcome {
  kind: OutcomeKind
  agentId: string
  workspace: string
  agent: string
  /** E.g. "Startup failed with exit 100 after 41 s". */
  sentence: string
  /** Name of the script that failed; null when none is known. */
  script: string | null
  exitCode: number | null
  /** The line that explains it; null when none is known. */
  cause: string | null
  /** Where that line stands: a log and an offset in it (bytes). */
  evidence: Evidence | null
  /** How long the start took (ms); null when that is not known. */
  tookMs: number | null
}

export interface Evidence {
  logId: string
  offset: number
}

/** An agent that the tray's menu names. */
export interface WatchedAgent {
  agentId: string
  workspace: string
  agent: string
  kind: 'failed' | 'timed-out' | 'stalled' | 'starting'
  /** One short fact, as in the sidebar: "exit 100". */
  fact: string
}

export interface WatchSummary {
  /** Agents that are watched, those of the demo not among them. */
  watched: number
  failed: number
  starting: number
  /** Nothing that is watched can be reached. */
  offline: boolean
  /** Failed ones first, then stalled, then starting; bounded. */
  agents: WatchedAgent[]
}

export const NOTHING_WATCHED: WatchSummary = { watched: 0, failed: 0, starting: 0, offline: false, agents: [] }
