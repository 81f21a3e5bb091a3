import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BlockCache } from './block-cache'
import { EpochList } from './epoch-list'
import { FileImage } from './file-image'
import { findFrontier, firstDifference, lastDifference } from './frontier'

/** Few different bytes, so that runs are often the same in places. */
const bytes = (max: number) => fc.array(fc.constantFrom(10, 97, 98), { maxLength: max }).map((list) => Buffer.from(list))

/** A file of `old` of which these stretches were read, and `now` in its place. */
function fileOf(old: Buffer, known: [number, number][]): FileImage {
  const epochs = new EpochList('f', new BlockCache(1 << 24, 1 << 26), 0)
  epochs.newest.length = old.length
  for (const [from, to] of known) epochs.keep(epochs.newest, from, old.subarray(from, to))
  return new FileImage(epochs)
}

const overwritten = (old: Buffer, run: Buffer): Buffer => Buffer.concat([run, old.subarray(run.length)])
/** A server may answer with less than was asked for. */
const reader = (file: Buffer, limit: number) => async (from: number, length: number) => file.subarray(from, from + Math.min(length, limit))

describe('the frontier', () => {
  it('is the end of the last byte that a run changed, wherever reads end', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(200), bytes(200), fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 60 }), async (old, run, first, limit) => {
        const file = overwritten(old, run)
        const found = await findFrontier(reader(file, limit), fileOf(old, [[0, old.length]]), 0, old.length, first)
        const differs = [...old.keys()].filter((i) => old[i] !== file[i])
        expect([found.first, found.end]).toEqual(differs.length ? [differs[0], differs.at(-1)! + 1] : [-1, 0])
        // Never beyond what the run wrote, and everything behind it is the same in both runs.
        expect(found.end).toBeLessThanOrEqual(run.length)
        expect(file.subarray(found.end, old.length).equals(old.subarray(found.end))).toBe(true)
        expect(found.most).toBe(found.end)
      }),
      { numRuns: 1000 },
    )
  })

  it('is a range where old bytes are not held, and the truth lies in it unless both runs are the same there', async () => {
    const B = 64 * 1024
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), fc.integer({ min: 1, max: 5 * B }), async (held, written) => {
        const old = Buffer.alloc(5 * B, 'old text\n')
        const file = overwritten(old, Buffer.alloc(written, 'NEW'))
        const known = held.flatMap((h, i): [number, number][] => (h ? [[i * B, (i + 1) * B]] : []))
        const found = await findFrontier(reader(file, 100_000), fileOf(old, known), 0, old.length, 1000)
        expect(found.first >= 0).toBe(held.slice(0, Math.ceil(written / B)).includes(true))
        expect(found.end).toBeLessThanOrEqual(written)
        // Without a difference nothing is known to have been written at all.
        if (found.first >= 0) expect(found.most).toBeGreaterThanOrEqual(written)
      }),
      { numRuns: 60 },
    )
  })

  it('tells of each piece, and stops when told to', async () => {
    const old = Buffer.alloc(1000, 'a')
    const file = Buffer.alloc(1000, 'b')
    const ends: number[] = []
    const found = await findFrontier(reader(file, 1000), fileOf(old, [[0, 1000]]), 0, 1000, 100, (_piece, sofar) => {
      ends.push(sofar.end)
      return false
    })
    expect(ends).toEqual([100])
    expect(found).toMatchObject({ first: 0, end: 100 })
  })
})

it('finds the first and the last difference of two buffers', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 0, maxLength: 5000 }), fc.array(fc.nat(), { maxLength: 3 }), (array, places) => {
      const a = Buffer.from(array)
      const b = Buffer.from(array)
      const changed = places.filter((p) => p < a.length)
      for (const place of changed) b[place] = ~a[place]! & 0xff
      expect([firstDifference(a, b), lastDifference(a, b)]).toEqual(changed.length ? [Math.min(...changed), Math.max(...changed)] : [-1, -1])
    }),
    { numRuns: 300 },
  )
})
