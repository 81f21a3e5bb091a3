/*
 * Packs a log as recordings are packed: frames of 256 KiB, one after the other. Arguments: file, runs. Prints
 * `{ speeds: number[] (MB/s), bytes: number (packed), by: string }`.
 */
import { readFileSync } from 'node:fs'
import { FRAME_BYTES } from '../../src/engine/recordings/frame-list'
import { zstd } from '../../src/engine/recordings/zstd'

const [file, runs] = process.argv.slice(2) as [string, string]

function main(): void {
  const log = readFileSync(file)
  const codec = zstd()
  const speeds: number[] = []
  let bytes = 0
  for (let run = 0; run < Number(runs); run++) {
    bytes = 0
    const from = performance.now()
    for (let at = 0; at < log.length; at += FRAME_BYTES) bytes += codec.compress(log.subarray(at, at + FRAME_BYTES)).length
    speeds.push(log.length / (performance.now() - from) / 1000)
  }
  console.log(JSON.stringify({ speeds, bytes, by: codec.by }))
}

main()
