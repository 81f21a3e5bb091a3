import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import type { Zstd } from './codec'
import { frameContentBytes } from './frame-size'
import { nodeZstd } from './node-zstd'
import { wasmZstd } from './wasm-zstd'

const program = (args: string[], input: Uint8Array): Buffer => execFileSync('zstd', args, { input, maxBuffer: 1 << 26, stdio: ['pipe', 'pipe', 'pipe'] })
const mib = 1024 * 1024
const samples = (): Buffer[] => [Buffer.alloc(0), Buffer.from('x'), Buffer.alloc(200_000, 'log line\n'), randomBytes(256 * 1024), Buffer.from('ä\u0000\n'.repeat(999))]

const here: [string, () => Zstd][] = [['WebAssembly', wasmZstd]]
// Node 20 has none, nor has the Electron that stands in; there the other one is all there is.
if (nodeZstd()) here.push(['node:zlib (from Node 22.15 on)', () => nodeZstd()!])

describe.each(here)('zstd by %s', (_, make) => {
  const codec = make()

  it('gives back what it packed, and says how much that is', () => {
    for (const bytes of samples()) {
      const frame = codec.compress(bytes)
      expect(frameContentBytes(frame)).toBe(bytes.length)
      expect(codec.decompress(frame, mib).equals(bytes)).toBe(true)
    }
  })

  it('is read by the zstd program, also when frames follow each other', () => {
    const all = samples()
    const packed = Buffer.concat(all.map((bytes) => codec.compress(bytes)))
    expect(program(['-dc'], packed).equals(Buffer.concat(all))).toBe(true)
    program(['-t'], packed)
  })

  it('reads what the zstd program packed, with a size and a checksum and without', () => {
    for (const bytes of samples()) {
      for (const args of [['-c'], ['-c', '--no-check'], ['-c', '-19'], ['-c', '--no-content-size']]) {
        expect(codec.decompress(program(args, bytes), mib).equals(bytes)).toBe(true)
      }
    }
  })

  it('refuses a frame that holds more than it may, and one that is damaged', () => {
    const bomb = program(['-c', '-19'], Buffer.alloc(32 * mib))
    const silent = program(['-c', '--no-content-size'], Buffer.alloc(2 * mib))
    for (const frame of [bomb, silent]) expect(() => codec.decompress(frame, mib)).toThrow()
    const frame = codec.compress(Buffer.from('words '.repeat(1000)))
    for (const broken of [frame.subarray(0, frame.length - 3), Buffer.concat([frame.subarray(0, 4), randomBytes(60)]), randomBytes(40)]) {
      expect(() => codec.decompress(broken, mib)).toThrow()
    }
  })

  it('gives back any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.nat(20), (bytes, times) => {
        const all = Buffer.concat(Array.from({ length: times }, () => bytes))
        return codec.decompress(codec.compress(all), mib).equals(all)
      }),
      { numRuns: 200 },
    )
  })
})
