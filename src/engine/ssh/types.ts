import type { LinkState } from '@shared/model'
import type { Prompt } from '@shared/contract/port'
import type { KeptPassphrases } from './kept-passphrases'

/**
 * What a link goes to: what a person typed, the embedded demo workspace with its key known
 * beforehand, or a Coder agent through the `coder` binary's own tunnel.
 */
export type SshTarget =
  | { kind: 'typed'; text: string }
  | {
      kind: 'coder'
      /** `coder … ssh --stdio workspace.agent` with the binary's absolute path; spawned as it is, without a shell. */
      argv: string[]
      /** Added to the person's environment, e.g. CODER_SSH_WAIT=no. */
      env: Record<string, string>
      /** `workspace.agent`, for people. */
      name: string
    }
  | { kind: 'embedded'; host: string; port: number; user: string; hostKeySha256: string }

/** Lower goes first: polls, then what a pane is waiting for, then everything else. */
export type Priority = 'poll' | 'view' | 'bulk'

export interface FileStat {
  sizeBytes: number
  /** Whole seconds on the wire; ms since the epoch here. */
  modifiedMs: number
  kind: 'file' | 'directory' | 'other'
  /** What tells this file from any other, whatever its name is by now; left out where nothing does, as in SFTP v3. */
  id?: string
}

/** Opaque to callers; valid for the connection that opened it only. */
export type RemoteHandle = { readonly __remoteHandle: unique symbol }

/** SFTP status codes that callers tell apart; `lost` means that the connection went away. */
export type SftpErrorKind = 'missing' | 'forbidden' | 'lost' | 'failed'

export class SftpError extends Error {
  constructor(
    readonly kind: SftpErrorKind,
    message: string,
  ) {
    super(message)
    this.name = 'SftpError'
  }
}

/**
 * Read-only files of a workspace over one SFTP channel. Requests that start in the
 * same turn of the event loop leave in one burst, in order. Rejections are `SftpError`.
 */
export interface RemoteFiles {
  /** Longest read that is one request on this server (bytes): 261,120 on OpenSSH, 31,952 elsewhere. */
  readonly maxReadBytes: number
  open(path: string): Promise<RemoteHandle>
  close(handle: RemoteHandle): void
  fstat(handle: RemoteHandle, priority?: Priority): Promise<FileStat>
  stat(path: string, priority?: Priority): Promise<FileStat>
  /**
   * Reads up to `length` bytes at `offset`, pipelined in requests of at most
   * `maxReadBytes`; shorter only where the file ends. `bulk` never has more in flight
   * than 100 ms of the throughput measured on this link.
   */
  read(handle: RemoteHandle, offset: number, length: number, priority: Priority, signal?: AbortSignal): Promise<Buffer>
  /** Names in a folder, unsorted, without `.` and `..`; at most 10,000. */
  list(path: string): Promise<{ name: string; stat: FileStat }[]>
  /** The first `maxBytes` of a file that may have no size (such as /proc/self/environ). */
  readHead(path: string, maxBytes: number): Promise<Buffer>
  realpath(path: string): Promise<string>
}

/** What of it a log needs: also files of this machine are read so. */
export type FileAccess = Pick<RemoteFiles, 'maxReadBytes' | 'open' | 'close' | 'fstat' | 'stat' | 'read'>

/** The part of a link that a log needs. */
export interface FileLink {
  state(): LinkState
  onState(listener: (state: LinkState) => void): Disposable
  files(): FileAccess | null
}

export interface Disposable {
  dispose(): void
}

/** A command that runs on the server. */
export interface RemoteCommand {
  /** What it writes; ends when it has ended or the connection has. Read it, or it waits. */
  readonly output: AsyncIterable<Buffer>
  /** Closes its stdin and the channel. Servers need not end a command for that: it must watch its stdin itself. */
  end(): void
}

/**
 * A connection that keeps itself: connects, verifies, authenticates, reconnects with
 * jittered back-off (first retry at once, then up to 30 s). Failures that a retry cannot
 * mend (changed key, refused authentication, bad target) stop it until `reconnectNow`.
 */
export interface Link {
  /** `user@host:port` once resolved, else what was typed. */
  readonly address: string
  state(): LinkState
  onState(listener: (state: LinkState) => void): Disposable
  /** Files of the live connection; null while there is none. A new object after each reconnect. */
  files(): RemoteFiles | null
  /**
   * Runs a command in the person's shell there, on a channel of its own. Null where that cannot be done or must not:
   * without a connection, where the server refuses, and on Coder agents, which write each session into their log.
   */
  exec(command: string): Promise<RemoteCommand | null>
  reconnectNow(): void
  /** No further attempts until `reconnectNow`; a live connection stays. */
  stopTrying(): void
  /** The machine woke up: finds out at once whether the connection still lives. */
  poke(): void
  /** The machine's addresses changed: a connection from one that is gone is made anew at once, others are poked. */
  networkChanged(): void
  /** Child processes that this link keeps (a ProxyCommand); for the status panel. */
  processes(): number
  close(): void
}

/** What a question needs to say besides its id and agent, which the asker adds. */
export type Question = Prompt extends infer P ? (P extends Prompt ? Omit<P, 'promptId' | 'agentId'> : never) : never

export type Answer = { kind: 'accept' } | { kind: 'refuse' } | { kind: 'secrets'; values: string[]; keep?: boolean | undefined }

/** Asks the person; aborting the signal withdraws the question (the answer is then `refuse`). */
export type Ask = (question: Question, signal: AbortSignal) => Promise<Answer>

export interface LinkPorts {
  ask: Ask
  /** The app's own known_hosts file (absolute); read, and appended to when the person accepts a key. */
  knownHostsFile: string
  /** HOME, SSH_AUTH_SOCK, PATH and the like, as a person's shell has them. */
  env: NodeJS.ProcessEnv
  /** Passphrases that the person asked to keep; none are when left out. */
  passphrases?: KeptPassphrases
  /** A line for the diary; never secrets, never log text. */
  note(level: 'info' | 'warn' | 'error', text: string): void
}
