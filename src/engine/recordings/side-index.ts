import { crc32 } from 'node:zlib'
import { frameList, type Frame } from './frame-list'

/*
 * What tells of a range's frames while it grows, in a file beside it that is only ever appended to:
 *
 *   "TPIX", version 1 | offset in the log of the range's first byte (8) | number of the save (4) | CRC-32 of these
 *   per frame: its size (4), size of what it holds (4), CRC-32 of that (4), CRC-32 of these twelve   all little-endian
 *
 * An entry is written after its frame, so that what stands here whole is there whole.
 */
const MAGIC = Buffer.from('TPIX\u0001\u0000\u0000\u0000', 'latin1')
const HEAD_BYTES = 24
const ENTRY_BYTES = 16

export interface SideIndex {
  /** Offset in the log of the range's first byte. */
  from: number
  /** Of two saves of the same end, the later one has the greater number. */
  save: number
  frames: Frame[]
}

export function indexHead(from: number, save: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  MAGIC.copy(head)
  head.writeBigUInt64LE(BigInt(from), 8)
  head.writeUInt32LE(save >>> 0, 16)
  head.writeUInt32LE(crc32(head.subarray(0, 20)), 20)
  return head
}

export function indexEntry(stored: number, plain: number, crc: number): Buffer {
  const entry = Buffer.alloc(ENTRY_BYTES)
  entry.writeUInt32LE(stored, 0)
  entry.writeUInt32LE(plain, 4)
  entry.writeUInt32LE(crc >>> 0, 8)
  entry.writeUInt32LE(crc32(entry.subarray(0, 12)), 12)
  return entry
}

/** As far as it is whole, and its frames lie within `fileBytes`; null where not even its head is. */
export function parseSideIndex(index: Buffer, fileBytes: number): SideIndex | null {
  if (index.length < HEAD_BYTES || !index.subarray(0, 8).equals(MAGIC) || index.readUInt32LE(20) !== crc32(index.subarray(0, 20))) return null
  const from = Number(index.readBigUInt64LE(8))
  if (!Number.isSafeInteger(from)) return null
  const sizes: { stored: number; plain: number; crc: number }[] = []
  let end = 0
  for (let at = HEAD_BYTES; at + ENTRY_BYTES <= index.length; at += ENTRY_BYTES) {
    const stored = index.readUInt32LE(at)
    end += stored
    if (index.readUInt32LE(at + 12) !== crc32(index.subarray(at, at + 12)) || end > fileBytes) break
    sizes.push({ stored, plain: index.readUInt32LE(at + 4), crc: index.readUInt32LE(at + 8) })
  }
  return { from, save: index.readUInt32LE(16), frames: frameList(sizes) }
}
