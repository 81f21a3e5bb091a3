import type { BuildStatus, Failure, Lifecycle, Result, WatchCost } from '@shared/model'

/**
 * Coder's workspaces as the rest of the engine sees them, whether the `coder` CLI or the REST
 * API told of them. Everything here was checked: names fit a command line, texts are one
 * visible line, numbers are in range. Times are ms since the epoch, by the server's clock.
 */
export interface CoderWorkspace {
  /** The server's id (a UUID). */
  id: string
  deploymentId: string
  name: string
  /** User name of the owner. */
  owner: string
  template: string
  status: BuildStatus
  transition: 'start' | 'stop' | 'delete'
  /** The latest build: its id (for its log), and why its job failed (one line; empty when it did not). */
  buildId: string
  buildNumber: number
  jobError: string
  /** When the latest build reached its status; null where the server does not say. */
  statusSinceMs: number | null
  updatedMs: number | null
  outdated: boolean
  /** What the server makes of its agents' health; null on servers that do not judge. */
  healthy: boolean | null
  /** In the server's order; a dev container's agent comes with the id of its parent. */
  agents: CoderAgent[]
}

/** How the server sees the agent's own connection to it. */
export type AgentStatus = 'connecting' | 'connected' | 'disconnected' | 'timeout'

export interface CoderAgent {
  id: string
  parentId: string | null
  name: string
  status: AgentStatus
  lifecycle: Lifecycle | null
  createdMs: number | null
  firstConnectedMs: number | null
  lastConnectedMs: number | null
  disconnectedMs: number | null
  /** Start and end of the startup scripts; null before, and on servers older than v0.25. */
  startedMs: number | null
  readyMs: number | null
  /** After this many seconds without a connection the server speaks of a timeout; 0 means never. */
  connectTimeoutSeconds: number
  version: string
  os: string
  /** Working folder as the template gives it, and with `~` and variables resolved by the agent. */
  directory: string
  expandedDirectory: string
  logSources: { id: string; displayName: string }[]
  scripts: CoderScript[]
  /** Size of the server's own copy of script output (bytes), and whether its limit cut that copy. */
  logsLength: number
  logsOverflowed: boolean
}

export interface CoderScript {
  /** Empty on servers older than v2.2, which know one startup script without ids. */
  logSourceId: string
  displayName: string
  /** As the template gives it: may be empty, relative, or hold `~` and `$VAR`. */
  logPath: string
  runOnStart: boolean
  runOnStop: boolean
  cron: string
  startBlocksLogin: boolean
  /** 0 means none. */
  timeoutSeconds: number
  /** Null until it ended, and on servers older than v2.34. */
  exitCode: number | null
  status: 'ok' | 'exit_failure' | 'timed_out' | 'pipes_left_open' | null
}

/** The part of the Fetch API that is used here; `globalThis.fetch` and Electron's `net.fetch` both fit. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>

export interface FetchInit {
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string
  redirect: 'manual'
  signal: AbortSignal
}

export interface FetchAnswer {
  status: number
  headers: { get(name: string): string | null }
  body: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array> | null
}

/** Opens a websocket for texts from the server; rejects with an error when the server or the network refuses. */
export type OpenSocket = (url: string, headers: Record<string, string>, on: SocketEvents) => SocketHandle

export interface SocketEvents {
  open(): void
  /** One text frame. */
  text(data: string): void
  /** Once, also when it never opened. `status` is the HTTP status of a refused upgrade; `code` the websocket's close code. */
  close(how: { code: number; status: number | null }): void
}

export interface SocketHandle {
  close(): void
}

/** What the Coder room needs from whoever runs it. */
export interface CoderPorts {
  fetch: Fetch
  openSocket: OpenSocket
  /** HOME, PATH, XDG_CONFIG_HOME, CODER_URL and the like, as the person's shell has them. */
  env: NodeJS.ProcessEnv
  /** Where the last lists are kept for the next start (absolute path of a JSON file); null keeps nothing. */
  cacheFile: string | null
  /** Counts what reading lists and hearing of starts takes; nobody counts when left out. */
  traffic?: TrafficMeter
  /** A line for the diary; never a token, never log text. */
  note(level: 'info' | 'warn' | 'error', text: string): void
}

/** Adds up what the watch takes. */
export interface TrafficMeter {
  add(more: Partial<WatchCost>): void
}

/** Where a deployment is and who we are there. The token is a secret: it goes into headers and environments only. */
export interface RestAccess {
  /** `https://coder.example.com`, without a trailing slash. */
  url: string
  token: string
}

/** The `coder` program as one deployment uses it. */
export interface CliAccess {
  /** Absolute path of the program. */
  binary: string
  /** Its `--global-config` folder; null for the default one, which is not named so that a keyring stays in use. */
  folder: string | null
}

export type Refusal = { ok: false; failure: Failure }
export type { Failure, Result }
