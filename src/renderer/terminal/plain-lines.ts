import { isLineStart, lastRow, lineBottom, lineTop, type Buffered } from './rows'

/** The last lines up to the foot of the view as plain text, at most `most` of them, oldest first; wrapped rows are joined. */
export function plainLines(terminal: Buffered, most: number): string[] {
  const buffer = terminal.buffer.active
  const end = lastRow(terminal)
  const lines: string[] = []
  let row = lineBottom(terminal, Math.min(buffer.viewportY + terminal.rows - 1, end))
  while (row >= 0 && lines.length < most) {
    const top = lineTop(terminal, row)
    let text = ''
    for (let y = top; y <= row; y++) text += buffer.getLine(y)?.translateToString(y === row) ?? ''
    // The cursor's row below a last line that ended holds nothing.
    if (text !== '' || row !== end || !isLineStart(terminal, row)) lines.push(text)
    row = top - 1
  }
  return lines.reverse()
}
