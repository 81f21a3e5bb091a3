import type { ByteSource } from '../source'

/** Beyond this many bytes new lines are not counted, only their bytes are known; of those that pass a filter, which are judged anyway, beyond so many. */
const COUNT_BYTES = 1024 * 1024
const COUNT_SHOWN_BYTES = 64 * 1024 * 1024
const LF = 0x0a

/** Counts lines that pass: those of `[from, to)` that have their end in it. Rejects as the source's reads do. */
export type ShownCounter = (from: number, to: number) => Promise<number>

/** Counts what arrives at a source while a pane is paused: all lines, or those that pass its filter. */
export class NewLines {
  private counted: number
  private lines: number | null = 0

  constructor(
    private readonly source: ByteSource,
    private readonly since: number,
    /** Null where all lines are shown. */
    private readonly shown: () => ShownCounter | null = () => null,
  ) {
    this.counted = since
  }

  /** Other lines are shown now: all are counted anew. */
  again(): void {
    this.counted = this.since
    this.lines = 0
  }

  get bytes(): number {
    return Math.max(0, this.source.size() - this.since)
  }

  /** Null when there is too much to count. */
  get count(): number | null {
    return this.lines
  }

  get behind(): boolean {
    return this.lines !== null && this.counted < this.source.size()
  }

  /** Counts on; rejects as the source's reads do. */
  async countOn(): Promise<void> {
    if (this.lines === null) return
    const shown = this.shown()
    if (this.bytes > (shown ? COUNT_SHOWN_BYTES : COUNT_BYTES)) {
      this.lines = null
      return
    }
    if (shown) return this.countShown(shown)
    const result = await this.source.read(this.counted, COUNT_BYTES, 'bulk')
    if (result.kind === 'gone') {
      this.counted = result.to
      return
    }
    for (let at = result.bytes.indexOf(LF); at >= 0; at = result.bytes.indexOf(LF, at + 1)) this.lines++
    this.counted += result.bytes.length
    // The file is shorter than was said; what happened is told by the next poll.
    if (result.bytes.length === 0) this.counted = this.source.size()
  }

  /** From the beginning each time: a line may come to be shown by what is written after it. */
  private async countShown(shown: ShownCounter): Promise<void> {
    const to = this.source.size()
    const lines = await shown(this.since, to)
    // Meanwhile the filter may have become another one, and all is counted anew.
    if (this.shown() !== shown) return
    this.lines = lines
    this.counted = to
  }
}
