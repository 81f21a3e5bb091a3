import { Client, type AnyAuthMethod, type AuthenticationType, type ConnectConfig, type ServerHostKeyAlgorithm } from 'ssh2'
import type { Failure, Result } from '@shared/model'
import { attempts, type AuthContext, type AuthRecord } from './auth'
import { Deadline } from './deadline'
import { connectFailure, connectionLost, connectTimeout } from './failures'
import { HostCheck } from './host-check'
import { addressOf, type HostSettings } from './host-settings'
import { loadIdentities, unusableInAgent } from './identities'
import type { Login, LoginContext } from './login'
import { loginFailure } from './login-failure'
import { ServerOffer } from './server-offer'
import { ping, serverIdent, signAtOnce, stopDebug } from './ssh2-inside'
import { openTransport } from './transport'
import type { Transport } from './program-transport'
import { KnownHosts } from './trust'
import type { Answer, Question } from './types'

/**
 * Connects, verifies the server and authenticates: one attempt. What can be read here
 * (known_hosts, keys, the agent) is read while the network is waited for. Jump hosts are
 * logged in to first, each in the same way. Aborting the signal ends the attempt and
 * withdraws an open question.
 */
export async function logIn(settings: HostSettings, context: LoginContext, signal: AbortSignal): Promise<Result<Login>> {
  if (signal.aborted) return { ok: false, failure: connectionLost(addressOf(settings)) }
  const reach = (hop: HostSettings): Promise<Result<Login>> => logIn(hop, context, signal)
  const transport = await openTransport(settings, { progress: (line) => context.progress(line), reach, signal })
  if (!transport.ok) return transport
  context.opened(transport.value)
  return new Attempt(settings, transport.value, context, signal).run()
}

class Attempt {
  readonly #address: string
  readonly #client = new Client()
  /** Withdraws open questions when the attempt ends, however it ends. */
  readonly #over = new AbortController()
  readonly #record: AuthRecord = { tried: new Set(), left: null, unusable: [] }
  readonly #offer = new ServerOffer()
  readonly #host: HostCheck
  readonly #deadline: Deadline
  #settle: (result: Result<Login>) => void = () => {}
  #settled = false
  /** Why nobody was let in is being found out: that the server then hangs up says nothing more. */
  #refused = false
  /** The stream has gone, or is about to: ssh2 must not be called any more (it throws). */
  #ended = false
  #onOver: (() => void) | null = null

  constructor(
    private readonly settings: HostSettings,
    private readonly transport: Transport,
    private readonly context: LoginContext,
    private readonly signal: AbortSignal,
  ) {
    this.#address = addressOf(settings)
    this.#host = new HostCheck(settings, context.ports)
    this.#deadline = new Deadline(settings.connectTimeoutMs, () => this.#fail(this.transport.tooLate() ?? connectTimeout(this.#address)))
  }

  run(): Promise<Result<Login>> {
    return new Promise((resolve) => {
      this.#settle = resolve
      this.transport.stream.on('error', this.#onStreamError)
      if (this.signal.aborted) return this.#fail(connectionLost(this.#address))
      this.signal.addEventListener('abort', this.#onAbort, { once: true })
      this.#client.on('error', (error: Error & { level?: string }) => this.#onError(error))
      this.#client.on('handshake', () => this.#onHandshake())
      this.#client.on('ready', () => this.#succeed())
      this.#client.on('close', () => this.#onClose())
      const identities = loadIdentities(this.settings, this.context.ports.note)
      void KnownHosts.load(this.settings, this.context.ports.knownHostsFile).then((known) => {
        if (!this.#settled) this.#start(known, identities)
      })
    })
  }

  #onAbort = (): void => this.#fail(connectionLost(this.#address))

  #onStreamError = (error: Error): void => this.#failUnlessKnown(connectFailure(error, this.#address))

  #start(known: KnownHosts, identities: AuthContext['identities']): void {
    const { keyring } = this.context
    const auth = attempts(
      {
        settings: this.settings,
        identities,
        mayAsk: () => !this.settings.batchMode && this.#host.identity?.kind !== 'unchecked',
        open: () => this.settings.pinnedKey !== null || this.settings.vouched || serverIdent(this.#client) === 'Go',
        ask: (question) => this.#ask(question),
        unlock: (identity) => keyring.unlock(identity, this.settings.host, (question) => this.#ask(question)),
        kept: keyring.at(this.#address),
        alive: () => !this.#ended,
      },
      this.#record,
    )
    const config: ConnectConfig = {
      sock: this.transport.stream,
      username: this.settings.user,
      ident: 'Tailpane',
      readyTimeout: 0,
      keepaliveInterval: this.settings.aliveIntervalMs,
      keepaliveCountMax: this.settings.aliveCountMax,
      algorithms: { serverHostKey: known.algorithms() as ServerHostKeyAlgorithm[] },
      debug: (line) => this.#offer.take(line),
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
    const vouched = this.settings.vouched || this.transport.vouches()
    const verdict = await this.#host.verify(blob, known, vouched, (question) => this.#ask(question))
    if (!verdict.trusted && verdict.failure) this.#fail(verdict.failure)
    return verdict.trusted
  }

  #onHandshake(): void {
    stopDebug(this.#client)
    this.#host.proved()
  }

  async #ask(question: Question): Promise<Answer> {
    this.#deadline.pause()
    try {
      const answer = await this.context.ports.ask(question, this.#over.signal)
      return this.#over.signal.aborted ? { kind: 'refuse' } : answer
    } finally {
      this.#deadline.resume()
    }
  }

  #succeed(): void {
    const { identity } = this.#host
    if (this.#settled || !identity) return
    this.#finishAttempt()
    this.#settle({
      ok: true,
      value: {
        client: this.#client,
        identity,
        serverIdent: serverIdent(this.#client),
        isOver: () => this.#ended,
        onOver: (listener) => {
          if (this.#ended) listener()
          else this.#onOver = listener
        },
        fault: () => this.transport.fault(),
        localAddress: () => this.transport.localAddress(),
        answers: (withinMs) => this.#answers(withinMs),
        end: () => {
          this.#onOver = null
          this.#endSoftly()
        },
      },
    })
  }

  #answers(withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      if (this.#ended) return resolve(false)
      const timer = setTimeout(() => resolve(false), withinMs)
      const answered = (alive: boolean): void => {
        clearTimeout(timer)
        resolve(alive)
      }
      // At the end of a connection ssh2 calls what still waits with an error.
      if (!ping(this.#client, (error) => answered(!(error instanceof Error)))) answered(true)
    })
  }

  #onError(error: Error & { level?: string }): void {
    // A failing agent is not the end: ssh2 goes on with the next key.
    if (error.level === 'agent') {
      this.context.ports.note('info', `The ssh agent: ${error.message}.`)
    } else if (error.level === 'client-authentication') {
      if (error.message.startsWith('All configured')) void this.#refuse()
    } else if (/too many authentication failures/i.test(error.message)) {
      void this.#refuse()
    } else {
      this.#failUnlessKnown(this.#offer.mismatch(error, this.#address) ?? connectFailure(error, this.#address))
    }
  }

  async #refuse(): Promise<void> {
    this.#refused = true
    if (this.#record.unusable.length === 0) this.#record.unusable = await unusableInAgent(this.settings)
    this.#fail(loginFailure(this.#address, this.#record, this.#host.identity?.kind === 'unchecked'))
  }

  #onClose(): void {
    this.#ended = true
    const onOver = this.#onOver
    this.#onOver = null
    onOver?.()
    this.#failUnlessKnown(connectionLost(this.#address))
  }

  /** The stream failed: what carries it may know better why. */
  #failUnlessKnown(failure: Failure): void {
    if (this.#settled || this.#refused) return
    void this.transport.fault().then((known) => this.#fail(known ?? failure))
  }

  #fail(failure: Failure): void {
    if (this.#settled) return
    this.#finishAttempt()
    this.#endSoftly()
    this.#settle({ ok: false, failure })
  }

  #finishAttempt(): void {
    this.#settled = true
    this.#deadline.clear()
    this.#over.abort()
    this.signal.removeEventListener('abort', this.#onAbort)
  }

  /** Says goodbye and closes; the stream is gone even if the other side does not answer. */
  #endSoftly(): void {
    this.#ended = true
    this.#client.end()
    this.transport.end()
  }
}
