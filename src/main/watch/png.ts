import { crc32, deflateSync } from 'node:zlib'

/** A chunk of a PNG: length, type, data, checksum (W3C PNG, 5.3). */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(data.length, 0)
  ends.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
}

/** `size` × `size` pixels of red, green, blue and alpha as a PNG file. */
export function encodePng(pixels: Uint8Array, size: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  // 8 bits a channel, true colour with alpha.
  head.set([8, 6], 8)
  const lines = Array.from({ length: size }, (_, y) => Buffer.concat([Buffer.of(0), pixels.subarray(y * size * 4, (y + 1) * size * 4)]))
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(lines))), chunk('IEND', Buffer.alloc(0))])
}
