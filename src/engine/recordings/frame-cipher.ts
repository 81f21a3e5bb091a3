import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** Seals frames one by one, so that any of them opens alone. */
export interface FrameCipher {
  keyId: string
  /** @param where what the frame is and where it stands, so that none can be put in another's place */
  seal(frame: Buffer, where: string): Buffer
  /** Throws where it was sealed by another key, for another place, or was changed. */
  open(sealed: Buffer, where: string): Buffer
}

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
export const KEY_BYTES = 32

/** AES-256-GCM: nonce, sealed bytes, tag. */
export function frameCipher(key: Buffer): FrameCipher {
  return {
    keyId: keyIdOf(key),
    seal(frame, where) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(where))
      return Buffer.concat([nonce, cipher.update(frame), cipher.final(), cipher.getAuthTag()])
    },
    open(sealed, where) {
      if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new RangeError('too short for a sealed frame')
      const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES }).setAAD(Buffer.from(where))
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
    },
  }
}

/** Tells keys apart and says nothing about them. */
export function keyIdOf(key: Buffer): string {
  return createHash('sha256').update('tailpane recording key').update(key).digest('hex').slice(0, 16)
}
