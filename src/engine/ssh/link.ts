import type { Failure, LinkPhase, LinkState, Result } from '@shared/model'
import { backOffMs, slowBackOffMs } from './back-off'
import { connect, type ConnectContext, type Connection } from './connect'
import { isPermanent, isSlow } from './failures'
import { addressOf, coderSettings, embeddedSettings, type HostSettings } from './host-settings'
import { Keyring } from './keyring'
import type { Transport } from './program-transport'
import { resolveHost } from './resolve'
import { ownAddresses, withoutMapping } from './own-addresses'
import { parseTarget } from './target'
import type { Disposable, Link, LinkPorts, RemoteCommand, RemoteFiles, SshTarget } from './types'

/** Seams for tests; the defaults are what ships. */
export interface LinkTuning {
  /** In [0, 1), for the jitter of the back-off. */
  random(): number
  /** How long a poked connection has to answer (ms). */
  answerMs?: number
  /** The addresses that this machine has now. */
  ownAddresses?(): ReadonlySet<string>
  /** In place of the time limit of the settings (ms). */
  connectTimeoutMs?: number
}

const ANSWER_MS = 3000

/** Starts a connection that keeps itself until `close()`. It begins to connect at once. */
export function createLink(target: SshTarget, ports: LinkPorts, tuning: LinkTuning = { random: Math.random }): Link {
  return new KeptLink(target, ports, tuning)
}

class KeptLink implements Link {
  #state: LinkState = { phase: 'connecting', sinceMs: Date.now(), retryAtMs: null, identity: null, failure: null, progress: null, awakeSinceMs: null }
  readonly #listeners = new Set<(state: LinkState) => void>()
  readonly #context: ConnectContext
  readonly #transports = new Set<Transport>()
  #address: string
  #connection: Connection | null = null
  #attempt: AbortController | null = null
  #timer: NodeJS.Timeout | null = null
  /** Failed attempts in a row; a connection that came up ends the row. */
  #failures = 0
  /** The person does not want any more attempts. */
  #givenUp = false
  #poking = false

  constructor(
    private readonly target: SshTarget,
    private readonly ports: LinkPorts,
    private readonly tuning: LinkTuning,
  ) {
    this.#address = target.kind === 'typed' ? target.text : target.kind === 'coder' ? target.name : addressOf(target)
    this.#context = {
      ports,
      keyring: new Keyring(ports.passphrases ?? null),
      memory: { sftpRefused: false },
      progress: (line) => {
        if (this.#state.phase === 'connecting' && this.#attempt) this.#set({ phase: 'connecting', progress: line })
      },
      opened: (transport) => {
        this.#forgetEnded()
        this.#transports.add(transport)
      },
    }
    void this.#try()
  }

  get address(): string {
    return this.#address
  }

  state(): LinkState {
    return this.#state
  }

  onState(listener: (state: LinkState) => void): Disposable {
    this.#listeners.add(listener)
    return { dispose: () => void this.#listeners.delete(listener) }
  }

  files(): RemoteFiles | null {
    return this.#connection?.files ?? null
  }

  async exec(command: string): Promise<RemoteCommand | null> {
    const connection = this.#connection
    const coder = this.#state.awakeSinceMs !== null || connection?.serverIdent === 'Go'
    return connection && !coder ? connection.exec(command) : null
  }

  reconnectNow(): void {
    const { phase } = this.#state
    this.#givenUp = false
    if (phase === 'closed' || phase === 'connected' || this.#attempt) return
    this.#failures = 0
    void this.#try()
  }

  stopTrying(): void {
    const { phase } = this.#state
    if (phase === 'closed' || phase === 'failed') return
    this.#givenUp = true
    this.#stopTimer()
    if (phase === 'connected') return
    this.#attempt?.abort()
    this.#attempt = null
    this.#set({ phase: 'offline', retryAtMs: null, progress: null })
  }

  poke(): void {
    const { phase } = this.#state
    const connection = this.#connection
    if (phase === 'offline' && !this.#givenUp && !this.#attempt) return this.reconnectNow()
    if (!connection || this.#poking) return
    this.#poking = true
    void connection.answers(this.tuning.answerMs ?? ANSWER_MS).then((alive) => {
      this.#poking = false
      if (!alive && connection === this.#connection) connection.drop()
    })
  }

  networkChanged(): void {
    const from = this.#connection?.localAddress() ?? null
    // Nothing would ever come back to an address that this machine does not have any more.
    if (from !== null && !(this.tuning.ownAddresses ?? ownAddresses)().has(withoutMapping(from))) this.#connection?.drop()
    else this.poke()
  }

  processes(): number {
    this.#forgetEnded()
    let count = 0
    for (const transport of this.#transports) count += transport.processes()
    return count
  }

  close(): void {
    if (this.#state.phase === 'closed') return
    this.#stopTimer()
    const connection = this.#connection
    this.#connection = null
    this.#context.keyring.clear()
    this.#set({ phase: 'closed', retryAtMs: null, failure: null, progress: null })
    this.#attempt?.abort()
    connection?.end()
    this.#listeners.clear()
  }

  async #try(): Promise<void> {
    this.#stopTimer()
    const attempt = new AbortController()
    this.#attempt = attempt
    // A failure that was shown stays until the connection is up: it says why it is retried.
    this.#set({ phase: 'connecting', retryAtMs: null })
    const result = await this.#connectOnce(attempt.signal)
    if (this.#attempt === attempt) this.#attempt = null
    if (attempt.signal.aborted) {
      if (result.ok) result.value.connection.end()
      return
    }
    if (!result.ok) return this.#failed(result.failure)
    const { connection, coder } = result.value
    this.#failures = 0
    this.#connection = connection
    connection.onLost((failure) => {
      if (this.#connection !== connection) return
      this.#connection = null
      this.#failed(failure)
    })
    if (this.#connection !== connection) return
    const awakeSinceMs = coder ? Date.now() : null
    this.#set({ phase: 'connected', retryAtMs: null, identity: connection.identity, failure: null, progress: null, awakeSinceMs })
  }

  /** `coder`: it goes to a Coder agent, whose workspace stays awake for it. */
  async #connectOnce(signal: AbortSignal): Promise<Result<{ connection: Connection; coder: boolean }>> {
    const settings = await this.#settings(signal)
    if (!settings.ok) return settings
    this.#address = this.target.kind === 'coder' ? this.target.name : addressOf(settings.value)
    const connectTimeoutMs = this.tuning.connectTimeoutMs ?? settings.value.connectTimeoutMs
    const connected = await connect({ ...settings.value, connectTimeoutMs }, this.#context, signal)
    if (!connected.ok) return connected
    const { route } = settings.value
    const coder = (route.kind === 'program' && route.coder) || connected.value.identity.kind === 'tunnel'
    return { ok: true, value: { connection: connected.value, coder } }
  }

  async #settings(signal: AbortSignal): Promise<Result<HostSettings>> {
    if (this.target.kind === 'embedded') return { ok: true, value: embeddedSettings(this.target) }
    if (this.target.kind === 'coder') return { ok: true, value: coderSettings(this.target, this.ports.env) }
    const parsed = parseTarget(this.target.text)
    return parsed.ok ? resolveHost(parsed.value, this.ports.env, signal) : parsed
  }

  #failed(failure: Failure): void {
    this.ports.note('warn', `${this.#address}: ${failure.sentence}`)
    if (isPermanent(failure)) return this.#set({ phase: 'failed', retryAtMs: null, failure, progress: null })
    if (this.#givenUp) return this.#set({ phase: 'offline', retryAtMs: null, failure, progress: null })
    this.#failures++
    const waitMs = isSlow(failure) ? slowBackOffMs(this.tuning.random) : backOffMs(this.#failures, this.tuning.random)
    this.#set({ phase: 'offline', retryAtMs: Date.now() + waitMs, failure, progress: null })
    // A listener may have closed the link or asked for an attempt.
    if (this.#state.phase !== 'offline' || this.#attempt || this.#givenUp) return
    this.#timer = setTimeout(() => void this.#try(), waitMs)
  }

  #forgetEnded(): void {
    for (const transport of this.#transports) if (transport.stream.destroyed && transport.processes() === 0) this.#transports.delete(transport)
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #set(change: Partial<LinkState> & Pick<LinkState, 'phase'>): void {
    const sinceMs = isSame(change.phase, this.#state.phase) ? this.#state.sinceMs : Date.now()
    const awakeSinceMs = change.phase === 'connected' ? this.#state.awakeSinceMs : null
    this.#state = { ...this.#state, awakeSinceMs, ...change, sinceMs }
    for (const listener of [...this.#listeners]) listener(this.#state)
  }
}

/** Attempts in between do not end the time in which there is no connection. */
function isSame(a: LinkPhase, b: LinkPhase): boolean {
  const down = (phase: LinkPhase): boolean => phase === 'offline' || phase === 'connecting'
  return a === b || (down(a) && down(b))
}
