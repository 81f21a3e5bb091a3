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
  /**
   * `server-copy`: Coder's own copy of script output (first 1 MiB, lines cut at 1,024); `build`: the build's log; `recording`: what
   * this app recorded of an older run's log.
   */
  store: 'file' | 'server-copy' | 'build' | 'recording'
  /** Size in bytes and time of change (ms since the epoch) when last seen; null when the file does not exist. */
  seen: { sizeBytes: number; modifiedMs: number } | null
}

/** A pane's condition, readable in its `data-condition` attribute. */
export type PaneCondition = 'connecting' | 'following' | 'paused' | 'waiting' | 'offline' | 'gap' | 'failed'

/**
 * A line in a pane that is not log text: it stands where bytes are missing or where
 * one content generation ends and the next begins. Offsets are the source's (bytes).
 */
export type Mark =
  /** Exists at the source but is not held here; opening it moves the window there. */
  | { kind: 'gap'; from: number; to: number }
  /** Destroyed at the source before it could be read; `to - from` is what is known of its size. `unrecorded`: not there in a recording. */
  | { kind: 'gone'; from: number; to: number; unrecorded?: boolean }
  /** A new epoch begins at `at`. */
  | { kind: 'epoch'; at: number; cause: EpochCause }
  /** Lines between these two places did not pass the pane's filter. */
  | { kind: 'apart'; from: number; to: number }
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
