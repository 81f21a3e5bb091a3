import { createHmac } from 'node:crypto'

/** One line of a known_hosts file that applies to a host, after sshd(8) SSH_KNOWN_HOSTS FILE FORMAT. */
export interface KnownKey {
  marker: 'none' | 'revoked' | 'cert-authority'
  /** As on the wire: `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`. */
  type: string
  blob: Buffer
  file: string
  /** From 1. */
  line: number
}

/** The keys that `text` (the content of `file`) holds for a host name, in order. `name` is lower case, `[name]:port` included. */
export function keysFor(name: string, text: string, file: string): KnownKey[] {
  const found: KnownKey[] = []
  let line = 0
  for (const raw of text.split('\n')) {
    line++
    const parsed = parseLine(raw)
    if (parsed && matchesHost(parsed.hosts, name)) {
      found.push({ marker: parsed.marker, type: parsed.type, blob: parsed.blob, file, line })
    }
  }
  return found
}

function parseLine(raw: string): { marker: KnownKey['marker']; hosts: string; type: string; blob: Buffer } | null {
  const words = raw.trim().split(/[ \t]+/)
  if (words[0] === undefined || words[0] === '' || words[0].startsWith('#')) return null
  let marker: KnownKey['marker'] = 'none'
  if (words[0].startsWith('@')) {
    if (words[0] === '@revoked') marker = 'revoked'
    else if (words[0] === '@cert-authority') marker = 'cert-authority'
    else return null
    words.shift()
  }
  const [hosts, type, base64] = words
  if (hosts === undefined || type === undefined || base64 === undefined) return null
  const blob = Buffer.from(base64, 'base64')
  // Old SSH-1 lines and damaged ones: the key must name its own type.
  if (blob.length < 8 || typeOfBlob(blob) !== type) return null
  return { marker, hosts, type, blob }
}

/** The key type that a public key in wire form names; empty when it is damaged. */
export function typeOfBlob(blob: Buffer): string {
  if (blob.length < 4) return ''
  const length = blob.readUInt32BE(0)
  return length <= 64 && blob.length >= 4 + length ? blob.toString('latin1', 4, 4 + length) : ''
}

function matchesHost(hosts: string, name: string): boolean {
  if (hosts.startsWith('|1|')) return matchesHashed(hosts, name)
  let matched = false
  for (const pattern of hosts.toLowerCase().split(',')) {
    if (pattern.startsWith('!')) {
      if (matchesPattern(pattern.slice(1), name)) return false
    } else if (matchesPattern(pattern, name)) {
      matched = true
    }
  }
  return matched
}

/** `|1|salt|hash`, both base64; the hash is HMAC-SHA1 of the name under the salt. */
function matchesHashed(hosts: string, name: string): boolean {
  const [, , salt, hash] = hosts.split('|')
  if (!salt || !hash) return false
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest().equals(Buffer.from(hash, 'base64'))
}

/** A name for the file that does not tell which host it is of, as HashKnownHosts writes it. */
export function hashedName(name: string, salt: Buffer): string {
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`
}

/** Wildcards of known_hosts: `*` any run of characters, `?` one. No backtracking beyond the last `*`, so no input is slow. */
export function matchesPattern(pattern: string, name: string): boolean {
  let p = 0
  let n = 0
  let star = -1
  let resume = 0
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++
      resume = n
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++
      n++
    } else if (star >= 0) {
      p = star + 1
      n = ++resume
    } else {
      return false
    }
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
