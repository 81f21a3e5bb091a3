import type { SlowerStep } from '@shared/contract/compare'
import { StepFinder, type LogPart } from '../runs'
import type { Sliced } from './slices'

/** A step, or a script, with how long it took (ms). */
export interface Took {
  name: string
  ms: number
  /** Offset of its first line (bytes); null for a whole script. */
  offset: number | null
}

const MOST_TOLD = 8
/** Read at a stretch. */
const PIECE_BYTES = 16 * 1024
/** Slower is what took half as long again, and at least this much more (ms). */
const LEAST_MORE_MS = 2000

/** The steps of a log whose lines carry times: each until the next one begins. The last one's end is not known. */
export function* stepsTook(parts: readonly LogPart[]): Sliced<Took[]> {
  const finder = new StepFinder()
  let next = -1
  for (const { offset, bytes } of parts) {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      finder.take(bytes.subarray(at, at + PIECE_BYTES), offset + at, null, next >= 0 && offset + at !== next)
      next = Math.min(offset + at + PIECE_BYTES, offset + bytes.length)
      yield at / bytes.length
    }
  }
  const { steps } = finder
  return steps.flatMap(({ name, offset, startedMs }, index) => {
    const end = steps[index + 1]?.startedMs ?? null
    return startedMs === null || end === null || end < startedMs ? [] : [{ name, ms: end - startedMs, offset }]
  })
}

/** What took longer on the right, the most first; steps and scripts are known by their names. */
export function slowerOf(left: readonly Took[], right: readonly Took[]): SlowerStep[] {
  const before = new Map(left.map((one) => [one.name, one.ms]))
  return right
    .flatMap(({ name, ms, offset }) => {
      const leftMs = before.get(name)
      return leftMs !== undefined && ms >= 1.5 * leftMs && ms - leftMs >= LEAST_MORE_MS ? [{ name, leftMs, rightMs: ms, offset }] : []
    })
    .sort((one, two) => two.rightMs - two.leftMs - (one.rightMs - one.leftMs))
    .slice(0, MOST_TOLD)
}
