import type { Identity } from '@shared/model'
import type { Keyring } from './keyring'
import type { Transport } from './program-transport'
import type { Hop } from './transport'
import type { LinkPorts } from './types'

/** What all connections of one link share, those to its jump hosts too. */
export interface LoginContext {
  ports: LinkPorts
  keyring: Keyring
  /** A line that a ProxyCommand wrote while it was waited for. */
  progress(line: string): void
  /** Hears of everything that connections run on, jump hosts' included. */
  opened(transport: Transport): void
}

/** A connection that is up and authenticated, with no channel yet. */
export interface Login extends Hop {
  identity: Identity
  /** The server's software, e.g. `OpenSSH_9.2p1` or `Go`. */
  serverIdent: string
  /** ssh2 must not be called any more: it would throw. */
  isOver(): boolean
  /** Called once when the connection has gone, at once if it has. */
  onOver(listener: () => void): void
  /** False when there was no sign of life within this time (ms). */
  answers(withinMs: number): Promise<boolean>
}
