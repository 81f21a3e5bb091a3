import type { Failure } from '@shared/model'
import type { AuthRecord } from './auth'
import { fail, oneLine } from './failures'
import type { UnusableKey } from './identities'

/** Methods that this app can do itself. */
const OURS: ReadonlySet<string> = new Set(['none', 'publickey', 'keyboard-interactive', 'password'])

/**
 * Why nobody was let in, as exactly as can be said. `unchecked` is true where the host key
 * is not checked, so that nothing typed may be sent.
 */
export function loginFailure(address: string, record: AuthRecord, unchecked: boolean): Failure {
  const { tried, left, unusable } = record
  if (left !== null && left.length > 0 && !left.some((method) => OURS.has(method))) {
    return fail(
      'AUTH_FAILED',
      `${address} only takes ${oneLine(left.join(', '))}, which this app does not know.`,
      'Ask the administrator to allow public keys (PubkeyAuthentication) for you.',
    )
  }
  const first = unusable[0]
  if (first && (left === null || left.includes('publickey'))) {
    return fail('KEY_UNSUPPORTED', `${address} did not let you in, and ${unusableWords(first)}.`, NEXT_STEP[first.kind])
  }
  const attempts = tried.size > 0 ? `Tried: ${[...tried].join(', ')}.` : 'There was nothing to try.'
  return fail(
    'AUTH_FAILED',
    `${address} did not let you in. ${attempts}`,
    unchecked
      ? 'Add a key to your ssh agent. Passwords are not sent, since your ssh config turns the check of the host key off.'
      : 'Check the user name, and that your key is in the ssh agent or named by IdentityFile.',
  )
}

function unusableWords({ kind, name }: UnusableKey): string {
  return kind === 'certificate' ? `this app cannot present your certificate (${oneLine(name)})` : `this app cannot use your security key (${oneLine(name)})`
}

const NEXT_STEP: Record<UnusableKey['kind'], string> = {
  certificate: 'Add the plain public key to authorized_keys on the server, or use a key of your ssh agent that is there.',
  'security-key': 'Use an ed25519, ECDSA or RSA key that is not bound to a FIDO device.',
}
