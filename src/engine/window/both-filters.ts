import { FOLDED, HIDDEN, SHOWN, type LineFilter, type Padding } from './line-filter'

/** What passes two filters. */
export class BothFilters implements LineFilter {
  readonly after: number
  readonly separated: boolean
  readonly unfolded?: ReadonlySet<number>

  constructor(
    private readonly first: LineFilter,
    private readonly second: LineFilter,
  ) {
    this.after = Math.max(first.after, second.after)
    this.separated = first.separated || second.separated
    const unfolded = first.unfolded ?? second.unfolded
    if (unfolded) this.unfolded = unfolded
  }

  runUp(before: Buffer): number | null {
    const [one, other] = [this.first.runUp(before), this.second.runUp(before)]
    return one === null || other === null ? null : Math.min(one, other)
  }

  judge(bytes: Buffer, starts: readonly number[], base: number): Uint8Array {
    const [ones, others] = [this.first.judge(bytes, starts, base), this.second.judge(bytes, starts, base)]
    return ones.map((one, line) => (one === HIDDEN || others[line] === HIDDEN ? HIDDEN : one === FOLDED || others[line] === FOLDED ? FOLDED : SHOWN))
  }

  pad(text: Uint8Array, from: number, to: number): Padding | null {
    return this.first.pad?.(text, from, to) ?? this.second.pad?.(text, from, to) ?? null
  }
}
