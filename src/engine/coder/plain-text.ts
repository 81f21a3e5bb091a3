/** Text from a server or a program, made fit for a sentence or a label: one line with nothing invisible in it. */
export function oneLine(text: string, maxChars: number): string {
  // Cut first: the rest costs in proportion to what is kept.
  const visible = text.slice(0, maxChars * 4).replace(/[\p{C}\p{Z}]+/gu, ' ').trim()
  const letters = [...visible]
  return letters.length <= maxChars ? visible : `${letters.slice(0, maxChars - 1).join('')}…`
}

/** Without colours and cursor movements (SGR and other CSI sequences), as a program writes them to a terminal. */
export function withoutColours(text: string): string {
  // eslint-disable-next-line no-control-regex -- ESC is what such a sequence begins with.
  return text.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
}
