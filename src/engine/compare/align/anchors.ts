import type { Sliced } from '../slices'

/** A stretch of both sides (indexes, ends exclusive). */
export interface Range {
  a: number
  aEnd: number
  b: number
  bEnd: number
}

/** Runs of so many lines are looked for where no single line is found once on each side. */
const SHINGLES = [1, 4, 16]
/** Below this, work is not interrupted (lines). */
const PAUSE_LINES = 2048

/**
 * Pairs of lines that surely belong together: runs of lines that stand exactly once in each stretch, in the longest order
 * that both sides share (the idea of "patience diff"). Pairs of indexes, rising on both sides; empty where there are none.
 * Time: n log n in the lines of the stretch.
 */
export function* anchorsOf(left: Int32Array, right: Int32Array, range: Range): Sliced<[number, number][]> {
  for (const length of SHINGLES) {
    if (range.aEnd - range.a < length || range.bEnd - range.b < length) break
    const pairs = yield* uniquePairs(left, right, range, length)
    if (pairs.length > 0) return yield* longestRising(pairs)
  }
  return []
}

function* uniquePairs(left: Int32Array, right: Int32Array, { a, aEnd, b, bEnd }: Range, length: number): Sliced<[number, number][]> {
  const ofLeft = yield* places(left, a, aEnd, length)
  const ofRight = yield* places(right, b, bEnd, length)
  const pairs: [number, number][] = []
  for (const [key, at] of ofLeft) {
    const other = at < 0 ? undefined : ofRight.get(key)
    if (other !== undefined && other >= 0 && sameRun(left, at, right, other, length)) pairs.push([at, other])
  }
  return pairs.sort((one, two) => one[0] - two[0])
}

/** Where each run of `length` lines stands; -1 for those that stand there more than once. */
function* places(lines: Int32Array, from: number, to: number, length: number): Sliced<Map<number, number>> {
  const found = new Map<number, number>()
  for (let at = from; at + length <= to; at++) {
    const key = length === 1 ? lines[at]! : hashOf(lines, at, length)
    found.set(key, found.has(key) ? -1 : at)
    if (at % PAUSE_LINES === 0) yield 0
  }
  return found
}

/** FNV-1a over the ids of a run; `sameRun` looks whether it tells the truth. */
function hashOf(lines: Int32Array, at: number, length: number): number {
  let hash = 0x811c9dc5
  for (let i = at; i < at + length; i++) hash = Math.imul(hash ^ lines[i]!, 0x01000193) ^ (hash >>> 15)
  return hash
}

function sameRun(left: Int32Array, at: number, right: Int32Array, other: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (left[at + i] !== right[other + i]) return false
  return true
}

/** The longest subsequence that rises on both sides; `pairs` rise on the left. */
function* longestRising(pairs: readonly [number, number][]): Sliced<[number, number][]> {
  /** For each length, the pair that ends such a sequence with the lowest place on the right. */
  const ends: number[] = []
  const before = new Int32Array(pairs.length)
  for (let i = 0; i < pairs.length; i++) {
    const at = pairs[i]![1]
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (pairs[ends[middle]!]![1] < at) low = middle + 1
      else high = middle
    }
    before[i] = low === 0 ? -1 : ends[low - 1]!
    ends[low] = i
    if (i % PAUSE_LINES === 0) yield 0
  }
  const chain: [number, number][] = []
  for (let i = ends.at(-1) ?? -1; i >= 0; i = before[i]!) chain.push(pairs[i]!)
  return chain.reverse()
}
