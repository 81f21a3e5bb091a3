import type { Settings } from '../settings'
import type { TicketedFile } from './files'
import type { RunOutcome, WatchSummary } from './watch'

/**
 * Between main and the engine process, over its parent port: the only way that kept
 * secrets go. Windows' ports travel with `window`; log bytes never do.
 */
export type ToEngineControl =
  | {
      type: 'init'
      /** The app's own folder: its known_hosts lies in it. Absolute. */
      userDataDir: string
      settings: Settings
    }
  | { type: 'settings'; settings: Settings }
  /** One MessagePort comes with it; the engine serves the window through it. */
  | { type: 'window' }
  /** Deployments that were added by token, all of them at each change. */
  | { type: 'coder.tokens'; tokens: { url: string; token: string }[] }
  /** The person chose this file (absolute path) to save a selection in; a window that shows the ticket may have it written, once. */
  | { type: 'save.ticket'; ticket: string; path: string }
  /** Files that the person chose to open, all of them at each change. */
  | { type: 'files'; files: TicketedFile[] }
  /** The machine woke from sleep. */
  | { type: 'wake' }
  /** Whether the machine runs on its battery; on the mains until it is said. */
  | { type: 'power'; onBattery: boolean }
  /** Its addresses changed. */
  | { type: 'network' }
  /** Passphrases of key files that were kept, all of them at each change; by the SHA-256 of the file's text. */
  | { type: 'passphrases'; kept: { keyId: string; passphrase: string }[] }
  /** Keys of encrypted recordings (32 bytes each, base64), all of them at each change; the last one seals new recordings. */
  | { type: 'recording.keys'; keys: string[] }
  | { type: 'shutdown' }

export type FromEngineControl =
  | { type: 'ready' }
  /** Sent every `HEARTBEAT_MS`. */
  | { type: 'beat' }
  /** One line of the engine's own diary, without secrets or log text. */
  | { type: 'note'; level: 'info' | 'warn' | 'error'; text: string }
  /** A watched run came to something that the person wants to know. */
  | { type: 'outcome'; outcome: RunOutcome }
  /** How the watched agents stand; told at each change. */
  | { type: 'summary'; summary: WatchSummary }
  /** A passphrase that fits, and that the person asked to keep. */
  | { type: 'passphrase.keep'; keyId: string; path: string; passphrase: string }
  /** The one that was kept does not fit any more. */
  | { type: 'passphrase.forget'; keyId: string }

/** What the engine tells of itself besides its health. */
export type EngineNews = Extract<FromEngineControl, { type: 'outcome' | 'summary' | 'passphrase.keep' | 'passphrase.forget' }>

export const HEARTBEAT_MS = 1000
