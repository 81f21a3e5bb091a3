import type { Failure, FailureCode } from '@shared/model'

export function fail(code: FailureCode, sentence: string, nextStep: string): Failure {
  return { code, sentence, nextStep }
}

/** Failures that trying again cannot mend; a link stops at them until the person says so. */
const PERMANENT: ReadonlySet<FailureCode> = new Set([
  'TARGET_INVALID',
  'CONFIG_UNREADABLE',
  'CONFIG_UNSUPPORTED',
  'HOST_KEY_CHANGED',
  'HOST_KEY_REVOKED',
  'HOST_KEY_REFUSED',
  'AUTH_FAILED',
  'ALGORITHMS_MISMATCH',
  'SFTP_BLOCKED',
])

export function isPermanent(failure: Failure): boolean {
  return PERMANENT.has(failure.code)
}

/** Turns an error of a socket or of ssh2 before the connection was ready into what the person sees. */
export function connectFailure(error: unknown, address: string): Failure {
  const { code, message } = describe(error)
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
      return fail('HOST_NOT_FOUND', `The name of ${address} could not be resolved.`, 'Check the spelling, the network and the VPN.')
    case 'ECONNREFUSED':
      return fail('HOST_UNREACHABLE', `${address} refused the connection.`, 'Check that the SSH server runs and that the port is right.')
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
    case 'ENETDOWN':
    case 'EHOSTDOWN':
      return fail('HOST_UNREACHABLE', `There is no way to ${address} from here.`, 'Check the network and the VPN.')
    case 'ETIMEDOUT':
      return connectTimeout(address)
  }
  if (/no matching/i.test(message) || /unsupported algorithm/i.test(message)) {
    return fail(
      'ALGORITHMS_MISMATCH',
      `${address} and this app share no algorithm (${oneLine(message)}).`,
      'Allow aes128-gcm@openssh.com or aes256-ctr, curve25519-sha256 and an ed25519 or RSA host key on the server.',
    )
  }
  if (/before handshake|invalid identification|unexpected packet|bad packet|protocol/i.test(message) && code !== 'ECONNRESET') {
    return fail('HOST_UNREACHABLE', `${address} does not answer like an SSH server.`, 'Check that the port is the one of the SSH server.')
  }
  return connectionLost(address)
}

export function connectTimeout(address: string): Failure {
  return fail('CONNECT_TIMEOUT', `${address} did not answer in time.`, 'Check the network and the VPN, and that the machine runs.')
}

export function connectionLost(address: string): Failure {
  return fail('CONNECTION_LOST', `The connection to ${address} was lost.`, 'It is made again by itself; "Reconnect" does it at once.')
}

/** `tried` names the methods; `unchecked` is true where the host key is not checked, so that nothing typed may be sent. */
export function authFailed(address: string, tried: readonly string[], unchecked: boolean): Failure {
  const attempts = tried.length > 0 ? `Tried: ${tried.join(', ')}.` : 'There was nothing to try.'
  return fail(
    'AUTH_FAILED',
    `${address} did not let you in. ${attempts}`,
    unchecked
      ? 'Add a key to your ssh agent. Passwords are not sent, since your ssh config turns the check of the host key off.'
      : 'Check the user name, and that your key is in the ssh agent or named by IdentityFile.',
  )
}

export function sftpBlocked(address: string): Failure {
  return fail(
    'SFTP_BLOCKED',
    `${address} does not allow SFTP, which the logs are read over.`,
    'Ask the administrator to allow the sftp subsystem; on a Coder agent, to unset CODER_AGENT_BLOCK_FILE_TRANSFER.',
  )
}

function describe(error: unknown): { code: string; message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return describe(error.errors[0])
  if (!(error instanceof Error)) return { code: '', message: String(error) }
  const code = 'code' in error ? String(error.code) : ''
  return { code, message: error.message }
}

/** Text from the other side, made fit for a sentence: one line of at most 120 characters, with nothing invisible in it. */
export function oneLine(text: string): string {
  const visible = text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()
  return [...visible].slice(0, 120).join('')
}
