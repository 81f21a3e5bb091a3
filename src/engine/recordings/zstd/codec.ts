/** Zstandard, whoever does it here. All calls take what the work takes: about 2 ms for 256 KiB. */
export interface Zstd {
  readonly by: 'node:zlib' | 'wasm'
  /** One whole frame that says how many bytes it holds. */
  compress(bytes: Uint8Array): Buffer
  /** What one frame holds. Throws where it is damaged or holds more than `mostBytes`. */
  decompress(frame: Uint8Array, mostBytes: number): Buffer
}

/** The level of the `zstd` program, where size and time are in balance. */
export const LEVEL = 3
