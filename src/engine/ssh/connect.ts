import type { Failure, Identity, Result } from '@shared/model'
import { runCommand } from './exec-command'
import { connectionLost } from './failures'
import { addressOf, type HostSettings } from './host-settings'
import { logIn } from './log-in'
import type { LoginContext } from './login'
import { openFiles, type ServerMemory } from './open-files'
import type { RemoteCommand, RemoteFiles } from './types'

export interface ConnectContext extends LoginContext {
  memory: ServerMemory
}

/** A connection that is up: authenticated, with the one channel that files are read over. */
export interface Connection {
  files: RemoteFiles
  identity: Identity
  /** The server's software, e.g. `OpenSSH_9.2p1` or `Go`. */
  serverIdent: string
  /** Null where the server refuses. */
  exec(command: string): Promise<RemoteCommand | null>
  /** Called once, when the connection has gone for whatever reason but `end()`. */
  onLost(listener: (failure: Failure) => void): void
  /** False when the server gave no sign of life within this time (ms). */
  answers(withinMs: number): Promise<boolean>
  /** The address of this machine that it comes from; null where that is not known. */
  localAddress(): string | null
  /** Gives the connection up as lost. */
  drop(): void
  end(): void
}

/** Connects, logs in and opens the files of a host: one attempt. */
export async function connect(settings: HostSettings, context: ConnectContext, signal: AbortSignal): Promise<Result<Connection>> {
  const reached = await logIn(settings, context, signal)
  if (!reached.ok) return reached
  const login = reached.value
  const address = addressOf(settings)
  const opened = await openFiles(login, address, context.memory, settings.connectTimeoutMs, signal)
  if (!opened.ok) {
    login.end()
    return opened
  }
  const { files, onEnd, end } = opened.value
  let onLost: ((failure: Failure) => void) | null = null
  let lost: Failure | null = null
  let over = false
  const drop = (): void => {
    if (over) return
    over = true
    end()
    // What carried the connection may still say why it ended.
    void login.fault().then((known) => {
      login.end()
      lost = known ?? connectionLost(address)
      onLost?.(lost)
    })
  }
  login.onOver(drop)
  onEnd(drop)
  return {
    ok: true,
    value: {
      files,
      identity: login.identity,
      serverIdent: login.serverIdent,
      exec: (command) => runCommand(login, command),
      onLost: (listener) => {
        onLost = listener
        if (lost) listener(lost)
      },
      answers: (withinMs) => login.answers(withinMs),
      localAddress: () => login.localAddress(),
      drop,
      end: () => {
        over = true
        onLost = null
        end()
        login.end()
      },
    },
  }
}
