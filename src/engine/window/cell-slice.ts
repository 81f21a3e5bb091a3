import { eastAsianWidth } from 'get-east-asian-width'

/**
 * The part of a line that stands in the cells `[from, to)` of a terminal of `columns` columns, where the line begins at
 * cell 0 and goes on over wrapped rows; tabs and wide characters take the cells that they take there (as in `row-count.ts`).
 * A character belongs to the part when its first cell does.
 */
export function cellSlice(text: string, columns: number, from: number, to: number): string {
  if (from <= 0 && to === Infinity) return text
  let cell = 0
  let out = ''
  for (const character of text) {
    if (cell >= to) break
    const column = cell % columns
    let width = 1
    if (character === '\t') width = Math.min(8 - (column % 8), columns - column)
    else if (character >= '\u0300') {
      width = /\p{M}/u.test(character) ? 0 : eastAsianWidth(character.codePointAt(0)!)
      // It does not fit into the last column and moves to the next row.
      if (width === 2 && column === columns - 1) cell++
    }
    if (cell >= from && cell < to) out += character
    cell += width
  }
  return out
}
