import type { Lifecycle, ScriptOutcome } from '@shared/model'

/** An entry of the agent log that proves something. */
export interface Proof {
  /** Offset (bytes) of the entry in the agent log. */
  offset: number
  timeMs: number
}

/** One run of one script, as the agent log tells it. */
export interface ScriptRun {
  /** UUID of its log source (since v2.9); null where the log does not name it. */
  id: string | null
  /** Absolute path of the script's log; empty where the agent's version does not say. */
  logPath: string
  /** Part of the start, of the shutdown, or run later (by its schedule). */
  phase: 'start' | 'stop' | 'later'
  startedMs: number
  endedMs: number | null
  /** As the agent measured it; null while it runs and where the log does not say. */
  durationMs: number | null
  outcome: ScriptOutcome
  /** Null while it runs, and where the log does not say (255 stands for "unknown" there). */
  exitCode: number | null
  /** Name of the signal that killed it, e.g. "killed"; null otherwise. */
  signal: string | null
  /** It took longer than allowed and went on (before v2.2). */
  overTimeMs: number | null
  /** What the agent says went wrong, its causes on lines of their own; empty for none. */
  error: string
  began: Proof | null
  ended: Proof | null
}

export interface Transition extends Proof {
  state: Lifecycle
  /** Offset (bytes) after its entry. */
  end: number
}

/** How a run ended: by itself, told to, or without a word (killed, panicked, out of memory). */
export type RunEnd = 'off' | 'signal' | 're-init' | 'lost'

/** What the agent log tells of one start of the agent. */
export interface Run {
  /** `mid-log`: the log begins inside this run. */
  beginning: 'agent-start' | 're-init' | 'mid-log'
  startedMs: number
  /** Offset of its first entry (bytes). */
  offset: number
  /** As the agent names it, e.g. `v2.35.1+8b44bd6`. */
  version: string | null
  endedMs: number | null
  /** Offset of the first entry after it (bytes); null while it is the newest. */
  endOffset: number | null
  end: RunEnd | null
  transitions: Transition[]
  lifecycle: Lifecycle | null
  /** When that state was entered. */
  lifecycleMs: number | null
  /** First sign that the agent was told to stop; null where there is none. */
  shutdown: Proof | null
  /** Folder of the script logs (`log_dir=`, since v2.2); null where it is not named. */
  logDir: string | null
  scripts: ScriptRun[]
  /** The agent's own sum of a failed start (since v2.2), which names only the first error. */
  summary: (Proof & { error: string }) | null
  /** Whether Coder answered; and the first attempt of the last row of failed ones. */
  connected: boolean
  refused: (Proof & { error: string; count: number }) | null
}

export function newRun(beginning: Run['beginning'], { offset, timeMs }: Proof): Run {
  return {
    beginning,
    startedMs: timeMs,
    offset,
    version: null,
    endedMs: null,
    endOffset: null,
    end: null,
    transitions: [],
    lifecycle: null,
    lifecycleMs: null,
    shutdown: null,
    logDir: null,
    scripts: [],
    summary: null,
    connected: false,
    refused: null,
  }
}
