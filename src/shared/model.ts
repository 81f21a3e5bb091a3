/**
 * The words of the project as types. `docs/architecture.md` has the glossary; these
 * are the shapes that cross a process border. No behaviour, no imports.
 */

/** Coder's own lifecycle states, in the order in which an agent may pass through them. */
export const LIFECYCLES = [
  'created',
  'starting',
  'start_timeout',
  'start_error',
  'ready',
  'shutting_down',
  'shutdown_timeout',
  'shutdown_error',
  'off',
] as const
export type Lifecycle = (typeof LIFECYCLES)[number]

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

export type LogKind = 'startup' | 'agent' | 'shutdown' | 'script' | 'custom'

/** How a log's path became known, in falling order of trust. */
export type LogOrigin = 'coder-list' | 'agent-log' | 'environment' | 'well-known' | 'by-hand'

export interface LogInfo {
  id: string
  agentId: string
  kind: LogKind
  /** What the pane's head says, e.g. "Startup script". */
  title: string
  /** Absolute path in the workspace. */
  path: string
  origin: LogOrigin
  /** `server-copy`: Coder's own copy of script output (first 1 MiB, lines cut at 1,024); `build`: the build's log. */
  store: 'file' | 'server-copy' | 'build'
  /** Size in bytes and time of change (ms since the epoch) when last seen; null when the file does not exist. */
  seen: { sizeBytes: number; modifiedMs: number } | null
}

export type LinkPhase = 'connecting' | 'connected' | 'offline' | 'failed' | 'closed'

/** How the server's identity was proved; shown in the status bar. */
export type Identity =
  | { kind: 'known-host'; keyType: string; fingerprint: string }
  | { kind: 'accepted-now'; keyType: string; fingerprint: string }
  | { kind: 'embedded'; keyType: string; fingerprint: string }
  /** The ProxyCommand is the `coder` binary's own tunnel (or Coder Connect answered): the deployment vouches for the agent. */
  | { kind: 'tunnel'; keyType: string; fingerprint: string }
  | { kind: 'unchecked'; reason: string; keyType: string; fingerprint: string }

export interface LinkState {
  phase: LinkPhase
  /** Since when it is in this phase, ms since the epoch; `offline` and `connecting` are one: it is not up, and tries to be. */
  sinceMs: number
  /** When the next attempt starts, ms since the epoch; null when none is planned. */
  retryAtMs: number | null
  identity: Identity | null
  failure: Failure | null
  /** Since when the connection is up and keeps a Coder workspace awake, ms since the epoch; null otherwise. */
  awakeSinceMs: number | null
  /** What a ProxyCommand said last while connecting (one line, filtered); null when nothing. */
  progress: string | null
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
  /** What the startup scripts of the newest run wrote, as far as it was watched; left out where nothing was. */
  outputs?: ScriptOutputInfo[]
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

/** A byte of a log that proves something, so that the pane can be moved there. */
export interface LogPlace {
  /** Null where no log that is offered has this path. */
  logId: string | null
  path: string
  offset: number
  /** The same byte in the agent's history (see `HistoryInfo`); left out for bytes of other logs. */
  address?: number
}

/** `failing`: a script has failed while others still run. `stalled` is never more than a hint. */
export type VerdictKind = 'starting' | 'ready' | 'failing' | 'failed' | 'timed-out' | 'stalled' | 'unknown'

/** Why a start failed, with the line that says so. */
export interface Cause extends LogPlace {
  /** One sentence in words, e.g. "apt knows no package foo." */
  sentence: string
  /** The line as a terminal shows it, filtered, at most 300 characters. */
  text: string
  /** 1-based number of that line; null where the log's beginning was not read. */
  line: number | null
  /** `agent`: the script's own log explains nothing or could not be read, so the agent's entry stands here. */
  from: 'script' | 'agent'
}

export interface Verdict {
  kind: VerdictKind
  /** One sentence, e.g. "Startup failed with exit 100 after 41 s, in coder-startup-script.log". */
  sentence: string
  /** Why nothing more can be said; null unless `unknown`, or for what goes on while it says so. */
  why: string | null
  /** Index in the run's scripts of the one that decided; null where none did. */
  script: number | null
  exitCode: number | null
  /** Of that script, or of the whole start where it is ready (ms); null where the log does not say. */
  durationMs: number | null
  cause: Cause | null
  /** The agent's entries that prove it, the deciding one first. */
  evidence: LogPlace[]
}

/**
 * `left-open`: it ended well, but something it started kept its output open, which the agent counts as a failure.
 * `not-started`: most often since its log file could not be opened. `lost`: the run ended without a word about it.
 */
export type ScriptOutcome = 'running' | 'completed' | 'failed' | 'timed-out' | 'left-open' | 'not-started' | 'lost'

export interface ScriptSummary extends LogPlace {
  /** Its file's name, or "Startup script" where the log does not name it; `path` is its own log, `offset` 0. */
  name: string
  phase: 'start' | 'stop' | 'later'
  startedMs: number
  endedMs: number | null
  outcome: ScriptOutcome
  exitCode: number | null
  /** Start (ms since the epoch) of the newer run that wrote over its log, of which Coder keeps the newest; left out where none did. */
  overwrittenMs?: number
  /** The agent's entries of its beginning and its end; null where the log has none. */
  began: LogPlace | null
  ended: LogPlace | null
}

/** A part of the agent log: the start up to its outcome, what comes then, the shutdown, or all of the log. */
export type RunPart = 'startup' | 'running' | 'shutdown' | 'all'

/** A part of the agent log that belongs to a run, and opens as a log of its own. */
export interface RunSlice {
  part: Exclude<RunPart, 'all'>
  logId: string
  /** Addresses in the agent's history, `to` exclusive; null while it goes on. */
  from: number
  to: number | null
}

/** Bytes of a run that are still held though its log was overwritten at the source. */
export interface KeptLog extends LogPlace {
  /** The path that the run wrote to. */
  ofPath: string
}

/** What a script wrote, and how far it has come. Hints, never more: nobody but the script knows. */
export interface ScriptOutputInfo {
  /** Path of its log. */
  path: string
  /** When something was written last, ms since the epoch; null where that is not known. */
  wroteMs: number | null
  /** Null where nothing was seen being written. */
  volume: OutputVolume | null
  /** In their order, the longest ones of many. */
  steps: ScriptStep[]
}

/** Bytes that were written per bucket of time, from `fromMs` (ms since the epoch) on. */
export interface OutputVolume {
  fromMs: number
  bucketMs: number
  bytes: number[]
}

/** A part of a script, as its headings (or its trace, `set -x`) tell. */
export interface ScriptStep extends LogPlace {
  name: string
  /** ms since the epoch; null where nobody saw it, and for an end that has not come. */
  startedMs: number | null
  endedMs: number | null
  /** What it took in earlier runs that were watched (median, ms); null where none was. */
  usualMs: number | null
  /** It took, or takes, much longer than that. */
  unusual: boolean
}

/** One start of an agent. */
export interface RunSummary {
  /** Stays the same for as long as the agent log tells of this run; `[a-z0-9-]`. */
  id: string
  /** Its first entry. */
  began: LogPlace
  /** What is concluded about it; the cause is the agent's own word unless it is the newest run. */
  verdict: Verdict
  /** Its parts that have begun, in their order. */
  slices: RunSlice[]
  /** Left out where nothing is kept. */
  keptLogs?: KeptLog[]
  startedMs: number
  endedMs: number | null
  /** How it ended; null while it goes on. */
  end: 'off' | 'signal' | 're-init' | 'lost' | null
  kind: VerdictKind
  sentence: string
  transitions: { state: Lifecycle; timeMs: number; place: LogPlace }[]
  scripts: ScriptSummary[]
}

export interface WorkspaceInfo {
  id: string
  name: string
  kind: 'ssh' | 'demo' | 'coder'
  /** What the person typed to reach it; opening the same target again gives the same workspace. */
  target: string
  agents: AgentInfo[]
  /** What the deployment says of a Coder workspace; null for other kinds. */
  coder: CoderFacts | null
}

/** Status of a workspace's latest build, in the API's own words. */
export const BUILD_STATUSES = [
  'pending',
  'starting',
  'running',
  'stopping',
  'stopped',
  'failed',
  'canceling',
  'canceled',
  'deleting',
  'deleted',
] as const
export type BuildStatus = (typeof BUILD_STATUSES)[number]

export interface CoderFacts {
  deploymentId: string
  owner: string
  status: BuildStatus
  /** When the latest build reached that status, ms since the epoch; null where the server does not say. */
  statusSinceMs: number | null
  /** The template has a newer version than the workspace. */
  outdated: boolean
  /** Why the latest build failed, one visible line; left out or empty where it did not, or nobody says. */
  buildError?: string
}

/** What the engine keeps open, for the status panel. */
export interface EngineLoad {
  connections: number
  /** `coder` processes, tunnels and calls together. */
  coderProcesses: number
  /** Left out where nobody counts. */
  watch?: WatchCost
}

/** What keeping the lists and watching starts took in the last hour. */
export interface WatchCost {
  /** Requests to deployments, and runs of the `coder` program. */
  calls: number
  /** Of answers, after decompression, and of what was read of logs. */
  bytes: number
  /** Websockets and SSH connections that were opened for it. */
  connections: number
}

/** One Coder deployment that the app knows, by the `coder` CLI's login or by a token. */
export interface DeploymentInfo {
  id: string
  /** `https://coder.example.com`, without a trailing slash. */
  url: string
  via: 'cli' | 'token'
  /** When its list was last read, ms since the epoch; null before the first time. */
  checkedMs: number | null
  /** Why the last refresh failed; the list then is the one of `checkedMs`. */
  failure: Failure | null
  refreshing: boolean
}

/** A pane's condition, readable in its `data-condition` attribute. */
export type PaneCondition = 'connecting' | 'following' | 'paused' | 'waiting' | 'offline' | 'gap' | 'failed'

/** An expected failure as a value: a code, a sentence for the person, and one next step. */
export interface Failure {
  code: FailureCode
  /** What happened, one plain sentence. */
  sentence: string
  /** What can be done, one plain sentence. */
  nextStep: string
}

export const FAILURE_CODES = [
  'TARGET_INVALID',
  'CONFIG_UNREADABLE',
  'CONFIG_UNSUPPORTED',
  'HOST_NOT_FOUND',
  'HOST_UNREACHABLE',
  'CONNECT_TIMEOUT',
  'CONNECTION_LOST',
  'HOST_KEY_CHANGED',
  'HOST_KEY_REVOKED',
  'HOST_KEY_REFUSED',
  'AUTH_FAILED',
  'ALGORITHMS_MISMATCH',
  'KEY_UNSUPPORTED',
  'PROXY_FAILED',
  'SFTP_BLOCKED',
  'EXEC_BLOCKED',
  'CODER_NOT_FOUND',
  'CODER_LOGGED_OUT',
  'CODER_UNREACHABLE',
  'CODER_REFUSED',
  'WORKSPACE_STOPPED',
  'PAUSED_IDLE',
  'WORKSPACE_GONE',
  'AGENT_NOT_CONNECTED',
  'PLATFORM_UNSUPPORTED',
  'LOG_MISSING',
  'LOG_FORBIDDEN',
  'LOG_IS_DIRECTORY',
  'LOG_NOT_A_FILE',
  'READ_FAILED',
  'PATTERN_REFUSED',
  'SETTING_OUT_OF_RANGE',
  'REQUEST_INVALID',
  'NOT_FOUND',
  'ENGINE_DOWN',
  'INTERNAL',
] as const
export type FailureCode = (typeof FAILURE_CODES)[number]

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }

/**
 * A line in a pane that is not log text: it stands where bytes are missing or where
 * one content generation ends and the next begins. Offsets are the source's (bytes).
 */
export type Mark =
  /** Exists at the source but is not held here; opening it moves the window there. */
  | { kind: 'gap'; from: number; to: number }
  /** Destroyed at the source before it could be read; `to - from` is what is known of its size. */
  | { kind: 'gone'; from: number; to: number }
  /** A new epoch begins at `at`. */
  | { kind: 'epoch'; at: number; cause: EpochCause }
  /** The window begins inside a line longer than it reads back (`from` is where the shown rest begins). */
  | { kind: 'line-cut-before'; from: number }

export type EpochCause = 'truncated' | 'replaced' | 'rewritten'

/** Where the newest epoch ends inside a file that it overwrites in place (bytes of the file). */
export interface LogFrontier {
  /** So much is the newest epoch's for sure; what follows is of the epoch before. */
  at: number
  /** Where the newest epoch may end at most: above `at` where old bytes were not held, so that they cannot be compared. */
  atMost: number
  fileBytes: number
}

/** Where a pane's text ends, with proof, so that it can go on at the exact byte after a restart. */
export interface Checkpoint {
  /** The path and the epoch's own start in the source's address space. */
  path: string
  epochStart: number
  /** Offset of the first byte that is not in the pane (start of an open last line counts as not in it). */
  offset: number
  /** Hash of the up to 4 KiB before `offset` in that epoch, hex; empty at the epoch's start. */
  seamHash: string
}
