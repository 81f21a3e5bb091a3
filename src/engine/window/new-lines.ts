import type { ByteSource } from '../source'

/** Beyond this many bytes new lines are not counted, only their bytes are known. */
const COUNT_BYTES = 1024 * 1024
const LF = 0x0a

/** Counts what arrives at a source while a pane is paused. */
export class NewLines {
  private counted: number
  private lines: number | null = 0

  constructor(
    private readonly source: ByteSource,
    private readonly since: number,
  ) {
    this.counted = since
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
    if (this.bytes > COUNT_BYTES) {
      this.lines = null
      return
    }
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
}
