import type { Failure, FailureCode } from '@shared/model'
import type { PipeEnd } from '../process'

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
  'KEY_UNSUPPORTED',
  'ALGORITHMS_MISMATCH',
  'SFTP_BLOCKED',
  'EXEC_BLOCKED',
  'PLATFORM_UNSUPPORTED',
  'CODER_NOT_FOUND',
  'CODER_LOGGED_OUT',
  'CODER_REFUSED',
  'WORKSPACE_GONE',
])

/** Failures that pass, but not within seconds; each attempt costs a process and a request to the deployment. */
const SLOW: ReadonlySet<FailureCode> = new Set(['WORKSPACE_STOPPED', 'AGENT_NOT_CONNECTED'])

export function isSlow(failure: Failure): boolean {
  return SLOW.has(failure.code)
}

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

/** There is no such binary, or it cannot be run; `named`: how it was called, empty where only a shell knows. */
export function coderNotFound(named = ''): Failure {
  return fail('CODER_NOT_FOUND', `The coder command${named === '' ? '' : ` ${named}`} cannot be run.`, 'Install the Coder CLI, or set its path in the settings.')
}

/** A ProxyCommand or the `coder` binary ended; `lines` are the last that it wrote on stderr. */
export function proxyFailed(address: string, called: string, file: string, end: PipeEnd, lines: readonly string[]): Failure {
  if (end.kind === 'missing') {
    return called === 'coder'
      ? coderNotFound(oneLine(file))
      : fail('PROXY_FAILED', `The shell for the ${called} of ${address} (${oneLine(file)}) cannot be run.`, 'Check the SHELL variable of your environment.')
  }
  const how = end.code === null ? `was ended by ${end.signal ?? 'a signal'}` : `ended with exit code ${end.code}`
  const said = lines.slice(-3).map(oneLine).join(' / ')
  return fail(
    'PROXY_FAILED',
    `The ${called} for ${address} ${how}${said === '' ? '' : `: ${said}`}.`,
    called === 'coder' ? 'It is tried again by itself; if it stays so, run "coder ssh" in a terminal.' : 'Run ssh to this host in a terminal to see what the command needs.',
  )
}

/** A jump host would or could not connect on; the reason codes are those of RFC 4254 §5.1. */
export function jumpRefused(address: string, hopAddress: string, error: unknown): Failure {
  const reason = error instanceof Error && 'reason' in error ? error.reason : null
  const text = oneLine(error instanceof Error ? error.message.replace(/^\(SSH\) Channel open failure:\s*/, '') : String(error))
  return reason === 1
    ? fail('PROXY_FAILED', `The jump host ${hopAddress} does not forward connections (${text}).`, 'Ask its administrator to allow TCP forwarding (AllowTcpForwarding).')
    : fail('HOST_UNREACHABLE', `The jump host ${hopAddress} does not reach ${address} (${text}).`, 'Check the name and the port as the jump host sees them, and that the machine runs.')
}

export function connectTimeout(address: string): Failure {
  return fail('CONNECT_TIMEOUT', `${address} did not answer in time.`, 'Check the network and the VPN, and that the machine runs.')
}

export function connectionLost(address: string): Failure {
  return fail('CONNECTION_LOST', `The connection to ${address} was lost.`, 'It is made again by itself; "Reconnect" does it at once.')
}

/** SFTP was refused, and so was a command; `said` is what the server answered instead. */
export function execBlocked(address: string, said: string): Failure {
  const words = oneLine(said)
  return fail(
    'EXEC_BLOCKED',
    `${address} allows neither SFTP nor commands, over one of which the logs are read${words === '' ? '' : ` (${words})`}.`,
    'Ask the administrator to allow the sftp subsystem; on a Coder agent, to unset CODER_AGENT_BLOCK_FILE_TRANSFER.',
  )
}

export function platformUnsupported(address: string): Failure {
  return fail(
    'PLATFORM_UNSUPPORTED',
    `${address} runs Windows and does not allow SFTP; its logs cannot be read in another way yet.`,
    'Ask the administrator to allow the sftp subsystem.',
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
