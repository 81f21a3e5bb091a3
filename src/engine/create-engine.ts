import type { FromEngine } from '@shared/contract/port'
import type { Settings } from '@shared/settings'

/** What the engine needs from whoever runs it: the app, a test or the benchmark. */
export interface EnginePorts {
  settings: Settings
  /** The app's own known_hosts file (absolute path). */
  knownHostsFile: string
  /** HOME, PATH, SSH_AUTH_SOCK and the like, as the person's shell has them. */
  env: NodeJS.ProcessEnv
  /** A line for the diary; never secrets, never log text. */
  note(level: 'info' | 'warn' | 'error', text: string): void
}

/** One window's port: messages in, messages out. */
export interface WindowPort {
  post(message: FromEngine): void
  /** `message` is unchecked; the engine checks it. */
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
}

export interface Engine {
  attach(port: WindowPort): void
  applySettings(settings: Settings): void
  /** Closes every connection, the demo workspace and every window's panes. */
  stop(): Promise<void>
}

export function createEngine(_ports: EnginePorts): Engine {
  return { attach() {}, applySettings() {}, async stop() {} }
}
