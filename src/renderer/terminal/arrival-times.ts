/** Batches that are remembered; one is about a line in a quiet log and many in a busy one. */
const MOST = 20_000

/** When lines came, of those that came while following; by their offsets at the source, so that it survives rewrites. */
export class ArrivalTimes {
  /** Rising: the first and the last line of what came at once (bytes at the source), and when (ms since the epoch). */
  private stretches: { from: number; to: number; ms: number }[] = []

  note(offsets: Float64Array, ms: number): void {
    const newest = this.stretches.at(-1)?.to ?? -1
    // An open line that grows comes again; it came when it began.
    const from = offsets.find((offset) => offset > newest)
    const to = offsets.at(-1)
    if (from === undefined || to === undefined) return
    this.stretches.push({ from, to, ms })
    if (this.stretches.length > MOST) this.stretches = this.stretches.slice(-MOST / 2)
  }

  /** When the line at this offset came, ms since the epoch; null for one that was there already. */
  at(offset: number): number | null {
    let low = 0
    let high = this.stretches.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const one = this.stretches[middle]
      if (!one) return null
      if (offset < one.from) high = middle - 1
      else if (offset > one.to) low = middle + 1
      else return one.ms
    }
    return null
  }
}
