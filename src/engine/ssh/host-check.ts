import type { Failure, Identity } from '@shared/model'
import type { HostSettings } from './host-settings'
import { remember, type KnownHosts } from './trust'
import type { Answer, LinkPorts, Question } from './types'
import { verifyHost } from './verify-host'

/** The check of one connection's host key, from the first sight of it to the proof that the server holds it. */
export class HostCheck {
  #identity: Identity | null = null
  #key: Buffer | null = null
  #toRemember = false

  constructor(
    private readonly settings: HostSettings,
    private readonly ports: Pick<LinkPorts, 'knownHostsFile' | 'note'>,
  ) {}

  /** Null until a key was found to be trusted. */
  get identity(): Identity | null {
    return this.#identity
  }

  /** Trusted, or why not; a failure of null means that a new handshake showed another key than the first. */
  async verify(
    blob: Buffer,
    known: KnownHosts,
    vouched: boolean,
    ask: (question: Question) => Promise<Answer>,
  ): Promise<{ trusted: true } | { trusted: false; failure: Failure | null }> {
    if (this.#key) return this.#key.equals(blob) ? { trusted: true } : { trusted: false, failure: null }
    const verdict = await verifyHost(blob, { ...this.settings, vouched }, known, ask)
    if (!verdict.trusted) return verdict
    this.#key = Buffer.from(blob)
    this.#identity = verdict.identity
    this.#toRemember = verdict.remember
    return { trusted: true }
  }

  /** The handshake is done: only now has the server proved that it holds the key, and an accepted one is written down. */
  proved(): void {
    if (!this.#toRemember || !this.#key) return
    this.#toRemember = false
    remember(this.settings, this.#key, this.ports.knownHostsFile).catch((error: unknown) => {
      this.ports.note('warn', `The host key could not be saved: ${String(error)}.`)
    })
  }
}
