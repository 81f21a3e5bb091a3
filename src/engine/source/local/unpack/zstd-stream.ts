import { PassThrough, pipeline, type Duplex, type Readable } from 'node:stream'
import * as zlib from 'node:zlib'
import { Decompress } from 'fzstd'
import { zstdUnits } from './zstd-units'

/** Unpacked at a time before other work gets its turn (ms). */
const SLICE_MS = 8

/** What Zstandard frames hold, piece by piece: by Node's own zlib where it has it, else in JavaScript. Throws where they are damaged. */
export function unpackedZstd(packed: Readable): AsyncIterable<Buffer> {
  const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Duplex }
  if (!createZstdDecompress) return inScript(packed)
  // The error of any part ends the last one, which is read.
  const end = new PassThrough()
  pipeline(packed, createZstdDecompress(), end, () => undefined)
  return end as AsyncIterable<Buffer>
}

async function* inScript(packed: Readable): AsyncGenerator<Buffer> {
  let text: Buffer[] = []
  const decoder = new Decompress((bytes) => text.push(Buffer.from(bytes)))
  let sliceStart = performance.now()
  for await (const unit of zstdUnits(packed as AsyncIterable<Buffer>)) {
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
