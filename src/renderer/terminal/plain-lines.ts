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

/** Text as it may go to a clipboard: lines end with `\n`, and no control but tab is in it. */
export function withoutControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what must not reach a clipboard
  return text.replace(/\r\n?/g, '\n').replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '')
}
