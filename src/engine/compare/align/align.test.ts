import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atOnce } from '../slices'
import { align } from './align'

const ids = (values: readonly number[]): Int32Array => Int32Array.from(values)
const run = (left: readonly number[], right: readonly number[]) => atOnce(align(ids(left), ids(right)))
const count = (match: Int32Array): number => match.filter((at) => at >= 0).length
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)
/** Numbers that look random and are the same each time. */
function random(seed: number): () => number {
  return () => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) / 0x80000000
}

describe('an alignment', () => {
  it('pairs only lines that are the same, in the order of both sides', () => {
    const sides = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 80 })
    fc.assert(
      fc.property(sides, sides, (left, right) => {
        const { match } = run(left, right)
        let last = -1
        match.forEach((at, i) => {
          if (at < 0) return
          expect(right[at]).toBe(left[i])
          expect(at).toBeGreaterThan(last)
          last = at
        })
      }),
      { numRuns: 300 },
    )
  })

  it('finds all of a side again from which lines were taken out', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.boolean()), { maxLength: 200 }), (lines) => {
        const left = lines.map(([id]) => id)
        const right = lines.filter(([, stays]) => stays).map(([id]) => id)
        expect(count(run(left, right).match)).toBeGreaterThanOrEqual(Math.floor(right.length * 0.8))
      }),
      { numRuns: 200 },
    )
  })

  it('is whole for equal sides, and empty for sides that share nothing or are empty', () => {
    expect(run([1, 2, 2, 3], [1, 2, 2, 3]).match).toEqual(ids([0, 1, 2, 3]))
    expect(run([1, 2], [3, 4]).match).toEqual(ids([-1, -1]))
    expect(run([], [1]).match).toEqual(ids([]))
    expect(run([1], []).match).toEqual(ids([-1]))
  })

  it('keeps what surrounds a block that moved', () => {
    const left = [...range(0, 1000), ...range(5000, 5100), ...range(1000, 2000)]
    const right = [...range(5000, 5100), ...range(0, 2000)]
    expect(count(run(left, right).match)).toBe(2000)
  })
})

describe('the worst that can come', () => {
  const LINES = 100_000

  it('nothing in common', () => expect(run(range(0, LINES), range(LINES, 2 * LINES))).toMatchObject({ uncompared: 0 }))

  it('all lines the same, but not as many', () => {
    expect(count(run(new Array<number>(LINES).fill(7), new Array<number>(LINES - 50).fill(7)).match)).toBe(LINES - 50)
  })

  it('few different lines in no order: runs of them are anchors', () => {
    const next = random(7)
    const left = Array.from({ length: LINES }, () => Math.floor(next() * 10))
    const right = left.flatMap((id, i) => (i % 100 === 50 ? [Math.floor(next() * 10)] : [id]))
    const { match, uncompared } = run(left, right)
    expect(count(match) + uncompared).toBeGreaterThan(LINES * 0.97)
    expect(count(match)).toBeGreaterThan(LINES * 0.9)
  })

  it('two sides of few lines that have nothing to do with each other: given up, and said so', () => {
    const [one, two] = [random(1), random(2)]
    const { uncompared } = run(Array.from({ length: LINES }, () => Math.floor(one() * 2)), Array.from({ length: LINES }, () => Math.floor(two() * 2)))
    expect(uncompared).toBeGreaterThan(0)
  })
})
