import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { hash as bcryptHash, HASHSIZE } from 'bcrypt-pbkdf'

/** More rounds than this are taken as damage, not as a wish: OpenSSH uses 16 or 24. */
const MAX_ROUNDS = 4096

/**
 * bcrypt_pbkdf as OpenSSH uses it for passphrases. A whole run takes some 0.3 s, in which
 * no pane would move; so the event loop gets its turn after every round (about 5 ms). Null
 * when the parameters make no sense.
 */
export async function deriveKey(passphrase: Buffer, salt: Buffer, rounds: number, length: number): Promise<Buffer | null> {
  if (passphrase.length === 0 || salt.length === 0 || rounds < 1 || rounds > MAX_ROUNDS) return null
  const key = Buffer.alloc(length)
  const blocks = Math.ceil(length / HASHSIZE)
  const password = sha512(passphrase)
  for (let block = 1; block <= blocks; block++) {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(block)
    let seed = sha512(Buffer.concat([salt, counter]))
    const step = Buffer.alloc(HASHSIZE)
    const sum = Buffer.alloc(HASHSIZE)
    for (let round = 0; round < rounds; round++) {
      bcryptHash(password, seed, step)
      for (let i = 0; i < HASHSIZE; i++) sum[i] = (sum[i] ?? 0) ^ (step[i] ?? 0)
      seed = sha512(step)
      await nextTurn()
    }
    // The blocks are interleaved, byte by byte, so that no part of the key comes cheap.
    for (let i = 0; i < HASHSIZE; i++) {
      const at = i * blocks + (block - 1)
      if (at < length) key[at] = sum[i] ?? 0
    }
  }
  return key
}

function sha512(data: Buffer): Buffer {
  return createHash('sha512').update(data).digest()
}
