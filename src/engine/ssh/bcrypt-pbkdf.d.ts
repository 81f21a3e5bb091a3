/** What is used of bcrypt-pbkdf 1.0.2, which brings no types. */
declare module 'bcrypt-pbkdf' {
  /** One run of bcrypt over two SHA-512 digests; fills the 32 bytes of `out`. */
  export function hash(sha2pass: Uint8Array, sha2salt: Uint8Array, out: Uint8Array): void
  export const HASHSIZE: number
}
