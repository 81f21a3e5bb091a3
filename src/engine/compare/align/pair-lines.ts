/** Lines that share at least this part of their words say the same thing with other values. */
const ALIKE = 0.5
/** Blocks with more pairs to look at than this are not looked through, nor any more once all of them together took so many. */
const MOST_PAIRS = 3600
const WORDS = /[\p{L}\p{N}_‹›]+/gu

/** Pairs the lines of blocks that differ: those that say the same thing with other values stand beside each other. */
export class LinePairs {
  private left = 600_000

  /** Pairs of indexes into the two lists of masked lines, rising on both sides. */
  of(left: readonly string[], right: readonly string[]): [number, number][] {
    const pairs = left.length * right.length
    if (pairs === 0 || pairs > MOST_PAIRS || this.left < 0) return []
    this.left -= pairs
    const [words, others] = [left.map(wordsOf), right.map(wordsOf)]
    // Longest common subsequence, weighted by likeness.
    const width = right.length + 1
    const best = new Float64Array((left.length + 1) * width)
    const like = new Float64Array(best.length)
    for (let i = left.length - 1; i >= 0; i--) {
      for (let j = right.length - 1; j >= 0; j--) {
        const likeness = likenessOf(words[i]!, others[j]!)
        const at = i * width + j
        like[at] = likeness
        best[at] = Math.max(best[at + 1]!, best[at + width]!, likeness >= ALIKE ? likeness + best[at + width + 1]! : 0)
      }
    }
    const found: [number, number][] = []
    for (let i = 0, j = 0; i < left.length && j < right.length; ) {
      const at = i * width + j
      if (like[at]! >= ALIKE && best[at] === like[at]! + best[at + width + 1]!) found.push([i++, j++])
      else if (best[at] === best[at + width]!) i++
      else j++
    }
    return found
  }
}

function wordsOf(line: string): Set<string> {
  return new Set(line.slice(0, 400).match(WORDS) ?? [])
}

/** Dice's coefficient of the words, 0 to 1. */
function likenessOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0
  let shared = 0
  for (const word of one) if (other.has(word)) shared++
  return (2 * shared) / (one.size + other.size)
}
