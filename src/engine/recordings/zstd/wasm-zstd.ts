import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { LEVEL, type Zstd } from './codec'
import { frameContentBytes } from './frame-size'

/** What is used of the files of @bokuweb/zstd-wasm: Emscripten's glue code, which knows how to be started, and its two functions. */
interface Glue {
  Module: {
    init(): void
    instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => unknown): unknown
  }
}
interface Compress {
  compress(bytes: Buffer, level: number): Uint8Array
}
interface Decompress {
  decompress(frame: Buffer, options: { defaultHeapSize: number }): Uint8Array
}

/** The reference implementation as WebAssembly, for runtimes whose zlib has no zstd. Takes some 10 ms to start. */
export function wasmZstd(): Zstd {
  const load = createRequire(__filename)
  // Beside the code where the app was built (electron.vite.config.ts), else in its package.
  const built = join(__dirname, 'zstd-wasm')
  const folder = existsSync(built) ? built : dirname(load.resolve('@bokuweb/zstd-wasm'))
  const { Module } = load(join(folder, 'module.js')) as Glue
  const { compress } = load(join(folder, 'simple/compress.js')) as Compress
  const { decompress } = load(join(folder, 'simple/decompress.js')) as Decompress
  const program = new WebAssembly.Module(new Uint8Array(readFileSync(join(folder, 'zstd.wasm'))))
  // The package's own start makes one wait, and a source that asks for what is kept of it, while it is made, cannot.
  Module.instantiateWasm = (imports, receive) => receive(new WebAssembly.Instance(program, imports))
  Module.init()
  return {
    by: 'wasm',
    compress: (bytes) => asBuffer(compress(asBuffer(bytes), LEVEL)),
    decompress(frame, mostBytes) {
      if ((frameContentBytes(frame) ?? 0) > mostBytes) throw new RangeError('a frame holds more than it may')
      return asBuffer(decompress(asBuffer(frame), { defaultHeapSize: Math.max(1, mostBytes) }))
    },
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
