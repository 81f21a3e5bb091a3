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
  /** Offset of the last byte that it wrote; null where it wrote nothing, or nobody looks. */
  lastOffset: number | null
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
  /** What is concluded about it; the cause is the agent's own word unless it is the newest run, or its script's log was recorded. */
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
