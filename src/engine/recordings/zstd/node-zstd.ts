import * as zlib from 'node:zlib'
import { LEVEL, type Zstd } from './codec'
import { frameContentBytes } from './frame-size'

/** Of zlib, as newer ones of Node have it (22.15, 23.8; Electron 45). */
interface WithZstd {
  zstdCompressSync(bytes: Uint8Array, options: { params: Record<number, number>; pledgedSrcSize: number }): Buffer
  zstdDecompressSync(frame: Uint8Array, options: { maxOutputLength: number }): Buffer
  constants: { ZSTD_c_compressionLevel: number; ZSTD_c_contentSizeFlag: number }
}

/** Node's own; null where it has none. */
export function nodeZstd(): Zstd | null {
  if (!('zstdCompressSync' in zlib)) return null
  const { zstdCompressSync, zstdDecompressSync, constants } = zlib as unknown as WithZstd
  const params = { [constants.ZSTD_c_compressionLevel]: LEVEL, [constants.ZSTD_c_contentSizeFlag]: 1 }
  return {
    by: 'node:zlib',
    // Without the size the frame could not say it, since zlib hands the bytes on in pieces.
    compress: (bytes) => zstdCompressSync(bytes, { params, pledgedSrcSize: bytes.length }),
    decompress(frame, mostBytes) {
      if ((frameContentBytes(frame) ?? 0) > mostBytes) throw new RangeError('a frame holds more than it may')
      return zstdDecompressSync(frame, { maxOutputLength: Math.max(1, mostBytes) })
    },
  }
}
