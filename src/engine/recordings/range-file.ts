import { constants } from 'node:fs'
import { open, readFile, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import type { FrameCipher } from './frame-cipher'
import { endOf, FRAME_BYTES, frameList, type Frame } from './frame-list'
import { FOOT_BYTES, parseSeekTable, tableBytes } from './seek-table'
import { parseSideIndex } from './side-index'
import { zstd, type Zstd } from './zstd'

/** A range's file that is open for reading. */
export interface RangeFile {
  frames: readonly Frame[]
  /** Offset in the log of its first byte, where its index says so; null where the manifest must. */
  from: number | null
  /** Number of the save; 0 where the table is written. */
  save: number
  /** The public table is at its end. */
  finished: boolean
  /** A frame as it is stored. */
  stored(frame: Frame): Promise<Buffer>
  close(): Promise<void>
}

/** What a frame is sealed for. */
interface FramePlace {
  file: string
  cipher: FrameCipher | null
}

/** A frame that takes more than it can was not written by this app (bytes). */
const MOST_STORED_BYTES = 2 * FRAME_BYTES
/** A link leads elsewhere, and a pipe would wait for ever; Windows has neither flag. */
const PLAIN_READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
/** An index that is larger is not read (bytes): four times what the longest recording has. */
const MOST_INDEX_BYTES = 64 * 1024 * 1024

/**
 * Opens a range by its table or, where its writer ended without a word, by the index beside it: then with all frames
 * that are whole. Null where it cannot be read. Plain files, as version 1 had them, count as frames of their own.
 */
export async function readRange(path: string, cipher: FrameCipher | null): Promise<RangeFile | null> {
  let file: FileHandle
  try {
    file = await open(path, PLAIN_READ)
  } catch {
    return null
  }
  try {
    const found = await file.stat()
    if (!found.isFile()) throw new RangeError('no file')
    const { size } = found
    const stored = (frame: Frame): Promise<Buffer> => readAt(file, frame.storedAt, frame.stored)
    const common = { stored, close: () => file.close() }
    if (path.endsWith('.log')) return { ...common, frames: plainFrames(size), from: null, save: 0, finished: true }
    const table = await tableOf(file, size)
    if (table) return { ...common, frames: table, from: null, save: 0, finished: true }
    const index = await indexOf(path, size)
    if (index) {
      const frames = await wholeFrames(index.frames, stored, { file: basename(path), cipher })
      return { ...common, frames, from: index.from, save: index.save, finished: false }
    }
  } catch {
    // As damaged as a file without a table and an index.
  }
  await file.close()
  return null
}

export function packFrame(codec: Zstd, bytes: Uint8Array, place: FramePlace, index: number): Buffer {
  const packed = codec.compress(bytes)
  return place.cipher ? place.cipher.seal(packed, `${place.file}#${index}`) : packed
}

/** What a stored frame holds. Throws where that is not what its table or index says. */
export function unpackFrame(stored: Buffer, frame: Frame, place: FramePlace, index: number): Buffer {
  if (place.file.endsWith('.log')) return stored
  const packed = place.cipher ? place.cipher.open(stored, `${place.file}#${index}`) : stored
  const bytes = zstd().decompress(packed, frame.plain)
  if (bytes.length !== frame.plain || (frame.crc && crc32(bytes) !== frame.crc)) throw new RangeError('a frame holds something else')
  return bytes
}

async function tableOf(file: FileHandle, size: number): Promise<Frame[] | null> {
  if (size < FOOT_BYTES) return null
  const bytes = tableBytes(await readAt(file, size - FOOT_BYTES, FOOT_BYTES))
  if (bytes === null || bytes > size) return null
  const frames = parseSeekTable(await readAt(file, size - bytes, bytes), size - bytes)
  return frames?.every((one) => one.plain <= FRAME_BYTES && one.stored <= MOST_STORED_BYTES) ? frames : null
}

async function indexOf(path: string, size: number): Promise<ReturnType<typeof parseSideIndex>> {
  const index = await readFile(`${path}.idx`).catch(() => null)
  return index && index.length <= MOST_INDEX_BYTES ? parseSideIndex(index, size) : null
}

/** When the machine went down the last frames may be told of and not be there: up to the last one that is whole. */
async function wholeFrames(frames: readonly Frame[], stored: (frame: Frame) => Promise<Buffer>, place: FramePlace): Promise<Frame[]> {
  const small = frames.findIndex((one) => one.plain > FRAME_BYTES || one.stored > MOST_STORED_BYTES)
  const whole = small < 0 ? [...frames] : frames.slice(0, small)
  for (let last = whole.at(-1); last; last = whole.at(-1)) {
    try {
      unpackFrame(await stored(last), last, place, whole.length - 1)
      return whole
    } catch {
      whole.pop()
    }
  }
  return whole
}

function plainFrames(size: number): Frame[] {
  const count = Math.ceil(size / FRAME_BYTES)
  const sizes = Array.from({ length: count }, (_, index) => Math.min(FRAME_BYTES, size - index * FRAME_BYTES))
  return frameList(sizes.map((bytes) => ({ stored: bytes, plain: bytes, crc: null })))
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length)
  let at = 0
  while (at < length) {
    const { bytesRead } = await file.read(bytes, at, length - at, position + at)
    if (bytesRead === 0) throw new RangeError('the file ends before what it should hold')
    at += bytesRead
  }
  return bytes
}

/** How many plain bytes a range's file holds. */
export function plainBytes(range: RangeFile): number {
  return endOf(range.frames).plain
}
