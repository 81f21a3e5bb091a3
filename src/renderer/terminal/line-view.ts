import type { Terminal } from '@xterm/xterm'
import type { LineTable } from './line-table'
import { isLineStart, lastRow, linesAfter } from './rows'

/** What a terminal shows and holds, as offsets of lines at the source (bytes). */
export interface TerminalView {
  /** The first and the last line on screen. */
  top: number
  bottom: number
  /** The newest line is on screen. */
  atLast: boolean
  /** The first and the last line held. */
  first: number
  last: number
  /** Lines held, the first one perhaps in part. */
  lines: number
  /** Lines were trimmed at the top since the last rewrite. */
  trimmed: boolean
}

/** Null while nothing is held. */
export function viewOf(terminal: Pick<Terminal, 'buffer' | 'rows'>, table: LineTable): TerminalView | null {
  const last = table.fromEnd(0)
  if (last === null) return null
  const { viewportY } = terminal.buffer.active
  const end = lastRow(terminal)
  const bottomRow = Math.min(viewportY + terminal.rows - 1, end)
  // What the rows say is true whatever was trimmed: the table only knows what was written.
  const belowBottom = linesAfter(terminal, bottomRow)
  const belowTop = belowBottom + linesBetween(terminal, Math.min(viewportY, bottomRow), bottomRow)
  const afterFirst = belowTop + linesBetween(terminal, 0, Math.min(viewportY, bottomRow))
  const at = (back: number) => table.fromEnd(Math.min(back, table.length - 1)) ?? last
  return {
    top: at(belowTop),
    bottom: at(belowBottom),
    atLast: bottomRow === end,
    first: at(afterFirst),
    last,
    lines: afterFirst + 1,
    trimmed: afterFirst + 1 < table.pushed || !isLineStart(terminal, 0),
  }
}

/** Lines that begin in the rows `(from, to]`. */
function linesBetween(terminal: Pick<Terminal, 'buffer' | 'rows'>, from: number, to: number): number {
  let count = 0
  for (let y = to; y > from; y--) if (isLineStart(terminal, y)) count++
  return count
}
