/**
 * Offsets at the source (bytes) of the lines that the terminal holds, oldest first. A terminal
 * of N rows cannot hold more than N whole lines, so this is a ring of fixed size; nothing is
 * allocated per line. The line whose beginning was trimmed at the top keeps its entry.
 */
export class LineTable {
  private ring: Float64Array
  /** Lines ever pushed since the last clear; the newest is at `(total - 1) % capacity`. */
  private total = 0

  /** @param capacity rows of the terminal, scrollback included */
  constructor(capacity: number) {
    this.ring = new Float64Array(capacity + 1)
  }

  /** Lines that are known, at most capacity + 1. */
  get length(): number {
    return Math.min(this.total, this.ring.length)
  }

  /** Number of lines ever pushed since the last clear. */
  get pushed(): number {
    return this.total
  }

  /** Adds lines after the last one. */
  push(offsets: Float64Array): void {
    const size = this.ring.length
    // Older ones of a long batch would be overwritten within this very call.
    const from = Math.max(0, offsets.length - size)
    this.total += from
    for (let i = from; i < offsets.length; i++) this.ring[this.total++ % size] = offsets[i] ?? 0
  }

  clear(): void {
    this.total = 0
  }

  /** The line `back` lines before the newest (0 is the newest); null when it is not known. */
  fromEnd(back: number): number | null {
    if (back < 0 || back >= this.length) return null
    return this.ring[(this.total - 1 - back) % this.ring.length] ?? null
  }

  /** How many lines before the newest the line with this offset is; the newest one where several share it. */
  findBack(offset: number): number | null {
    for (let back = 0; back < this.length; back++) if (this.fromEnd(back) === offset) return back
    return null
  }

  /** Changes how many rows the terminal holds, keeping the newest lines. */
  resize(capacity: number): void {
    if (capacity + 1 === this.ring.length) return
    const kept = Math.min(this.length, capacity + 1)
    const lines = Float64Array.from({ length: kept }, (_, i) => this.fromEnd(kept - 1 - i) ?? 0)
    this.ring = new Float64Array(capacity + 1)
    this.total = 0
    this.push(lines)
  }
}
