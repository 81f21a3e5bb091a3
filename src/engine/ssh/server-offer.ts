import type { Failure } from '@shared/model'
import { fail, oneLine } from './failures'

/** Algorithms by the part of the handshake that ssh2's messages name. */
const PARTS: readonly { named: RegExp; heard: string; word: string; ours: string }[] = [
  { named: /key exchange/, heard: 'KEX method', word: 'key exchanges', ours: 'curve25519-sha256' },
  { named: /host key/, heard: 'Host key format', word: 'types of host keys', ours: 'ssh-ed25519 or rsa-sha2-512' },
  { named: /C->S cipher/, heard: 'C->S cipher', word: 'ciphers', ours: 'aes128-gcm@openssh.com or aes256-ctr' },
  { named: /S->C cipher/, heard: 'S->C cipher', word: 'ciphers', ours: 'aes128-gcm@openssh.com or aes256-ctr' },
  { named: /C->S MAC/, heard: 'C->S MAC', word: 'MACs', ours: 'hmac-sha2-256' },
  { named: /S->C MAC/, heard: 'S->C MAC', word: 'MACs', ours: 'hmac-sha2-256' },
  { named: /compression/, heard: 'C->S compression', word: 'compressions', ours: 'none' },
]

/** Names that mark abilities of a handshake and are no algorithms. */
const MARKS = /^(?:ext-info-|kex-strict-)/

/** What a server offered in its handshake, from ssh2's log lines: the only place where it says so. */
export class ServerOffer {
  readonly #lists = new Map<string, string>()

  take(line: string): void {
    const heard = /^Handshake: \(remote\) ([^:]+): (.*)$/.exec(line)
    if (heard?.[1] !== undefined && heard[2] !== undefined) this.#lists.set(heard[1], heard[2])
  }

  /** The failure where the two sides share no algorithm: it names what the server has; null for other errors. */
  mismatch(error: Error, address: string): Failure | null {
    if (!/no matching/i.test(error.message)) return null
    const part = PARTS.find(({ named }) => named.test(error.message))
    const offered = (this.#lists.get(part?.heard ?? '') ?? '').split(',').filter((name) => name !== '' && !MARKS.test(name))
    if (!part || offered.length === 0) return null
    return fail(
      'ALGORITHMS_MISMATCH',
      `${address} offers only ${part.word} that this app does not have (${oneLine(offered.join(', '))}).`,
      `Allow ${part.ours} on the server.`,
    )
  }
}
