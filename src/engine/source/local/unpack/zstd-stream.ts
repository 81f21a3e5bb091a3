import { PassThrough, pipeline, type Duplex, type Readable } from 'node:stream'
import * as zlib from 'node:zlib'
import { Decompress } from 'fzstd'
import { WINDOW_BYTES, zstdUnits } from './zstd-units'

/** Unpacked at a time before other work gets its turn (ms). */
const SLICE_MS = 8

/**
 * What Zstandard frames hold, piece by piece: by Node's own zlib where it has it, else in JavaScript. Throws where they are damaged
 * or need more memory than `mostWindowBytes`, which is a power of two.
 */
export function unpackedZstd(packed: Readable, mostWindowBytes = WINDOW_BYTES): AsyncIterable<Buffer> {
  const { createZstdDecompress, constants } = zlib as { createZstdDecompress?: (options: object) => Duplex; constants: { ZSTD_d_windowLogMax?: number } }
  if (!createZstdDecompress) return inScript(packed, mostWindowBytes)
  // The error of any part ends the last one, which is read.
  const end = new PassThrough()
  pipeline(packed, createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax ?? 100]: Math.log2(mostWindowBytes) } }), end, () => undefined)
  return end as AsyncIterable<Buffer>
}

async function* inScript(packed: Readable, mostWindowBytes: number): AsyncGenerator<Buffer> {
  let text: Buffer[] = []
  const decoder = new Decompress((bytes) => text.push(Buffer.from(bytes)))
  let sliceStart = performance.now()
  for await (const unit of zstdUnits(packed as AsyncIterable<Buffer>, mostWindowBytes)) {
    // The decoder keeps what it is given.
    decoder.push(Uint8Array.from(unit))
    const ready = text
    text = []
    yield* ready
    if (performance.now() - sliceStart < SLICE_MS) continue
    await new Promise((resolve) => setImmediate(resolve))
    sliceStart = performance.now()
  }
  // It waits for more before it looks at a last frame of a few bytes.
  decoder.push(new Uint8Array(0), true)
  yield* text
}
