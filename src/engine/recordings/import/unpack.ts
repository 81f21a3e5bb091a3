import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { unpackedZstd } from '../../source'

/** More came out than was allowed. */
export class TooLong extends Error {}

export interface Unpacked {
  bytes: number
  /** Hex. */
  sha256: string
}

/**
 * Writes a stream into a new file (0600). Throws `TooLong` where it is longer than `mostBytes`; the file may be left there,
 * for the folder that it is in is removed then.
 */
export async function unpackTo(path: string, from: Readable, mostBytes: number, signal: AbortSignal): Promise<Unpacked> {
  const file = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const chunk of limited(from, mostBytes, signal)) {
      hash.update(chunk)
      await file.writeFile(chunk)
      bytes += chunk.length
    }
  } finally {
    await file.close()
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** A small stream as text (UTF-8). Throws `TooLong`. */
export async function readText(from: Readable, mostBytes: number, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of limited(from, mostBytes, signal)) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** What packs a log for the way, by the end of its name. */
export const PACKED_NAME = /\.(?:gz|zst)$/
/** Unpacking a log may take so much memory at a time (bytes); zstd takes no more unless it was told to. */
const WINDOW_BYTES = 8 * 1024 * 1024

/** The stream, unpacked where its name says that it is packed by gzip or zstd. */
export function plainStream(name: string, from: Readable): Readable {
  if (!PACKED_NAME.test(name)) return from
  const gunzip = name.endsWith('.gz') ? createGunzip() : null
  const unpacked = gunzip ?? Readable.from(unpackedZstd(from, WINDOW_BYTES))
  from.on('error', (error) => unpacked.destroy(error))
  unpacked.on('close', () => from.destroy())
  // Whoever reads hears of damage by reading; where nobody does any more, it must not end the engine.
  unpacked.on('error', () => from.destroy())
  if (gunzip) from.pipe(gunzip)
  return unpacked
}

async function* limited(from: Readable, mostBytes: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  let bytes = 0
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      signal.throwIfAborted()
      bytes += chunk.length
      if (bytes > mostBytes) throw new TooLong()
      yield chunk
    }
  } finally {
    from.destroy()
  }
}
