/** The unterminated last line as a terminal shows it: after its last redraw, without colours. */
export function lastOpenLine(tail: string): string {
  const line = tail.slice(tail.lastIndexOf('\n') + 1).replace(/\r+$/, '')
  // eslint-disable-next-line no-control-regex -- escape sequences are what is taken out.
  return line.slice(line.lastIndexOf('\r') + 1).replace(/\x1b\[[0-9;:?]*[A-Za-z]/g, '')
}
