import type { Terminal } from '@xterm/xterm'
import type { LineTable } from './line-table'
import { isLineStart, lastRow, lineBottom, lineTop, linesAfter, startRowOf, type Buffered } from './rows'

/** A place in the log that survives a rewrite of the window: a line by its offset, and where in that line. */
export interface Place {
  offset: number
  /** Rows after the line's first row; null when that row was trimmed, and then `rowsToEnd` counts. */
  rowInLine: number | null
  rowsToEnd: number
}

/** The place of a row; null when the terminal is empty or the row holds no line. */
export function placeOf(terminal: Buffered, table: LineTable, row: number): Place | null {
  if (row < 0 || row > lastRow(terminal)) return null
  const offset = table.fromEnd(linesAfter(terminal, row))
  if (offset === null) return null
  const top = lineTop(terminal, row)
  return { offset, rowInLine: isLineStart(terminal, top) ? row - top : null, rowsToEnd: lineBottom(terminal, row) - row }
}

/** Where a place is now; null when its line is not held. */
export function rowOf(terminal: Buffered, table: LineTable, place: Place): number | null {
  const back = table.findBack(place.offset)
  const start = back === null ? null : startRowOf(terminal, back)
  if (start === null) return null
  const bottom = lineBottom(terminal, start)
  const row = place.rowInLine === null ? bottom - place.rowsToEnd : start + place.rowInLine
  return Math.min(Math.max(row, start), bottom)
}

/** Scrolls so that `row` stands at the top, or as near as the text allows. */
export function scrollTo(terminal: Pick<Terminal, 'buffer' | 'scrollToLine'>, row: number): void {
  const buffer = terminal.buffer.active
  const target = Math.min(Math.max(0, row), buffer.baseY)
  // xterm scrolls by way of its scrollbar, whose position can lag one row behind; a second step corrects that.
  for (let i = 0; i < 3 && buffer.viewportY !== target; i++) terminal.scrollToLine(target)
}
