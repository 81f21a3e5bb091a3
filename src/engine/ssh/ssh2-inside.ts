import type { Client, ParsedKey } from 'ssh2'

/**
 * The few places where the public face of ssh2 1.17 is not enough, kept in one file.
 * Each works without its field too, only slower or less exact.
 */
interface Inside {
  _remoteVer?: string
  _protocol?: {
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
