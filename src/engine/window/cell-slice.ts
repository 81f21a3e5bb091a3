import { eastAsianWidth } from 'get-east-asian-width'

// eslint-disable-next-line no-control-regex -- SGR is what the escape filter leaves in.
const CHARACTERS = /\x1b\[[0-9;:]*m|[\s\S]/gu

/**
 * The part of a line that stands in the cells `[from, to)` of a terminal of `columns` columns, where the line begins at
 * cell 0 and goes on over wrapped rows. A character belongs to the part when its first cell does; one that takes no cell of its
 * own belongs to the one before. As xterm has it, a row that is full wraps with the next character only, and a tab
 * never leaves its row. SGR sequences take no cell, and those before the part stay, since they may colour it.
 */
export function cellSlice(text: string, columns: number, from: number, to: number): string {
  if (from <= 0 && to === Infinity) return text
  let rowStart = 0
  let column = 0
  let cell = 0
  let out = ''
  for (const [character] of text.matchAll(CHARACTERS)) {
    if (character.length > 2) {
      if (cell < to) out += character
      continue
    }
    const width = widthOf(character)
    if (character === '\t') {
      if (column < columns) {
        cell = rowStart + column
        column = Math.min(column + 8 - (column % 8), columns - 1)
      }
    } else if (width > 0) {
      if (column + width > columns) {
        rowStart += columns
        column = 0
      }
      cell = rowStart + column
      column += width
    }
    if (cell >= to) break
    if (cell >= from) out += character
  }
  return out
}

function widthOf(character: string): number {
  if (character < '\u0300') return 1
  return /\p{M}/u.test(character) ? 0 : eastAsianWidth(character.codePointAt(0)!)
}
