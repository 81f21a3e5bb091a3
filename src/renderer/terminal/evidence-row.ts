import type { IDecoration, Terminal } from '@xterm/xterm'
import type { LineFinder } from './line-finder'
import { lastRow, lineBottom } from './rows'

/**
 * Tints one line, the one that proves a verdict or the one that was stepped to, wherever it is held. The text below stays as it is, so that it is
 * found, selected and copied like any line.
 */
export class EvidenceRow {
  private offset: number | null = null
  private drawn: IDecoration | null = null

  constructor(
    private readonly terminal: Terminal,
    private readonly finder: LineFinder,
    private readonly className: string,
  ) {}

  /** The line that begins at this offset (bytes at the source) from now on; null for none. */
  show(offset: number | null): void {
    if (offset === this.offset) return
    this.clear()
    this.offset = offset
    this.refresh()
  }

  /** Draws the tint when its line has come into the terminal. */
  refresh(): void {
    if (this.offset === null || (this.drawn && !this.drawn.isDisposed)) return
    const row = this.finder.row(this.offset)
    if (row === null) return
    const marker = this.terminal.registerMarker(row - lastRow(this.terminal))
    const drawn = this.terminal.registerDecoration({ marker, width: this.terminal.cols, layer: 'bottom' })
    drawn?.onRender((element) => {
      element.classList.add(this.className)
      const rows = lineBottom(this.terminal, marker.line) - marker.line + 1
      element.style.width = '100%'
      element.style.height = `${rows * parseFloat(element.style.lineHeight)}px`
    })
    this.drawn = drawn ?? null
  }

  clear(): void {
    this.drawn?.dispose()
    this.drawn = null
  }
}
