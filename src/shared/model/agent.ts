import type { LinkState } from './link'
import type { LogInfo } from './log'
import type { Lifecycle, RunSummary, ScriptOutputInfo, Verdict } from './run'

/** What the person sees of an agent: always drawn as shape, colour and word together. */
export type AgentStateKind = 'unknown' | 'starting' | 'ready' | 'failed' | 'timed-out' | 'stalled' | 'stopped'

export interface AgentState {
  kind: AgentStateKind
  /** One short fact for the sidebar, e.g. "ready 34 s", "exit 100", "at a prompt". */
  fact: string
  /** One sentence for the head of the agent's tab, e.g. "Startup failed with exit 100 after 41 s". */
  sentence: string
  lifecycle: Lifecycle | null
  /** Exit code of the first script that failed; null when none did or the log does not say. */
  exitCode: number | null
  /** Start of the newest run, ms since the epoch; null when the agent log does not say. */
  runStartedMs: number | null
  /** When it came to this state, ms since the epoch; null or left out where nothing says so. */
  sinceMs?: number | null
  /** Name of the script that failed first; null or left out when none did or nothing names it. */
  script?: string | null
}

export interface AgentInfo {
  id: string
  workspaceId: string
  name: string
  /** What the connection goes to, `user@host:port`, for tooltips and the status bar. */
  address: string
  link: LinkState
  state: AgentState
  /** Every log that is offered, the chosen ones among them. */
  logs: LogInfo[]
  /** The logs shown in the agent's tab, left to right. */
  shown: { startup: string | null; agent: string | null }
  /** Whether it has a connection of its own; listed agents get one when their tab is opened. */
  opened: boolean
  /** Id of the agent that this one is a child of (a dev container); null for most. */
  parentId: string | null
  /** What its agent log proves of the newest run; null where that was not read. */
  verdict: Verdict | null
  /** The newest runs that were read so far, newest first; their times are ms since the epoch, UTC in the log. */
  runs: RunSummary[]
  /** What is known of the agent log beyond its newest run; null or left out while no agent log is followed. */
  history?: HistoryInfo | null
  /** What opens it again, for a file of this machine; left out for agents. */
  ticket?: string
  /** What the startup scripts of the newest run wrote, as far as it was watched; left out where nothing was. */
  outputs?: ScriptOutputInfo[]
  /** It is a saved run: nothing of it is live. Left out for agents. */
  saved?: {
    recordingId: string
    savedMs: number
    /** Logs (ids) whose saved bytes are not those that were recorded, as far as that was looked at. */
    changed: string[]
  }
}

/** An agent log and the files that its rotation has put aside, as one history. */
export interface HistoryInfo {
  /** Id of the agent log that goes on. */
  agentLogId: string | null
  /** Id under which the whole history opens as one log; its offsets are the `address` of places. */
  logId: string
  /** `unread` until somebody wants to see older runs, since that reads files. */
  phase: 'unread' | 'reading' | 'read'
  /** Rotated files that are part of it, and the bytes of all, the agent log's own among them. */
  files: number
  bytes: number
  /** Older files (and bytes as they lie there) that were left out, since there is a bound; null where none was. */
  left: { files: number; bytes: number } | null
  /** How many runs are known, for telling when to ask for them again. */
  runs: number
}
