import { frameList, type Frame } from './frame-list'

/*
 * The table of the public zstd seekable format, version 0.1.0 (zstd's contrib/seekable_format/
 * zstd_seekable_compression_format.md): a skippable frame at the end of the file that every zstd passes over.
 *
 *   0x184D2A5E, size of what follows | per frame: its size, size of what it holds [, checksum] | number of frames,
 *   descriptor (bit 7: with checksums), 0x8F92EAB1          all of it little-endian, 4 bytes each but the descriptor
 */
const SKIPPABLE = 0x184d2a5e
const SEEKABLE = 0x8f92eab1
const HEAD_BYTES = 8
const ENTRY_BYTES = 8
export const FOOT_BYTES = 9
/** A recording has far fewer; more are taken as damage. */
const MOST_FRAMES = 0x100000

export function seekTable(frames: readonly Frame[]): Buffer {
  const table = Buffer.alloc(HEAD_BYTES + frames.length * ENTRY_BYTES + FOOT_BYTES)
  table.writeUInt32LE(SKIPPABLE, 0)
  table.writeUInt32LE(table.length - HEAD_BYTES, 4)
  frames.forEach((frame, index) => {
    table.writeUInt32LE(frame.stored, HEAD_BYTES + index * ENTRY_BYTES)
    table.writeUInt32LE(frame.plain, HEAD_BYTES + index * ENTRY_BYTES + 4)
  })
  table.writeUInt32LE(frames.length, table.length - FOOT_BYTES)
  table.writeUInt32LE(SEEKABLE, table.length - 4)
  return table
}

/** How many frames a table tells of, from the file's last `FOOT_BYTES`; 0 where there is none. */
export function tableFrames(foot: Buffer): number {
  return foot.length === FOOT_BYTES && foot.readUInt32LE(5) === SEEKABLE ? foot.readUInt32LE(0) : 0
}

/** How long the whole table is (bytes), from the file's last `FOOT_BYTES`; null where there is none. */
export function tableBytes(foot: Buffer): number | null {
  if (foot.length !== FOOT_BYTES || foot.readUInt32LE(5) !== SEEKABLE) return null
  const count = foot.readUInt32LE(0)
  return count > MOST_FRAMES ? null : HEAD_BYTES + count * entryBytes(foot) + FOOT_BYTES
}

/** The frames that a table tells of; null unless they take exactly what stands before it (bytes). */
export function parseSeekTable(table: Buffer, before: number): Frame[] | null {
  const foot = table.subarray(-FOOT_BYTES)
  if (tableBytes(foot) !== table.length || table.readUInt32LE(0) !== SKIPPABLE || table.readUInt32LE(4) !== table.length - HEAD_BYTES) return null
  const step = entryBytes(foot)
  const sizes = Array.from({ length: foot.readUInt32LE(0) }, (_, index) => ({
    stored: table.readUInt32LE(HEAD_BYTES + index * step),
    plain: table.readUInt32LE(HEAD_BYTES + index * step + 4),
    crc: null,
  }))
  // No frame stands for nothing.
  if (sizes.some((one) => one.stored === 0 || one.plain === 0)) return null
  const frames = frameList(sizes)
  const last = frames.at(-1)
  return (last ? last.storedAt + last.stored : 0) === before ? frames : null
}

function entryBytes(foot: Buffer): number {
  return ENTRY_BYTES + (foot[4]! & 0x80 ? 4 : 0)
}
