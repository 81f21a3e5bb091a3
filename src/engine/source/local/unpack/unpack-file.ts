import { createReadStream } from 'node:fs'
import { open, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { formatBytes } from '@shared/text/units'
import { unpackedZstd } from './zstd-stream'
import { WindowTooLarge } from './zstd-units'

/** How much may come of one file. */
export interface UnpackBounds {
  /** Of text in all (bytes). */
  mostBytes: number
  /** Text for each packed byte; looked at once there is more text than `freeBytes`. */
  mostRatio: number
  freeBytes: number
  /** What is left on the disk in any case (bytes). */
  diskBytes: number
}

const GIB = 1024 ** 3
export const UNPACK_BOUNDS: UnpackBounds = { mostBytes: 16 * GIB, mostRatio: 250, freeBytes: GIB / 4, diskBytes: GIB }
/** The disk is looked at again after so much more text (bytes). */
const DISK_STEP_BYTES = 64 * 1024 * 1024

export interface Unpacking {
  /** Packed, absolute path. */
  from: string
  kind: 'gzip' | 'zstd'
  /** Must not exist; it is made for this person only (0600). */
  into: string
  bounds: UnpackBounds
  signal: AbortSignal
  /** Packed bytes that are done, of all of them. */
  onProgress(doneBytes: number, allBytes: number): void
}

/**
 * Unpacks a file into another one, piece by piece. Null when all of it was, else one sentence on why it stopped; what was unpacked
 * until then stays. Rejects with the error of the disk, and when the signal ends it.
 */
export async function unpackFile({ from, kind, into, bounds, signal, onProgress }: Unpacking): Promise<string | null> {
  const packed = await open(from, 'r')
  const text = await open(into, 'wx', 0o600)
  try {
    const { size } = await packed.stat()
    const reading = createReadStream(from, { fd: packed, autoClose: false, start: 0, signal })
    const pieces = kind === 'gzip' ? unpackedGzip(reading) : unpackedZstd(reading)
    let written = 0
    let disk = 0
    try {
      for await (const chunk of pieces) {
        signal.throwIfAborted()
        const room = bounds.mostBytes - written
        if (chunk.length > room) {
          await text.write(chunk.subarray(0, room))
          return `It unpacks to more than ${formatBytes(bounds.mostBytes)}. The first ${formatBytes(bounds.mostBytes)} are shown.`
        }
        await text.write(chunk)
        written += chunk.length
        onProgress(reading.bytesRead, size)
        if (written > bounds.freeBytes && written > bounds.mostRatio * reading.bytesRead) {
          return `It unpacks to more than ${bounds.mostRatio} times its size, as nothing but a trap does. The first ${formatBytes(written)} are shown.`
        }
        if (written < disk) continue
        disk = written + DISK_STEP_BYTES
        const { bavail, bsize } = await statfs(dirname(into))
        if (bavail * bsize < bounds.diskBytes) return `The disk is nearly full. The first ${formatBytes(written)} are shown.`
      }
    } catch (error) {
      // The codes of the system begin so, those of what was packed do not.
      if (signal.aborted || /^E[A-Z]+$/.test(String((error as NodeJS.ErrnoException).code))) throw error
      if (error instanceof WindowTooLarge) return `It was packed so that unpacking needs ${formatBytes(error.windowBytes)} of memory, which is too much.`
      return `It is damaged or cut off: ${written > 0 ? `the first ${formatBytes(written)} could be unpacked` : 'nothing of it could be unpacked'}.`
    } finally {
      reading.destroy()
    }
    return null
  } finally {
    await Promise.all([packed.close(), text.close()])
  }
}

function unpackedGzip(packed: Readable): AsyncIterable<Buffer> {
  const unpacker = createGunzip()
  pipeline(packed, unpacker, () => undefined)
  return unpacker as AsyncIterable<Buffer>
}
