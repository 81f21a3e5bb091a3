import type { Failure } from './failure'

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
