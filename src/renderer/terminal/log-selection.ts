import type { Terminal } from '@xterm/xterm'
import type { LineTable } from './line-table'
import { lastRow, lineBottom, startRowOf } from './rows'
import { placeOf } from './view-anchor'

/** A place in a line: the line's offset at the source (bytes), and cells from its beginning; `Infinity` is its end. */
export interface Spot {
  offset: number
  cell: number
}

/** What is selected, wherever it lies; `columns` is the width at which the cells were counted. */
export type SelectedRange = { all: true } | { all: false; from: Spot; to: Spot; columns: number; held: boolean }

/** While a selection is drawn beyond the window's edge the view moves so often (ms). */
const SCROLL_MS = 50

/**
 * The person's selection as places in the log. xterm selects rows and forgets them with every rewrite; this one goes on over
 * rewrites, is drawn again after each, and takes a drag over from xterm where a rewrite comes in between.
 */
export class LogSelection {
  private range: { anchor: Spot; head: Spot; columns: number } | 'all' | null = null
  /** Where the button went down; null while it is up. */
  private down: Spot | null = null
  private takenOver = false
  private pointer: { x: number; y: number } = { x: 0, y: 0 }
  private timer: ReturnType<typeof setInterval> | null = null
  private readonly stop: () => void

  /** @param onDrawn the person drew a selection further: output must stand still */
  constructor(
    private readonly terminal: Terminal,
    private readonly table: LineTable,
    private readonly host: HTMLElement,
    private readonly onDrawn: () => void,
  ) {
    const { ownerDocument: page } = host
    const press = (event: MouseEvent) => this.press(event)
    const move = (event: MouseEvent) => this.move(event)
    const release = () => this.release()
    host.addEventListener('mousedown', press, { capture: true })
    page.addEventListener('mousemove', move, { passive: true })
    page.addEventListener('mouseup', release, { passive: true })
    this.stop = () => {
      host.removeEventListener('mousedown', press, { capture: true })
      page.removeEventListener('mousemove', move)
      page.removeEventListener('mouseup', release)
      this.rest()
    }
  }

  all(): void {
    this.range = 'all'
    this.draw()
  }

  /** Nothing of the person's is selected any more; what the terminal shows is somebody else's. */
  forget(): void {
    this.range = null
    this.down = null
    this.rest()
  }

  clear(): void {
    this.forget()
    this.terminal.clearSelection()
  }

  /** Null when nothing is selected. */
  selected(): SelectedRange | null {
    const range = this.range ?? this.shown()
    if (range === null) return null
    if (range === 'all') return { all: true }
    const [from, to] = inOrder(range.anchor, range.head)
    return { all: false, from, to, columns: range.columns, held: this.rowOf(from) !== null && this.rowOf(to) !== null }
  }

  /** Remembers what is selected now, be it the person's or a match, and returns what draws it again. */
  keep(): () => void {
    if (this.down !== null) {
      this.takenOver = true
      this.range = { anchor: this.down, head: this.spotUnder(this.pointer) ?? this.down, columns: this.terminal.cols }
    }
    const kept = this.range ?? this.shown()
    return () => this.draw(kept)
  }

  /** Draws what of the selection is held. */
  draw(range = this.range): void {
    if (range === null) return
    if (range === 'all') return this.terminal.selectAll()
    const { terminal } = this
    const [from, to] = inOrder(range.anchor, range.head)
    const first = this.table.fromEnd(this.table.length - 1) ?? 0
    const begin = this.rowOf(from) ?? (from.offset < first ? { row: 0, x: 0 } : null)
    const end = this.rowOf(to) ?? (to.offset > first ? { row: lastRow(terminal), x: terminal.cols } : null)
    const cells = begin && end ? (end.row - begin.row) * terminal.cols + end.x - begin.x : 0
    if (begin && cells > 0) terminal.select(begin.x, begin.row, cells)
    else terminal.clearSelection()
  }

  dispose(): void {
    this.stop()
  }

  private press(event: MouseEvent): void {
    if (event.button !== 0) return
    this.pointer = { x: event.clientX, y: event.clientY }
    const spot = this.spotUnder(this.pointer)
    if (event.shiftKey && spot && this.range !== null && this.range !== 'all') {
      // xterm would extend what it knows of, which may be another piece of the log.
      event.preventDefault()
      event.stopPropagation()
      this.extend(spot)
      return
    }
    this.range = null
    this.takenOver = false
    this.down = spot
  }

  private move(event: MouseEvent): void {
    if (this.down === null) return
    this.pointer = { x: event.clientX, y: event.clientY }
    if (!this.takenOver) return
    this.range ??= { anchor: this.down, head: this.down, columns: this.terminal.cols }
    this.extend(this.spotUnder(this.pointer))
    const beyond = this.beyond()
    if (beyond === 0) return this.rest()
    this.timer ??= setInterval(() => {
      this.terminal.scrollLines(this.beyond())
      this.extend(this.spotUnder(this.pointer))
    }, SCROLL_MS)
  }

  private release(): void {
    if (this.down === null) return
    const { down } = this
    this.down = null
    this.rest()
    if (this.takenOver) return
    const shown = this.shown()
    if (!shown) return
    // The end that was pressed stays when the selection is extended.
    const backwards = compare(down, shown.head) >= 0
    this.range = backwards ? { anchor: shown.head, head: shown.anchor, columns: shown.columns } : shown
  }

  private extend(head: Spot | null): void {
    if (head === null || this.range === null || this.range === 'all') return
    this.range = { ...this.range, head }
    this.onDrawn()
    this.draw()
  }

  private rest(): void {
    if (this.timer) clearInterval(this.timer)
    this.timer = null
  }

  /** What the terminal itself has selected. */
  private shown(): { anchor: Spot; head: Spot; columns: number } | null {
    const position = this.terminal.getSelectionPosition()
    if (!position) return null
    const anchor = this.spotAt(position.start.y, position.start.x)
    const head = this.spotAt(Math.min(position.end.y, lastRow(this.terminal)), position.end.x)
    return anchor && head ? { anchor, head, columns: this.terminal.cols } : null
  }

  /** Rows above (negative) or below the text at which the pointer is; 0 inside. */
  private beyond(): number {
    const box = this.box()
    if (this.pointer.y < box.top) return -Math.ceil((box.top - this.pointer.y) / 20)
    return this.pointer.y > box.bottom ? Math.ceil((this.pointer.y - box.bottom) / 20) : 0
  }

  private spotUnder({ x, y }: { x: number; y: number }): Spot | null {
    const { terminal } = this
    const box = this.box()
    const row = Math.floor(((y - box.top) / box.height) * terminal.rows)
    const column = Math.round(((x - box.left) / box.width) * terminal.cols)
    const inView = Math.min(Math.max(0, row), terminal.rows - 1)
    return this.spotAt(Math.min(terminal.buffer.active.viewportY + inView, lastRow(terminal)), Math.min(Math.max(0, column), terminal.cols))
  }

  private spotAt(row: number, x: number): Spot | null {
    const place = placeOf(this.terminal, this.table, row)
    if (!place) return null
    const { cols, buffer } = this.terminal
    const atEnd = place.rowsToEnd === 0 && x >= (buffer.active.getLine(row)?.translateToString(true).length ?? 0)
    return { offset: place.offset, cell: atEnd ? Infinity : (place.rowInLine ?? 0) * cols + x }
  }

  private rowOf({ offset, cell }: Spot): { row: number; x: number } | null {
    const back = this.table.findBack(offset)
    const start = back === null ? null : startRowOf(this.terminal, back)
    if (start === null) return null
    const { cols } = this.terminal
    const bottom = lineBottom(this.terminal, start)
    const row = start + Math.floor(cell / cols)
    return row <= bottom ? { row, x: cell % cols } : { row: bottom, x: cols }
  }

  private box(): DOMRect {
    return (this.host.querySelector('.xterm-screen') ?? this.host).getBoundingClientRect()
  }
}

function compare(a: Spot, b: Spot): number {
  // Infinity less itself is no number.
  return a.offset - b.offset || (a.cell === b.cell ? 0 : a.cell - b.cell)
}

function inOrder(a: Spot, b: Spot): [Spot, Spot] {
  return compare(a, b) <= 0 ? [a, b] : [b, a]
}
