import { SGR } from '@shared/text/sgr'
import { eastAsianWidth } from 'get-east-asian-width'

const decoder = new TextDecoder()
/**
 * Rows that a filtered line takes in a terminal of `columns` columns. Exact for plain
 * ASCII; for other text it may count one row too many (combining characters), never too
 * few, because it serves as a bound.
 */
export function rowsOf(text: Uint8Array, from: number, to: number, columns: number): number {
  let simple = true
  for (let i = from; i < to && simple; i++) simple = text[i]! >= 0x20 && text[i]! < 0x7f
  const cells = simple ? to - from : cellsOf(decoder.decode(text.subarray(from, to)).replace(SGR, ''), columns)
  return cells <= columns ? 1 : Math.ceil(cells / columns)
}

function cellsOf(text: string, columns: number): number {
  let cells = 0
  for (const character of text) {
    if (character === '\t') {
      const column = cells % columns
      cells += Math.min(8 - (column % 8), columns - column)
      continue
    }
    const width = character < '\u0300' ? 1 : eastAsianWidth(character.codePointAt(0)!)
    // A wide character does not fit into the last column and moves to the next row.
    if (width === 2 && cells % columns === columns - 1) cells++
    cells += width
  }
  return cells
}
