import type { ParsedKey } from 'ssh2'
import type { Identity } from './identities'
import type { KeptPassphrases } from './kept-passphrases'
import type { Answer, Question } from './types'
import { unlockKey } from './unlock-key'

const TRIES = 3

/**
 * Secrets that were given for one link, kept in memory while it lives, so that a dropped
 * connection comes back without a question.
 */
export class Keyring {
  readonly #passwords = new Map<string, { password: string | null }>()
  readonly #keys = new Map<string, ParsedKey>()

  /** @param passphrases what the person asked to keep beyond this start; null where nothing can be */
  constructor(private readonly passphrases: KeptPassphrases | null = null) {}

  /** The place for the password that was accepted last at an address: each host on the way has its own. */
  at(address: string): { password: string | null } {
    const held = this.#passwords.get(address) ?? { password: null }
    this.#passwords.set(address, held)
    return held
  }

  /** Opens a locked key: by the passphrase that was kept for it, else asks up to three times; null when the person gave up or none was right. */
  async unlock(
    identity: Extract<Identity, { source: 'locked' }>,
    host: string,
    ask: (question: Question) => Promise<Answer>,
  ): Promise<ParsedKey | null> {
    const kept = this.#keys.get(identity.text)
    if (kept) return kept
    const remembered = (await this.passphrases?.of(identity.text)) ?? null
    if (remembered !== null) {
      const key = await unlockKey(identity.text, remembered)
      if (!(key instanceof Error)) return this.#hold(identity.text, key)
      this.passphrases?.forget(identity.text)
    }
    const first = remembered === null ? '' : 'The passphrase that was kept does not fit. '
    for (let round = 0; round < TRIES; round++) {
      const answer = await ask({
        kind: 'secrets',
        host,
        purpose: 'passphrase',
        instruction: round === 0 ? `${first}Passphrase of the key ${identity.path}` : `That was not it. Passphrase of the key ${identity.path}`,
        fields: [{ label: 'Passphrase', echo: false }],
        ...(this.passphrases?.mayKeep && { mayKeep: true }),
      })
      if (answer.kind !== 'secrets') return null
      const passphrase = answer.values[0] ?? ''
      const key = await unlockKey(identity.text, passphrase)
      if (key instanceof Error) continue
      if (answer.keep) this.passphrases?.keep(identity.text, identity.path, passphrase)
      return this.#hold(identity.text, key)
    }
    return null
  }

  #hold(text: string, key: ParsedKey): ParsedKey {
    this.#keys.set(text, key)
    return key
  }

  clear(): void {
    for (const held of this.#passwords.values()) held.password = null
    this.#keys.clear()
  }
}
