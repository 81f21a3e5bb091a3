import type { Client, ClientChannel, ParsedKey } from 'ssh2'

/**
 * The few places where the public face of ssh2 1.17 is not enough, kept in one file.
 * Each works without its field too, only slower or less exact.
 */
interface Inside {
  _remoteVer?: string
  _callbacks?: ((...args: unknown[]) => void)[]
  _chanMgr?: { _channels?: Record<string, unknown> }
  _protocol?: {
    _debug?: unknown
    ping?: () => void
    authPK?: (username: string, key: ParsedKey, algorithm?: string, sign?: Sign) => void
  }
}
type Sign = (data: Buffer, callback: (signature: Buffer) => void) => void

/** The server's software version, e.g. `OpenSSH_9.2p1` or `Go`; empty before it has greeted. */
export function serverIdent(client: Client): string {
  return (client as unknown as Inside)._remoteVer ?? ''
}

const HASHES: Record<string, string> = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512', 'ssh-rsa': 'sha1' }

/**
 * ssh2 first asks whether a public key would do and signs when told so. With a private key
 * in hand the signed request can go at once, as RFC 4252 §7 allows; that saves a round
 * trip. To be called after `connect()`.
 */
export function signAtOnce(client: Client): void {
  const protocol = (client as unknown as Inside)._protocol
  const authPK = protocol?.authPK
  if (!protocol || !authPK) return
  protocol.authPK = (username, key, algorithm, sign) => {
    const direct: Sign | undefined = key.isPrivateKey() ? (data, callback) => callback(key.sign(data, HASHES[algorithm ?? key.type])) : undefined
    authPK.call(protocol, username, key, algorithm, sign ?? direct)
  }
}

/** Asks the server for a sign of life (`keepalive@openssh.com`); any answer counts. False when that cannot be asked. */
export function ping(client: Client, answered: (error: unknown) => void): boolean {
  const { _callbacks: callbacks, _protocol: protocol } = client as unknown as Inside
  if (!callbacks || !protocol?.ping) return false
  callbacks.push(answered)
  protocol.ping()
  return true
}

/** ssh2 tells its log function about every packet, which costs something: no more of it. */
export function stopDebug(client: Client): void {
  const protocol = (client as unknown as Inside)._protocol
  if (protocol) protocol._debug = undefined
}

/**
 * Closes session channels whose request was refused: ssh2 forgets them, but the server
 * counts them against MaxSessions. Resolves when the server has closed them too.
 */
export async function closeRefused(client: Client): Promise<void> {
  const channels = Object.values((client as unknown as Inside)._chanMgr?._channels ?? {})
  const refused = channels.filter((channel): channel is ClientChannel & { subtype?: string; type?: string } => {
    return typeof channel === 'object' && channel !== null && 'close' in channel && 'type' in channel && channel.type === 'session'
      && !('subtype' in channel && channel.subtype !== undefined)
  })
  await Promise.all(refused.map((channel) => new Promise<void>((resolve) => {
    channel.once('close', () => resolve())
    channel.resume()
    channel.stderr.resume()
    channel.close()
  })))
}
