import type { LineTable } from './line-table'
import { isLineStart, lastRow, linesAfter, type Buffered } from './rows'

/** A line whose first row is on screen. */
export interface VisibleLine {
  /** Row on screen, from 0. */
  row: number
  /** Row in the buffer. */
  y: number
  /** Offset at the source (bytes). */
  offset: number
}

/** The lines that begin on screen, top to bottom. */
export function visibleLines(terminal: Buffered, table: LineTable): VisibleLine[] {
  const { viewportY } = terminal.buffer.active
  const bottom = Math.min(viewportY + terminal.rows - 1, lastRow(terminal))
  const lines: VisibleLine[] = []
  let back = linesAfter(terminal, bottom)
  for (let y = bottom; y >= viewportY; y--) {
    if (!isLineStart(terminal, y)) continue
    const offset = table.fromEnd(back++)
    if (offset !== null) lines.push({ row: y - viewportY, y, offset })
  }
  return lines.reverse()
}
