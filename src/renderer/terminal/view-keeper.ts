import type { Terminal } from '@xterm/xterm'
import type { PaneBatch } from '@shared/contract/port'
import type { LineTable } from './line-table'
import { startRowOf } from './rows'
import { placeOf, rowOf, scrollTo, type Place } from './view-anchor'

export type KeptTerminal = Pick<Terminal, 'buffer' | 'rows' | 'registerMarker' | 'scrollToLine' | 'scrollToBottom'>

/**
 * Keeps what the person reads where it is while text comes and windows change. New output never moves a
 * paused view; a window that slides to earlier lines leaves the row under the eye in its place.
 */
export class ViewKeeper {
  /** Whether output keeps the view at its end. */
  following = true
  /** The next rewrite slides the window under the eye, so the eye counts and not where the engine would look. */
  keepEye = false
  private eye: Place | null = null
  private standStill: { readonly line: number; dispose(): void } | null = null

  constructor(
    private readonly terminal: KeptTerminal,
    private readonly table: LineTable,
  ) {}

  /** The place at the top of the view. */
  look(): Place | null {
    return placeOf(this.terminal, this.table, this.terminal.buffer.active.viewportY)
  }

  beforeRewrite(): void {
    this.eye = this.look()
  }

  /** Puts the view where it belongs: to the eye's line where that counts and is held, else where the engine says. */
  afterRewrite(view: PaneBatch['view']): void {
    const { eye, keepEye } = this
    this.eye = null
    this.keepEye = false
    if (keepEye || (view === null && !this.following)) {
      const row = eye && rowOf(this.terminal, this.table, eye)
      if (row !== null) return scrollTo(this.terminal, row)
    }
    if (view !== null && view !== 'end') {
      return scrollTo(this.terminal, startRowOf(this.terminal, this.table.pushed - 1 - view.line) ?? 0)
    }
    this.terminal.scrollToBottom()
  }

  beforeAppend(): void {
    const { viewportY, baseY, cursorY } = this.terminal.buffer.active
    // Away from its end xterm holds the view itself; at the end it would scroll on under a paused reader.
    if (!this.following && viewportY === baseY) this.standStill = this.terminal.registerMarker(viewportY - baseY - cursorY)
  }

  afterAppend(): void {
    const still = this.standStill
    if (!still) return
    this.standStill = null
    scrollTo(this.terminal, Math.max(0, still.line))
    still.dispose()
  }

  /** Runs a change of the grid and brings the view back to the line it showed. */
  through(change: () => void): void {
    const eye = this.following ? null : this.look()
    change()
    if (this.following) this.terminal.scrollToBottom()
    const row = eye && rowOf(this.terminal, this.table, eye)
    if (row !== null) scrollTo(this.terminal, row)
  }
}
