import { createHash, randomBytes } from 'node:crypto'
import { appendFile, chmod, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { HostSettings } from './host-settings'
import { readRevocations, type RevocationList } from './revoked-keys'
import { hashedName, keysFor, typeOfBlob, type KnownKey } from './known-hosts'

/** What the known_hosts files say of a key that a server showed. */
export type TrustVerdict =
  | { kind: 'known' }
  /** `authority` vouches for hosts of this name by certificates, which cannot be checked here. */
  | { kind: 'unknown'; authority: KnownKey | null }
  /** The host is known by another key; `old` is where it stands. */
  | { kind: 'changed'; old: KnownKey }
  | { kind: 'revoked'; by: { file: string; line: number } }
  /** The config names a list of revoked keys that cannot be read: no key can be trusted, as with ssh. */
  | { kind: 'uncheckable'; file: string }

/** A known_hosts file larger than this is not read (bytes). */
const MAX_FILE_BYTES = 16 * 1024 * 1024

/** Host key algorithms that ssh2 can verify, in the order of OpenSSH's own preference, each with its key type. */
const ALGORITHMS: readonly { algorithm: string; type: string }[] = [
  { algorithm: 'ssh-ed25519', type: 'ssh-ed25519' },
  { algorithm: 'ecdsa-sha2-nistp256', type: 'ecdsa-sha2-nistp256' },
  { algorithm: 'ecdsa-sha2-nistp384', type: 'ecdsa-sha2-nistp384' },
  { algorithm: 'ecdsa-sha2-nistp521', type: 'ecdsa-sha2-nistp521' },
  { algorithm: 'rsa-sha2-512', type: 'ssh-rsa' },
  { algorithm: 'rsa-sha2-256', type: 'ssh-rsa' },
]
/** SHA-1 signatures: offered last, and only where an RSA key of the host is known already. */
const OLD_RSA = { algorithm: 'ssh-rsa', type: 'ssh-rsa' }

/** The keys that are known for one host, from all files. Certificate authorities count for a question only. */
export class KnownHosts {
  private constructor(
    private readonly keys: readonly KnownKey[],
    private readonly revoked: readonly KnownKey[],
    private readonly withoutPort: readonly KnownKey[],
    private readonly authority: KnownKey | null,
    private readonly revocation: RevocationList | null,
  ) {}

  /** Reads the user's files, the global ones and the app's own; those that cannot be read count as empty. */
  static async load(settings: HostSettings, appFile: string): Promise<KnownHosts> {
    const files = [...new Set([...settings.userKnownHosts, ...settings.globalKnownHosts, appFile])]
    const [texts, revocation] = await Promise.all([
      Promise.all(files.map(readBounded)),
      settings.revokedHostKeys === null ? null : readRevocations(settings.revokedHostKeys),
    ])
    const find = (name: string): KnownKey[] => files.flatMap((file, i) => keysFor(name, texts[i] ?? '', file))
    const all = find(fileName(settings))
    const plain = settings.keyPort === 22 ? [] : find(settings.keyName)
    return new KnownHosts(
      all.filter((key) => key.marker === 'none'),
      [...all, ...plain].filter((key) => key.marker === 'revoked'),
      plain.filter((key) => key.marker === 'none'),
      [...all, ...plain].find((key) => key.marker === 'cert-authority') ?? null,
      revocation,
    )
  }

  /** What to offer the server: types that are known for it first, so that it shows a key that can be compared. */
  algorithms(): string[] {
    const known = new Set([...this.keys, ...this.withoutPort].map((key) => key.type))
    const first = ALGORITHMS.filter(({ type }) => known.has(type))
    const rest = ALGORITHMS.filter(({ type }) => !known.has(type))
    return [...first, ...rest, ...(known.has(OLD_RSA.type) ? [OLD_RSA] : [])].map(({ algorithm }) => algorithm)
  }

  judge(blob: Buffer): TrustVerdict {
    const by = this.revoked.find((key) => key.blob.equals(blob))
    if (by) return { kind: 'revoked', by }
    if (this.revocation && !this.revocation.readable) return { kind: 'uncheckable', file: this.revocation.file }
    const line = this.revocation?.lines.get(blob.toString('base64'))
    if (this.revocation && line !== undefined) return { kind: 'revoked', by: { file: this.revocation.file, line } }
    if (this.keys.some((key) => key.blob.equals(blob))) return { kind: 'known' }
    const type = typeOfBlob(blob)
    // Known by another type only counts as changed too: a type that is not known is just
    // what someone in the middle would show. Types that this app cannot check say nothing.
    const old = this.keys.find((key) => key.type === type) ?? this.keys.find((key) => ALGORITHMS.some((a) => a.type === key.type))
    if (old) return { kind: 'changed', old }
    // As ssh does: a key filed without the port vouches, but does not accuse.
    if (this.withoutPort.some((key) => key.blob.equals(blob))) return { kind: 'known' }
    return { kind: 'unknown', authority: this.authority }
  }
}

/** The name under which a host stands in known_hosts. */
export function fileName(settings: Pick<HostSettings, 'keyName' | 'keyPort'>): string {
  return settings.keyPort === 22 ? settings.keyName : `[${settings.keyName}]:${settings.keyPort}`
}

/** Adds a key to the app's own file (0600), hashed where the user's config asks for that. */
export async function remember(settings: HostSettings, blob: Buffer, appFile: string): Promise<void> {
  const name = settings.hashKnownHosts ? hashedName(fileName(settings), randomBytes(20)) : fileName(settings)
  await mkdir(dirname(appFile), { recursive: true, mode: 0o700 })
  await appendFile(appFile, `${name} ${typeOfBlob(blob)} ${blob.toString('base64')}\n`, { mode: 0o600 })
  await chmod(appFile, 0o600)
}

/** `SHA256:…` as OpenSSH prints it: base64 without padding. */
export function fingerprintOf(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}

/** The short name that OpenSSH prints for a key's type, e.g. `ED25519`. */
export function keyTypeOf(blob: Buffer): string {
  const type = typeOfBlob(blob)
  if (type === 'ssh-ed25519') return 'ED25519'
  if (type === 'ssh-rsa') return 'RSA'
  return type.startsWith('ecdsa-') ? 'ECDSA' : type
}

async function readBounded(path: string): Promise<string> {
  const content = await readFile(path).catch(() => null)
  return content && content.length <= MAX_FILE_BYTES ? content.toString('latin1') : ''
}
