import type { ParsedKey } from 'ssh2'
import type { Identity } from './identities'
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

  /** The place for the password that was accepted last at an address: each host on the way has its own. */
  at(address: string): { password: string | null } {
    const held = this.#passwords.get(address) ?? { password: null }
    this.#passwords.set(address, held)
    return held
  }

  /** Opens a locked key: asks up to three times; null when the person gave up or no passphrase was right. */
  async unlock(
    identity: Extract<Identity, { source: 'locked' }>,
    host: string,
    ask: (question: Question) => Promise<Answer>,
  ): Promise<ParsedKey | null> {
    const kept = this.#keys.get(identity.text)
    if (kept) return kept
    for (let round = 0; round < TRIES; round++) {
      const answer = await ask({
        kind: 'secrets',
        host,
        purpose: 'passphrase',
        instruction: round === 0 ? `Passphrase of the key ${identity.path}` : `That was not it. Passphrase of the key ${identity.path}`,
        fields: [{ label: 'Passphrase', echo: false }],
      })
      if (answer.kind !== 'secrets') return null
      const key = await unlockKey(identity.text, answer.values[0] ?? '')
      if (!(key instanceof Error)) {
        this.#keys.set(identity.text, key)
        return key
      }
    }
    return null
  }

  clear(): void {
    for (const held of this.#passwords.values()) held.password = null
    this.#keys.clear()
  }
}
