import type { Failure, LinkState, Result } from '@shared/model'
import { backOffMs } from './back-off'
import { connect, type Connection } from './connect'
import { fail, isPermanent } from './failures'
import { addressOf, embeddedSettings, type HostSettings } from './host-settings'
import { Keyring } from './keyring'
import { resolveHost } from './resolve'
import { parseTarget } from './target'
import type { Disposable, Link, LinkPorts, RemoteFiles, SshTarget } from './types'

/** Seams for tests; the defaults are what ships. */
export interface LinkTuning {
  /** In [0, 1), for the jitter of the back-off. */
  random(): number
}

/** Starts a connection that keeps itself until `close()`. It begins to connect at once. */
export function createLink(target: SshTarget, ports: LinkPorts, tuning: LinkTuning = { random: Math.random }): Link {
  return new KeptLink(target, ports, tuning)
}

class KeptLink implements Link {
  #state: LinkState = { phase: 'connecting', sinceMs: Date.now(), retryAtMs: null, identity: null, failure: null, progress: null, awakeSinceMs: null }
  readonly #listeners = new Set<(state: LinkState) => void>()
  readonly #keyring = new Keyring()
  #address: string
  #connection: Connection | null = null
  #attempt: AbortController | null = null
  #timer: NodeJS.Timeout | null = null
  /** Failed attempts in a row; a connection that came up ends the row. */
  #failures = 0

  constructor(
    private readonly target: SshTarget,
    private readonly ports: LinkPorts,
    private readonly tuning: LinkTuning,
  ) {
    this.#address = target.kind === 'typed' ? target.text : target.kind === 'coder' ? target.name : addressOf(target)
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

  reconnectNow(): void {
    const { phase } = this.#state
    if (phase === 'closed' || phase === 'connected' || this.#attempt) return
    this.#failures = 0
    void this.#try()
  }

  stopTrying(): void {}

  poke(): void {}

  processes(): number {
    return 0
  }

  close(): void {
    if (this.#state.phase === 'closed') return
    this.#stopTimer()
    const connection = this.#connection
    this.#connection = null
    this.#keyring.clear()
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
      if (result.ok) result.value.end()
      return
    }
    if (!result.ok) return this.#failed(result.failure)
    const connection = result.value
    this.#failures = 0
    this.#connection = connection
    connection.onLost((failure) => {
      if (this.#connection !== connection) return
      this.#connection = null
      this.#failed(failure)
    })
    if (this.#connection === connection) this.#set({ phase: 'connected', retryAtMs: null, identity: connection.identity, failure: null, progress: null })
  }

  async #connectOnce(signal: AbortSignal): Promise<Result<Connection>> {
    const settings = await this.#settings(signal)
    if (!settings.ok) return settings
    this.#address = addressOf(settings.value)
    return connect(settings.value, this.ports, this.#keyring, signal)
  }

  async #settings(signal: AbortSignal): Promise<Result<HostSettings>> {
    if (this.target.kind === 'embedded') return { ok: true, value: embeddedSettings(this.target) }
    if (this.target.kind === 'coder') return { ok: false, failure: fail('CONFIG_UNSUPPORTED', 'Coder tunnels are not built yet.', 'Wait for it.') }
    const parsed = parseTarget(this.target.text)
    return parsed.ok ? resolveHost(parsed.value, this.ports.env, signal) : parsed
  }

  #failed(failure: Failure): void {
    this.ports.note('warn', `${this.#address}: ${failure.sentence}`)
    if (isPermanent(failure)) return this.#set({ phase: 'failed', retryAtMs: null, failure })
    this.#failures++
    const waitMs = backOffMs(this.#failures, this.tuning.random)
    this.#set({ phase: 'offline', retryAtMs: Date.now() + waitMs, failure })
    // A listener may have closed the link or asked for an attempt.
    if (this.#state.phase !== 'offline' || this.#attempt) return
    this.#timer = setTimeout(() => void this.#try(), waitMs)
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #set(change: Partial<LinkState> & Pick<LinkState, 'phase'>): void {
    const sinceMs = change.phase === this.#state.phase ? this.#state.sinceMs : Date.now()
    this.#state = { ...this.#state, ...change, sinceMs }
    for (const listener of [...this.#listeners]) listener(this.#state)
  }
}
