import { createDecipheriv, createPrivateKey } from 'node:crypto'
import type { ParsedKey } from 'ssh2'
import { deriveKey } from './derive-key'
import { parsePrivate } from './parse-private'
import { openEnvelope, sealOpen, type KeyEnvelope } from './private-key'

/** Ciphers of OpenSSH's key files with their name in node:crypto and the lengths of key and IV (bytes). */
const CIPHERS: Record<string, { name: string; keyBytes: number; ivBytes: number }> = {
  'aes256-ctr': { name: 'aes-256-ctr', keyBytes: 32, ivBytes: 16 },
  'aes192-ctr': { name: 'aes-192-ctr', keyBytes: 24, ivBytes: 16 },
  'aes128-ctr': { name: 'aes-128-ctr', keyBytes: 16, ivBytes: 16 },
  'aes256-cbc': { name: 'aes-256-cbc', keyBytes: 32, ivBytes: 16 },
  'aes128-cbc': { name: 'aes-128-cbc', keyBytes: 16, ivBytes: 16 },
}

/** Opens a private key with its passphrase without holding the event loop up; an `Error` when that does not fit. */
export async function unlockKey(text: string, passphrase: string): Promise<ParsedKey | Error> {
  const envelope = openEnvelope(text)
  if (envelope && envelope.kdf === 'bcrypt' && CIPHERS[envelope.cipher]) {
    const opened = await decrypt(envelope, passphrase)
    return opened ? parsePrivate(opened) : new Error('the passphrase does not fit')
  }
  if (text.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----')) return openPkcs8(text, passphrase)
  // Old PEM files derive their key in one quick step.
  return parsePrivate(text, passphrase)
}

async function decrypt(envelope: KeyEnvelope, passphrase: string): Promise<string | null> {
  const cipher = CIPHERS[envelope.cipher]
  if (!cipher || envelope.kdfOptions.length < 8) return null
  const saltLength = envelope.kdfOptions.readUInt32BE(0)
  if (envelope.kdfOptions.length !== 8 + saltLength) return null
  const salt = envelope.kdfOptions.subarray(4, 4 + saltLength)
  const rounds = envelope.kdfOptions.readUInt32BE(4 + saltLength)
  const derived = await deriveKey(Buffer.from(passphrase), salt, rounds, cipher.keyBytes + cipher.ivBytes)
  if (!derived || envelope.privatePart.length % 16 !== 0) return null
  const decipher = createDecipheriv(cipher.name, derived.subarray(0, cipher.keyBytes), derived.subarray(cipher.keyBytes))
  decipher.setAutoPadding(false)
  const open = Buffer.concat([decipher.update(envelope.privatePart), decipher.final()])
  // The same random number stands twice at its start: that is how a wrong passphrase is known.
  return open.length >= 8 && open.readUInt32BE(0) === open.readUInt32BE(4) ? sealOpen(envelope.publicBlob, open) : null
}

/** ssh2 does not read encrypted PKCS#8; Node does, and writes it in a form that ssh2 takes. */
function openPkcs8(text: string, passphrase: string): ParsedKey | Error {
  try {
    const key = createPrivateKey({ key: text, passphrase })
    if (key.asymmetricKeyType === 'rsa') return parsePrivate(key.export({ type: 'pkcs1', format: 'pem' }).toString())
    if (key.asymmetricKeyType === 'ec') return parsePrivate(key.export({ type: 'sec1', format: 'pem' }).toString())
    return new Error('keys of this type are not supported in this format')
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
