import { readFile, stat } from 'node:fs/promises'
import { createAgent, utils, type BaseAgent, type ParsedKey } from 'ssh2'
import { agentKeyTypes } from './agent-key-types'
import type { HostSettings } from './host-settings'
import { typeOfBlob } from './known-hosts'
import { parsePrivate } from './parse-private'
import { isEncrypted, openEnvelope, publicBlobOf } from './private-key'
import type { LinkPorts } from './types'

/** A key that can be offered to the server. */
export type Identity =
  | { source: 'agent'; blob: Buffer; key: ParsedKey; agent: BaseAgent }
  | { source: 'file'; path: string; blob: Buffer | null; key: ParsedKey }
  /** Its passphrase is asked for when the server wants this key; `blob` tells beforehand whether it does. */
  | { source: 'locked'; path: string; blob: Buffer | null; text: string }

/** A key that the person has and that this app cannot offer: ssh2 knows neither kind. */
export interface UnusableKey {
  kind: 'certificate' | 'security-key'
  /** Its file, or its type in the agent. */
  name: string
}

export interface LoadedIdentities {
  usable: Identity[]
  unusable: UnusableKey[]
}

const MAX_KEY_BYTES = 256 * 1024
/** An agent that does not answer must not hold up a login that a key file can do. */
const AGENT_TIMEOUT_MS = 3000

/**
 * The keys to offer, in OpenSSH's order: agent keys that the config names, other agent keys
 * (not with IdentitiesOnly), then the key files that the agent does not hold. What is wrong
 * with a file becomes a note.
 */
export async function loadIdentities(settings: HostSettings, note: LinkPorts['note']): Promise<LoadedIdentities> {
  if (!settings.publicKey) return { usable: [], unusable: [] }
  const [held, files, certificates] = await Promise.all([
    agentKeys(settings.agentSocket, note),
    Promise.all(settings.identityFiles.map((path) => readIdentity(path, note))),
    findCertificates(settings),
  ])
  const unusable = [...certificates, ...files.flatMap((file) => (file?.unusable ? [file.unusable] : []))]
  const named = files.filter((file) => file !== null)
  const position = (blob: Buffer): number => named.findIndex((file) => file.blob?.equals(blob))
  const fromAgent = held
    .map((key) => ({ key, at: position(key.blob) }))
    .filter(({ at }) => at >= 0 || !settings.identitiesOnly)
    .sort((a, b) => (a.at < 0 ? Infinity : a.at) - (b.at < 0 ? Infinity : b.at) || 0)
    .map(({ key }) => key)
  const rest = named.flatMap((file): Identity[] => {
    if (file.identity === null) return []
    return file.blob !== null && fromAgent.some((key) => key.blob.equals(file.blob ?? Buffer.alloc(0))) ? [] : [file.identity]
  })
  return { usable: [...fromAgent, ...rest], unusable }
}

/** Certificates that ssh would present: those that CertificateFile names, and those that lie beside a key. */
async function findCertificates(settings: HostSettings): Promise<UnusableKey[]> {
  const paths = [...settings.certificateFiles, ...settings.identityFiles.map((path) => `${path}-cert.pub`)]
  const texts = await Promise.all([...new Set(paths)].map(async (path) => ({ path, text: await readFile(path, 'latin1').catch(() => '') })))
  return texts.filter(({ text }) => /^[a-z0-9@.-]+-cert-v01@openssh\.com\s/.test(text)).map(({ path }) => ({ kind: 'certificate', name: path }))
}

/** Keys of the ssh agent that cannot be used: looked for only where they may explain a refusal. */
export async function unusableInAgent(settings: HostSettings): Promise<UnusableKey[]> {
  if (!settings.publicKey || settings.agentSocket === null) return []
  const types = await agentKeyTypes(settings.agentSocket)
  return types.flatMap((type) => {
    const kind = unusableKind(type)
    return kind === null ? [] : [{ kind, name: `${type} in the ssh agent` }]
  })
}

/** The kind of a key that ssh2 cannot use, by its type in wire form; null for all others. */
function unusableKind(type: string): UnusableKey['kind'] | null {
  if (type.includes('-cert-v01@')) return 'certificate'
  return type.startsWith('sk-') ? 'security-key' : null
}

async function agentKeys(socket: string | null, note: LinkPorts['note']): Promise<Extract<Identity, { source: 'agent' }>[]> {
  if (socket === null) return []
  const agent = createAgent(socket)
  const keys = await new Promise<readonly unknown[]>((resolve) => {
    const timer = setTimeout(() => {
      note('warn', 'The ssh agent did not answer within 3 s.')
      resolve([])
    }, AGENT_TIMEOUT_MS)
    agent.getIdentities((error, found) => {
      clearTimeout(timer)
      if (error) note('info', `The ssh agent gave no keys: ${error.message}.`)
      resolve(found ?? [])
    })
  })
  return keys.flatMap((found) => {
    // An agent answers with keys that ssh2 has parsed, or with their wire form.
    const parsed = utils.parseKey(found as Buffer)
    const key = Array.isArray(parsed) ? parsed[0] : parsed
    return key === undefined || key instanceof Error ? [] : [{ source: 'agent' as const, blob: key.getPublicSSH(), key, agent }]
  })
}

interface KeyFile {
  blob: Buffer | null
  identity: Identity | null
  unusable?: UnusableKey
}

/** A key file of the config: what can be offered of it, and its public part for comparison with the agent's keys. */
async function readIdentity(path: string, note: LinkPorts['note']): Promise<KeyFile | null> {
  const [text, publicText] = await Promise.all([readKeyFile(path, note), readFile(`${path}.pub`, 'latin1').catch(() => null)])
  const neighbour = publicText === null ? null : publicBlobOf(publicText)
  // IdentityFile may name a public key whose private half only the agent has.
  if (text === null) return neighbour === null ? null : { blob: neighbour, identity: null }
  if (!text.includes('PRIVATE KEY-----')) {
    const blob = publicBlobOf(text)
    return blob === null ? null : { blob, identity: null }
  }
  const blob = openEnvelope(text)?.publicBlob ?? neighbour
  const kind = blob === null ? null : unusableKind(typeOfBlob(blob))
  if (kind) return { blob, identity: null, unusable: { kind, name: path } }
  if (isEncrypted(text)) return { blob, identity: { source: 'locked', path, blob, text } }
  const key = parsePrivate(text)
  if (key instanceof Error) {
    note('warn', `The key file ${path} cannot be used: ${key.message}.`)
    return { blob, identity: null }
  }
  return { blob: key.getPublicSSH(), identity: { source: 'file', path, blob, key } }
}

async function readKeyFile(path: string, note: LinkPorts['note']): Promise<string | null> {
  try {
    const seen = await stat(path)
    if (!seen.isFile() || seen.size > MAX_KEY_BYTES) return null
    if (process.platform !== 'win32' && (seen.mode & 0o077) !== 0) {
      note('warn', `The key file ${path} can be read by others; ssh would not use it. Run "chmod 600" on it.`)
    }
    return await readFile(path, 'latin1')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code !== 'ENOENT') note('warn', `The key file ${path} cannot be read (${String(code)}).`)
    return null
  }
}
