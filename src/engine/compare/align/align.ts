import { diffArrays } from 'diff'
import type { Sliced } from '../slices'
import { anchorsOf, type Range } from './anchors'

/** Which line stands beside which. */
export interface Alignment {
  /** For each line of the left its line on the right (index), or -1; the places rise. */
  match: Int32Array
  /** Stretches in which lines were not matched one by one, since that would have taken too long (lines of both sides). */
  uncompared: number
}

/** Stretches without an anchor are compared line by line up to this size (lines of both sides). */
const SMALL_LINES = 4000
/** Edits after which that is given up. The work grows with their square. */
const MOST_EDITS = 400
/** What all such stretches together may take (edits squared), and what each may once that is used up (edits). */
const ALL_WORK = 6_000_000
const FEW_EDITS = 40

/**
 * Aligns two sequences of line ids: lines that are unique on both sides are anchors, what lies between them is cut down
 * the same way and compared by `diff` (Myers) in the end. The work is bounded: n log n for the anchors, and a fixed sum for the rest.
 */
export function* align(left: Int32Array, right: Int32Array): Sliced<Alignment> {
  const match = new Int32Array(left.length).fill(-1)
  const stack: Range[] = [{ a: 0, aEnd: left.length, b: 0, bEnd: right.length }]
  let uncompared = 0
  let work = ALL_WORK
  let done = 0
  while (stack.length > 0) {
    const whole = stack.pop()!
    const range = trimmed(left, right, whole, match)
    done += whole.aEnd - whole.a - (range.aEnd - range.a)
    yield progress(done, left.length)
    if (range.a === range.aEnd || range.b === range.bEnd) {
      done += range.aEnd - range.a
      continue
    }
    const anchors = yield* anchorsOf(left, right, range)
    if (anchors.length > 0) {
      let [a, b] = [range.a, range.b]
      for (const [i, j] of anchors) {
        match[i] = j
        done++
        if (i > a || j > b) stack.push({ a, aEnd: i, b, bEnd: j })
        a = i + 1
        b = j + 1
      }
      if (a < range.aEnd || b < range.bEnd) stack.push({ a, aEnd: range.aEnd, b, bEnd: range.bEnd })
      continue
    }
    done += range.aEnd - range.a
    if (shareLines(left, right, range)) {
      const lines = range.aEnd - range.a + range.bEnd - range.b
      const most = lines > SMALL_LINES ? 0 : work > 0 ? MOST_EDITS : FEW_EDITS
      const edits = most === 0 ? null : compareSmall(left, right, range, match, most)
      if (edits === null) uncompared += lines
      work -= (edits ?? most) ** 2
    }
    yield progress(done, left.length)
  }
  return { match, uncompared }
}

function progress(done: number, all: number): number {
  return all === 0 ? 1 : Math.min(1, done / all)
}

/** Matches what is the same at both ends, and gives what is left. */
function trimmed(left: Int32Array, right: Int32Array, range: Range, match: Int32Array): Range {
  let { a, aEnd, b, bEnd } = range
  while (a < aEnd && b < bEnd && left[a] === right[b]) match[a++] = b++
  while (aEnd > a && bEnd > b && left[aEnd - 1] === right[bEnd - 1]) match[--aEnd] = --bEnd
  return { a, aEnd, b, bEnd }
}

/** The number of edits, or null where there are more than `mostEdits`. */
function compareSmall(left: Int32Array, right: Int32Array, { a, aEnd, b, bEnd }: Range, match: Int32Array, mostEdits: number): number | null {
  const parts = diffArrays(Array.from(left.subarray(a, aEnd)), Array.from(right.subarray(b, bEnd)), { maxEditLength: mostEdits })
  if (!parts) return null
  let [i, j, edits] = [a, b, 0]
  for (const { added, removed, value } of parts) {
    if (added) j += value.length
    else if (removed) i += value.length
    else for (let k = 0; k < value.length; k++) match[i++] = j++
    if (added || removed) edits += value.length
  }
  return edits
}

/** Whether anything at all stands on both sides of a stretch. */
function shareLines(left: Int32Array, right: Int32Array, { a, aEnd, b, bEnd }: Range): boolean {
  const seen = new Set(left.subarray(a, aEnd))
  return right.subarray(b, bEnd).some((id) => seen.has(id))
}
