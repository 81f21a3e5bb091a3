import { FitAddon } from '@xterm/addon-fit'
import type { Terminal } from '@xterm/xterm'
import { boundedRows, scrollbackFor } from './terminal-options'

/** Narrower than this nothing can be read, so the text is cut at the pane's edge instead. */
const LEAST_COLUMNS = 20

export interface GridHooks {
  /** Runs a change of the grid and keeps the view on the line that it shows. */
  through(change: () => void): void
  /** Columns or rows are others, or the bound of the window. */
  changed(): void
}

/** The terminal's columns and rows: those of the element that it lies in, and those that it holds at most. */
export class TerminalGrid {
  private readonly fitter = new FitAddon()
  /** Columns that do not go by the element's width; null when they do. */
  columns: number | null = null

  /** @param rowsWanted rows held at most, the screen's among them */
  constructor(
    private readonly terminal: Terminal,
    private readonly host: HTMLElement,
    private rowsWanted: number,
    private readonly hooks: GridHooks,
  ) {
    terminal.loadAddon(this.fitter)
  }

  /** Rows of the window at the width of now. */
  get windowRows(): number {
    return boundedRows(this.rowsWanted, this.terminal.cols)
  }

  /** Takes the size of the host; does nothing while that is not laid out. */
  fit(): void {
    const { terminal, host } = this
    const size = host.clientWidth > 0 && host.clientHeight > 0 ? this.fitter.proposeDimensions() : undefined
    if (!size || !Number.isFinite(size.cols) || !Number.isFinite(size.rows)) return
    const cols = this.columns ?? Math.max(LEAST_COLUMNS, size.cols)
    if (cols === terminal.cols && size.rows === terminal.rows) return
    this.hooks.through(() => {
      terminal.resize(cols, size.rows)
      terminal.options.scrollback = scrollbackFor(this.windowRows, size.rows)
    })
    this.hooks.changed()
  }

  setFontPx(fontPx: number): void {
    if (this.terminal.options.fontSize === fontPx) return
    this.terminal.options.fontSize = fontPx
    this.fit()
  }

  /** False when nothing changes. */
  setWindowRows(rowsWanted: number): boolean {
    if (rowsWanted === this.rowsWanted) return false
    this.rowsWanted = rowsWanted
    this.terminal.options.scrollback = scrollbackFor(this.windowRows, this.terminal.rows)
    this.hooks.changed()
    return true
  }
}
