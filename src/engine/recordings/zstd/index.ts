import type { Zstd } from './codec'
import { nodeZstd } from './node-zstd'
import { wasmZstd } from './wasm-zstd'

export type { Zstd } from './codec'
export { frameContentBytes } from './frame-size'

let chosen: Zstd | null = null

/** The one that is used here: Node's own where it has one. */
export function zstd(): Zstd {
  return (chosen ??= nodeZstd() ?? wasmZstd())
}
