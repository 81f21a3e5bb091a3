import * as v from 'valibot'
import { MAIN_COMMANDS } from '../commands'
import type { Result } from '../model'
import type { PlaceLink } from '../links'
import type { Settings } from '../settings'
import { savedSearchCallSchemas, type SavedSearchCallResults } from './saved-searches'
import { fileCallSchemas, type FileBridge, type FileCallResults, type FilePushes } from './files'
import type { Evidence } from './watch'

/**
 * The typed map of IPC channels between a window and main: the only way across.
 * `invoke` channels are answered; `push` channels go from main to the window.
 * Main checks the sender and the schema of every one.
 */
export const invokeSchemas = {
  'settings.get': v.strictObject({}),
  'settings.change': v.strictObject({ change: v.pipe(v.record(v.pipe(v.string(), v.maxLength(64)), v.unknown()), v.maxEntries(200)) }),
  /** Writes the settings into a file that the person chooses. */
  'settings.export': v.strictObject({}),
  /** Reads settings from a file that the person chooses, checks them, and changes nothing yet. */
  'settings.import': v.strictObject({}),
  /** Puts plain text (control characters already stripped) on the clipboard, and beside it the same with colours. */
  'clipboard.write': v.strictObject({
    text: v.pipe(v.string(), v.maxLength(16 * 1024 * 1024)),
    html: v.optional(v.pipe(v.string(), v.maxLength(16 * 1024 * 1024))),
  }),
  /** Asks the person for a file; the ticket lets the engine write that file, once. Null when they chose none. */
  'save.choose': v.strictObject({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) }),
  /** What the window should open at start: targets from the command line, and the demo. */
  'launch.get': v.strictObject({}),
  /** Asks the person for a recording or a support bundle; the ticket lets the engine read it, once. Null when they chose none. */
  'import.choose': v.strictObject({}),
  /**
   * Adds a deployment by its address and a session token. The token is kept by safeStorage and reaches the engine
   * over its parent port only; without a keyring it is kept for this start only, which the answer says.
   */
  'coder.sign-in': v.strictObject({
    url: v.pipe(v.string(), v.minLength(1), v.maxLength(512)),
    token: v.pipe(v.string(), v.minLength(1), v.maxLength(512)),
  }),
  /** Forgets a deployment that was added by token. */
  'coder.sign-out': v.strictObject({ url: v.pipe(v.string(), v.maxLength(512)) }),
  /** Key files whose passphrases are kept, sealed by the system's keyring; never a passphrase. */
  'passphrases.list': v.strictObject({}),
  /** Why none can be kept, one sentence; the keyring may put a question of its own to the person. */
  'passphrases.refusal': v.strictObject({}),
  'passphrases.forget': v.strictObject({ keyId: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }),
  /** The page stands on screen for the first time since it was loaded. */
  'page.painted': v.strictObject({}),
  /** Runs a command that is main's. */
  'command.main': v.strictObject({ command: v.picklist(MAIN_COMMANDS) }),
  /** Asks for a port to the engine; it arrives as the `engine.port` push. */
  'engine.connect': v.strictObject({ nonce: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)) }),
  /** The agent whose tab is in front, so that no notice tells of what is being looked at; null for none. */
  'watch.front': v.strictObject({ agentId: v.nullable(v.pipe(v.string(), v.maxLength(64))) }),
  /** No notices for an hour, or notices again. */
  'watch.mute': v.strictObject({ muted: v.boolean() }),
  ...fileCallSchemas,
  ...savedSearchCallSchemas,
} as const
export type InvokeName = keyof typeof invokeSchemas
export type InvokeParams<N extends InvokeName> = v.InferOutput<(typeof invokeSchemas)[N]>

export interface Launch {
  /** The window's number, from 1; what is remembered of a window is found by it. */
  slot: number
  demo: boolean
  targets: string[]
  /** Tickets of files to open. */
  files: string[]
  /** Tickets of files that were open when the app was closed; one that has gone meanwhile is waited for. */
  reopened: string[]
  /** Lines that links lead to; the person is asked before anything is opened for one. */
  links: PlaceLink[]
  /** Why something that was named is not opened, for the person; null when all is. */
  unread: string | null
  version: string
  /** Said in the status bar when the runtime is not the declared one. */
  runtimeNote: string | null
}

export interface InvokeResults extends FileCallResults, SavedSearchCallResults {
  'settings.get': Settings
  'settings.change': Result<Settings>
  /** False when the person chose no file. */
  'settings.export': Result<{ saved: boolean }>
  /** What the file would change, every value checked; null when none was chosen. */
  'settings.import': Result<{ change: Partial<Settings> | null }>
  'clipboard.write': null
  'save.choose': { ticket: string | null }
  'launch.get': Launch
  'import.choose': { ticket: string | null }
  'passphrases.list': { kept: { keyId: string; path: string }[] }
  'passphrases.refusal': { refusal: string | null }
  'passphrases.forget': null
  'page.painted': null
  'command.main': null
  'engine.connect': null
  /** Until when notices are muted, ms since the epoch; null when they are shown. */
  'watch.front': { mutedUntilMs: number | null }
  'watch.mute': null
  /** `kept`: whether the token outlives this start; else why not. */
  'coder.sign-in': Result<{ kept: boolean; why: string | null }>
  'coder.sign-out': null
}

/** Whether the engine process runs: `restarting` after a crash, `down` when it keeps crashing. */
export type EngineHealth = 'starting' | 'running' | 'restarting' | 'down'

export interface Pushes extends FilePushes {
  'settings.changed': Settings
  'engine.health': { health: EngineHealth }
  /** A command of the application menu, e.g. `find`, `workspace.add`. */
  'command.run': { command: string }
  /** The app was started again while this window was open: what that start asked for. */
  'launch.more': { demo: boolean; targets: string[] }
  /** A notice or the tray's menu was clicked: brings the agent's tab forward, at the line that proves it where one is known. */
  'agent.show': { agentId: string; evidence: Evidence | null }
  /** Notices are muted until then (ms since the epoch), or shown again. */
  'watch.muted': { untilMs: number | null }
  /** A link to a line was opened while the app runs. */
  'link.open': { link: PlaceLink }
  /** Main has something to say that is not worth a dialog. */
  'notice.show': { text: string }
}
export type PushName = keyof Pushes
export const PUSH_NAMES: readonly PushName[] = [
  'settings.changed',
  'engine.health',
  'command.run',
  'launch.more',
  'agent.show',
  'watch.muted',
  'notice.show',
  'files.offered',
  'link.open',
]

/** What the page may call; paths of dropped files come from the preload. */
export type PageCall = Exclude<InvokeName, 'files.dropped'>

/** What the preload puts on `window.tailpane`. */
export interface Bridge extends FileBridge {
  invoke<N extends PageCall>(name: N, params: InvokeParams<N>): Promise<InvokeResults[N]>
  /** Hears a push; returns the function that stops it. */
  on<N extends PushName>(name: N, listener: (payload: Pushes[N]) => void): () => void
}

/**
 * The engine's port reaches the page as a `message` event from its own window whose
 * `data` is `{ tailpaneEnginePort: nonce }` with the nonce that the page sent, once.
 */
export interface EnginePortMessage {
  tailpaneEnginePort: string
}
