import type { Terminal } from '@xterm/xterm'

/**
 * Rows of the terminal and lines of the log. A line is one row that is not wrapped and the
 * wrapped rows after it. Lines are counted upwards from the last row that holds text (the
 * cursor's), since that end stands still while rows are trimmed at the top.
 */
export type Buffered = Pick<Terminal, 'buffer' | 'rows'>

/** Absolute row (0 is the oldest held) on which the newest line ends. */
export function lastRow(terminal: Buffered): number {
  const buffer = terminal.buffer.active
  return buffer.baseY + buffer.cursorY
}

export function isLineStart(terminal: Buffered, row: number): boolean {
  return terminal.buffer.active.getLine(row)?.isWrapped === false
}

/** How many lines begin after `row`, up to the last row: the index, from the newest, of the line that `row` belongs to. */
export function linesAfter(terminal: Buffered, row: number): number {
  let count = 0
  for (let y = lastRow(terminal); y > row; y--) if (isLineStart(terminal, y)) count++
  return count
}

/** Row where the line that is `back` lines before the newest begins; null when it was trimmed. */
export function startRowOf(terminal: Buffered, back: number): number | null {
  let left = back
  for (let y = lastRow(terminal); y >= 0; y--) if (isLineStart(terminal, y) && left-- === 0) return y
  return null
}

/** First row of the line that `row` belongs to, or 0 when its beginning was trimmed. */
export function lineTop(terminal: Buffered, row: number): number {
  let y = row
  while (y > 0 && !isLineStart(terminal, y)) y--
  return y
}

/** Last row of the line that `row` belongs to. */
export function lineBottom(terminal: Buffered, row: number): number {
  const last = lastRow(terminal)
  let y = row
  while (y < last && !isLineStart(terminal, y + 1)) y++
  return y
}
