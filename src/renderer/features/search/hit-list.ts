import type { SearchHit } from '@shared/contract/search'

/** Index of the first hit at or after an offset; hits of one log, in order. */
export function firstAtOrAfter(hits: readonly SearchHit[], offset: number): number {
  let low = 0
  let high = hits.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (hits[middle]!.offset < offset) low = middle + 1
    else high = middle
  }
  return low
}

/** The hits from one on in a direction, round the end where every hit there is is in the list; at most so many. */
export function hitsFrom(hits: readonly SearchHit[], offset: number, direction: 'next' | 'previous', complete: boolean, most: number): number[] {
  const at = firstAtOrAfter(hits, offset)
  const count = Math.min(most, complete ? hits.length : direction === 'next' ? hits.length - at : at + 1)
  return Array.from({ length: count }, (_, i) => hits[(at + (direction === 'next' ? i : -i) + hits.length) % hits.length]!.offset)
}

export type Target = { kind: 'at'; offset: number } | { kind: 'ask'; from: number } | { kind: 'none' }

/**
 * Where a step leads from the line at `from`: to a hit that is known, or the engine must be asked, since lines
 * between were counted and not kept. At the ends it goes round.
 * @param from -1 stands before the log, Infinity behind it
 * @param complete every hit there is is in the list
 */
export function stepTarget(hits: readonly SearchHit[], from: number, direction: 'next' | 'previous', complete: boolean): Target {
  const first = hits[0]
  const last = hits[hits.length - 1]
  if (!first || !last) return complete ? { kind: 'none' } : { kind: 'ask', from }
  const at = firstAtOrAfter(hits, from)
  if (direction === 'next') {
    const next = hits[at]?.offset === from ? hits[at + 1] : hits[at]
    if (next) return { kind: 'at', offset: next.offset }
    return complete ? { kind: 'at', offset: first.offset } : { kind: 'ask', from }
  }
  if (from > last.offset && !complete) return { kind: 'ask', from }
  const previous = hits[at - 1]
  if (previous) return { kind: 'at', offset: previous.offset }
  return complete ? { kind: 'at', offset: last.offset } : { kind: 'ask', from: Infinity }
}
