import type { Terminal } from '@xterm/xterm'
import type { PaneBatch } from '@shared/contract/port'
import type { LineTable } from './line-table'
import { lineBottom, startRowOf } from './rows'
import { scrollTo } from './view-anchor'

export interface FinderHooks {
  /** Runs a move of the pane's own, which means nothing about the person. */
  silently(move: () => void): void
  /** Output must stand still from now on. */
  leftEnd(): void
}

/** Brings lines into view by their offsets at the source (bytes). */
export class LineFinder {
  /** The line to bring into view when a rewrite has brought it. */
  private awaited: number | null = null

  constructor(
    private readonly terminal: Terminal,
    private readonly table: LineTable,
    private readonly hooks: FinderHooks,
  ) {}

  /** Row on which the line of an offset begins; null while it is not held. */
  row(offset: number): number | null {
    const newest = this.table.fromEnd(0)
    if (newest === null || newest < offset) return null
    const back = this.table.findBack(offset)
    return back === null ? null : startRowOf(this.terminal, back)
  }

  /** First and last row of a line; null while it is not held. */
  rows(offset: number): { from: number; to: number } | null {
    const from = this.row(offset)
    return from === null ? null : { from, to: lineBottom(this.terminal, from) }
  }

  /**
   * Brings a line into view, a third of the way down: at once when it is held, else when the next rewrite brings it.
   * @returns whether it is held
   */
  reveal(offset: number): boolean {
    this.awaited = null
    const row = this.row(offset)
    if (row === null) {
      this.awaited = offset
      return false
    }
    const { viewportY } = this.terminal.buffer.active
    if (row >= viewportY && row < viewportY + this.terminal.rows) return true
    this.hooks.leftEnd()
    this.center(row)
    return true
  }

  /** Puts the line that holds this byte at the top of the view; false when it is not held. */
  putAtTop(offset: number): boolean {
    const first = this.table.fromEnd(this.table.length - 1)
    if (first === null || offset < first) return false
    let back = 0
    while (back < this.table.length - 1 && (this.table.fromEnd(back) ?? 0) > offset) back++
    const row = startRowOf(this.terminal, back)
    if (row === null) return false
    this.hooks.silently(() => scrollTo(this.terminal, row))
    return true
  }

  center(row: number): void {
    this.hooks.silently(() => scrollTo(this.terminal, row - Math.floor(this.terminal.rows / 3)))
  }

  /** Nothing is awaited any more. */
  forget(): void {
    this.awaited = null
  }

  /**
   * A rewrite is complete: shows what was awaited, if that came. One to the end, which a pane begins with, may have the line
   * by chance; the one that was asked for it comes after that, and is waited for.
   */
  rewritten(view: PaneBatch['view']): void {
    const row = this.awaited === null ? null : this.row(this.awaited)
    if (row === null) return
    if (view !== 'end') this.awaited = null
    scrollTo(this.terminal, row - Math.floor(this.terminal.rows / 3))
  }
}
