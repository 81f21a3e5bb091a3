import type { IBufferLine } from '@xterm/xterm'

/** One row of a line as text, and the cells that its text stands in. */
export interface RowText {
  text: string
  /** Column (from 0) of the cell of each UTF-16 unit, and of the end; null where each unit is one cell. */
  columns: Uint16Array | null
}

const ONE_CELL_EACH = /^[\x20-\x7e]*$/

/** @param trimmed without the blanks at its end, which no program wrote */
export function rowText(row: IBufferLine, trimmed: boolean): RowText {
  const text = row.translateToString(trimmed)
  if (ONE_CELL_EACH.test(text)) return { text, columns: null }
  const columns = new Uint16Array(text.length + 1)
  let unit = 0
  for (let x = 0; x < row.length && unit < text.length; x++) {
    const cell = row.getCell(x)
    // The second half of a wide character has no text of its own.
    if (!cell || cell.getWidth() === 0) continue
    const units = cell.getChars().length || 1
    columns.fill(x, unit, unit + units)
    unit += units
    columns[Math.min(unit, text.length)] = x + cell.getWidth()
  }
  return { text, columns }
}

/** The cells `[from, to)` of units `[from, to)` of a row. */
export function cellsOf({ columns }: RowText, from: number, to: number): { x: number; width: number } {
  const x = columns ? columns[from]! : from
  const end = columns ? columns[to]! : to
  return { x, width: Math.max(1, end - x) }
}
