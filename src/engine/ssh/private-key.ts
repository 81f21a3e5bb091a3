/** The clear part of an OpenSSH private key file, after PROTOCOL.key of OpenSSH. */
export interface KeyEnvelope {
  cipher: string
  kdf: string
  kdfOptions: Buffer
  /** The public key in wire form: readable even when the rest is encrypted. */
  publicBlob: Buffer
  /** The private part, as it stands (encrypted unless `cipher` is `none`). */
  privatePart: Buffer
}

const MAGIC = Buffer.from('openssh-key-v1\0', 'latin1')
const ARMOUR = /-----BEGIN OPENSSH PRIVATE KEY-----\s*([A-Za-z0-9+/=\s]+?)-----END OPENSSH PRIVATE KEY-----/

/** Opens the envelope of a key in OpenSSH's format; null for other formats and damaged files. */
export function openEnvelope(text: string): KeyEnvelope | null {
  const armoured = ARMOUR.exec(text)
  if (!armoured?.[1]) return null
  const raw = Buffer.from(armoured[1], 'base64')
  if (!raw.subarray(0, MAGIC.length).equals(MAGIC)) return null
  let at = MAGIC.length
  const string = (): Buffer => {
    const length = raw.readUInt32BE(at)
    if (at + 4 + length > raw.length) throw new RangeError('cut short')
    const value = raw.subarray(at + 4, at + 4 + length)
    at += 4 + length
    return value
  }
  try {
    const cipher = string().toString('latin1')
    const kdf = string().toString('latin1')
    const kdfOptions = string()
    if (raw.readUInt32BE(at) !== 1) return null
    at += 4
    return { cipher, kdf, kdfOptions, publicBlob: string(), privatePart: string() }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** The text of a key file whose private part is not encrypted (`cipher` none). */
export function sealOpen(publicBlob: Buffer, privatePart: Buffer): string {
  const string = (value: Buffer): Buffer => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(value.length)
    return Buffer.concat([length, value])
  }
  const none = string(Buffer.from('none'))
  const raw = Buffer.concat([MAGIC, none, none, string(Buffer.alloc(0)), Buffer.from([0, 0, 0, 1]), string(publicBlob), string(privatePart)])
  const lines = raw.toString('base64').match(/.{1,70}/g) ?? []
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n')
}

/** True when the text is a private key that needs a passphrase. */
export function isEncrypted(text: string): boolean {
  const envelope = openEnvelope(text)
  if (envelope) return envelope.cipher !== 'none'
  return /^Proc-Type: 4,ENCRYPTED/m.test(text) || text.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----')
}

/** The key of a `.pub` file in wire form; null when it is not one. */
export function publicBlobOf(text: string): Buffer | null {
  const base64 = /^\s*[a-z0-9@.-]+\s+([A-Za-z0-9+/=]+)/.exec(text)?.[1]
  return base64 === undefined ? null : Buffer.from(base64, 'base64')
}
