import { Client, type AnyAuthMethod, type AuthenticationType, type ConnectConfig, type ServerHostKeyAlgorithm } from 'ssh2'
import type { Failure, Identity, Result } from '@shared/model'
import { attempts, type AuthContext, type Tried } from './auth'
import { BurstSocket } from './burst-socket'
import { Deadline } from './deadline'
import { authFailed, connectFailure, connectionLost, connectTimeout, sftpBlocked } from './failures'
import { addressOf, type HostSettings } from './host-settings'
import { loadIdentities } from './identities'
import type { Keyring } from './keyring'
import { createFiles } from './sftp-files'
import { SftpSession } from './sftp-session'
import { serverIdent, signAtOnce } from './ssh2-inside'
import { KnownHosts, remember } from './trust'
import type { Answer, LinkPorts, Question, RemoteFiles } from './types'
import { verifyHost } from './verify-host'

/** A connection that is up: authenticated, with its one SFTP channel. */
export interface Connection {
  files: RemoteFiles
  identity: Identity
  /** Called once, when the connection has gone for whatever reason but `end()`. */
  onLost(listener: (failure: Failure) => void): void
  end(): void
}

/**
 * Connects, verifies the server, authenticates and opens SFTP: one attempt. What can be
 * read here (known_hosts, keys, the agent) is read while the network is waited for.
 * Aborting the signal ends the attempt and withdraws an open question.
 */
export async function connect(settings: HostSettings, ports: LinkPorts, keyring: Keyring, signal: AbortSignal): Promise<Result<Connection>> {
  const attempt = new Attempt(settings, ports, keyring, signal)
  return attempt.run()
}

class Attempt {
  readonly #address: string
  readonly #client = new Client()
  readonly #socket = new BurstSocket()
  /** Withdraws open questions when the attempt ends, however it ends. */
  readonly #over = new AbortController()
  readonly #tried: Tried = new Set()
  readonly #deadline: Deadline
  #settle: (result: Result<Connection>) => void = () => {}
  #settled = false
  /** The socket has gone, or is about to: ssh2 must not be called any more (it throws). */
  #ended = false
  #identity: Identity | null = null
  #hostKey: Buffer | null = null
  #toRemember = false
  #session: SftpSession | null = null
  #lost: ((failure: Failure) => void) | null = null

  constructor(
    private readonly settings: HostSettings,
    private readonly ports: LinkPorts,
    private readonly keyring: Keyring,
    private readonly signal: AbortSignal,
  ) {
    this.#address = addressOf(settings)
    this.#deadline = new Deadline(settings.connectTimeoutMs, () => this.#fail(connectTimeout(this.#address)))
  }

  run(): Promise<Result<Connection>> {
    return new Promise((resolve) => {
      this.#settle = resolve
      if (this.signal.aborted) return this.#fail(connectionLost(this.#address))
      this.signal.addEventListener('abort', this.#onAbort, { once: true })
      this.#client.on('error', (error: Error & { level?: string }) => this.#onError(error))
      this.#client.on('handshake', () => this.#onHandshake())
      this.#client.on('ready', () => this.#openSftp())
      this.#client.on('close', () => this.#onClose())
      this.#socket.on('error', this.#onSocketError)
      this.#socket.connect({ host: this.settings.host, port: this.settings.port })
      const identities = loadIdentities(this.settings, this.ports.note)
      void KnownHosts.load(this.settings, this.ports.knownHostsFile).then((known) => {
        if (!this.#settled) this.#start(known, identities)
      })
    })
  }

  #onAbort = (): void => this.#fail(connectionLost(this.#address))

  #onSocketError = (error: Error): void => this.#fail(connectFailure(error, this.#address))

  #start(known: KnownHosts, identities: AuthContext['identities']): void {
    const auth = attempts(
      {
        settings: this.settings,
        identities,
        mayAsk: () => !this.settings.batchMode && this.#identity?.kind !== 'unchecked',
        open: () => this.settings.pinnedKey !== null || serverIdent(this.#client) === 'Go',
        ask: (question) => this.#ask(question),
        unlock: (identity) => this.keyring.unlock(identity, this.settings.host, (question) => this.#ask(question)),
        kept: this.keyring,
        alive: () => !this.#ended,
      },
      this.#tried,
    )
    const config: ConnectConfig = {
      sock: this.#socket,
      username: this.settings.user,
      ident: 'Tailpane',
      readyTimeout: 0,
      keepaliveInterval: this.settings.aliveIntervalMs,
      keepaliveCountMax: this.settings.aliveCountMax,
      algorithms: { serverHostKey: known.algorithms() as ServerHostKeyAlgorithm[] },
      hostVerifier: (blob: Buffer, decide: (trusted: boolean) => void) => {
        void this.#verify(blob, known).then((trusted) => {
          if (!this.#ended) decide(trusted)
        })
      },
      authHandler: (methodsLeft: AuthenticationType[] | null, _partial, next) => {
        void auth.next({ methodsLeft }).then((step) => {
          if (!this.#ended) (next as (method: AnyAuthMethod | false) => void)(step.done ? false : step.value)
        })
      },
    }
    try {
      this.#client.connect(config)
      signAtOnce(this.#client)
    } catch (error) {
      this.#fail(connectFailure(error, this.#address))
    }
  }

  async #verify(blob: Buffer, known: KnownHosts): Promise<boolean> {
    // A rekey must show the key that was trusted at the start.
    if (this.#hostKey) return this.#hostKey.equals(blob)
    const verdict = await verifyHost(blob, this.settings, known, (question) => this.#ask(question))
    if (this.#settled) return false
    if (!verdict.trusted) {
      this.#fail(verdict.failure)
      return false
    }
    this.#hostKey = Buffer.from(blob)
    this.#identity = verdict.identity
    this.#toRemember = verdict.remember
    return true
  }

  #onHandshake(): void {
    // Only now has the server proved that it holds the key.
    if (!this.#toRemember || !this.#hostKey) return
    this.#toRemember = false
    remember(this.settings, this.#hostKey, this.ports.knownHostsFile).catch((error: unknown) => {
      this.ports.note('warn', `The host key could not be saved: ${String(error)}.`)
    })
  }

  async #ask(question: Question): Promise<Answer> {
    this.#deadline.pause()
    try {
      const answer = await this.ports.ask(question, this.#over.signal)
      return this.#over.signal.aborted ? { kind: 'refuse' } : answer
    } finally {
      this.#deadline.resume()
    }
  }

  #openSftp(): void {
    this.#client.subsys('sftp', (error, channel) => {
      if (this.#settled) return
      if (error) return this.#fail(sftpBlocked(this.#address))
      channel.stderr.resume()
      const session = new SftpSession(channel)
      this.#session = session
      session.init().then(
        () => this.#succeed(session),
        () => this.#fail(sftpBlocked(this.#address)),
      )
    })
  }

  #succeed(session: SftpSession): void {
    if (this.#settled || !this.#identity) return
    this.#finishAttempt()
    this.#settle({
      ok: true,
      value: {
        files: createFiles(session, serverIdent(this.#client)),
        identity: this.#identity,
        onLost: (listener) => {
          this.#lost = listener
          if (session.isOver) this.#drop()
        },
        end: () => {
          this.#lost = null
          this.#endSoftly()
        },
      },
    })
    session.onEnd(() => this.#drop())
  }

  #drop(): void {
    const lost = this.#lost
    this.#lost = null
    this.#client.destroy()
    lost?.(connectionLost(this.#address))
  }

  #onError(error: Error & { level?: string }): void {
    // A failing agent is not the end: ssh2 goes on with the next key.
    if (error.level === 'agent') {
      this.ports.note('info', `The ssh agent: ${error.message}.`)
    } else if (error.level === 'client-authentication') {
      if (error.message.startsWith('All configured')) this.#fail(this.#authFailed())
    } else if (/too many authentication failures/i.test(error.message)) {
      this.#fail(this.#authFailed())
    } else {
      this.#fail(connectFailure(error, this.#address))
    }
  }

  #authFailed(): Failure {
    return authFailed(this.#address, [...this.#tried], this.#identity?.kind === 'unchecked')
  }

  #onClose(): void {
    this.#ended = true
    this.#session?.end()
    if (!this.#settled) this.#fail(connectionLost(this.#address))
  }

  #fail(failure: Failure): void {
    if (this.#settled) return
    this.#finishAttempt()
    this.#session?.end()
    this.#endSoftly()
    this.#settle({ ok: false, failure })
  }

  #finishAttempt(): void {
    this.#settled = true
    this.#deadline.clear()
    this.#over.abort()
    this.signal.removeEventListener('abort', this.#onAbort)
  }

  /** Says goodbye and closes; the socket is gone even if the other side does not answer. */
  #endSoftly(): void {
    this.#ended = true
    this.#client.end()
    this.#socket.destroySoon()
    if (this.#socket.connecting) this.#socket.destroy()
  }
}
