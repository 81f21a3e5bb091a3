import type { Terminal } from '@xterm/xterm'
import type { PaneBatch } from '@shared/contract/port'
import type { LineTable } from './line-table'
import { lastRow } from './rows'
import { widestLine, type WideFrame } from './wide-frame'

/** Whether long lines go on in the next row or to the right, and what is seen of them there. */
export class LineWidth {
  private isWrapped = true
  /** Some line held is longer than the last column, and is not there whole. */
  private clipped = false

  constructor(
    private readonly terminal: Terminal,
    private readonly table: LineTable,
    private readonly frame: WideFrame,
    /** The line that begins at this row and, at the source, at this offset (bytes) goes on where it cannot be seen. */
    private readonly cutAt: (row: number, offset: number) => void,
  ) {}

  get wrapped(): boolean {
    return this.isWrapped
  }

  /** Whether each line held is held to its end, or to where the engine cut it. */
  get whole(): boolean {
    return !this.clipped
  }

  setWrapped(wrapped: boolean): void {
    this.isWrapped = wrapped
    this.frame.setWrapped(wrapped)
  }

  /** Another window comes. */
  forget(): void {
    this.frame.forget()
    this.clipped = false
  }

  /** This batch is parsed. */
  note(batch: PaneBatch): void {
    if (this.isWrapped) return
    this.frame.hold(widestLine(batch.text), this.cellPx)
    // Each line is one row here. One that fills it to its end goes on where it cannot be seen.
    const { buffer, cols } = this.terminal
    for (let back = 0; back < batch.offsets.length; back++) {
      const row = lastRow(this.terminal) - back
      const offset = this.table.fromEnd(back)
      if (offset === null || !buffer.active.getLine(row)?.getCell(cols - 1)?.getChars()) continue
      this.clipped = true
      this.cutAt(row, offset)
    }
  }

  /** Scrolls sideways to what is selected. */
  bringSelection(): void {
    const at = this.isWrapped ? undefined : this.terminal.getSelectionPosition()
    if (at) this.frame.bring(at.start.x, at.end.x, this.cellPx)
  }

  scrollSideways(cells: number): void {
    this.frame.scrollBy(cells * this.cellPx)
  }

  private get cellPx(): number {
    return (this.frame.sheet.querySelector('.xterm-screen')?.clientWidth ?? 0) / this.terminal.cols
  }
}
