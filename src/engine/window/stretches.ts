/** A stretch of a log: `[from, to)` in bytes at the source. */
export type Stretch = [from: number, to: number]

/**
 * A set of bytes as stretches, rising, none touching another. At most `most` are kept: the shortest is forgotten
 * first, so that the set never claims a byte that was not put in.
 */
export class Stretches {
  private list: Stretch[] = []

  constructor(private readonly most: number) {}

  get all(): readonly Stretch[] {
    return this.list
  }

  add(from: number, to: number): void {
    if (to <= from) return
    const last = this.list.at(-1)
    // Reading on is the usual case.
    if (last && from >= last[0] && from <= last[1]) {
      last[1] = Math.max(last[1], to)
      return
    }
    const before = this.list.filter(([, end]) => end < from)
    const after = this.list.filter(([start]) => start > to)
    const touched = this.list.slice(before.length, this.list.length - after.length)
    const merged: Stretch = [Math.min(from, touched[0]?.[0] ?? from), Math.max(to, touched.at(-1)?.[1] ?? to)]
    this.list = [...before, merged, ...after]
    if (this.list.length > this.most) this.forgetShortest()
  }

  private forgetShortest(): void {
    const lengths = this.list.map(([from, to]) => to - from)
    this.list.splice(lengths.indexOf(Math.min(...lengths)), 1)
  }
}
