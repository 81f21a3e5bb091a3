/**
 * How deep a JSON text is nested, counted before it is parsed; of a text that is no JSON, whatever its brackets say. Stops at
 * `most` + 1.
 */
export function jsonDepth(text: string, most: number): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (inString) {
      if (code === 0x5c) at++
      else if (code === 0x22) inString = false
    } else if (code === 0x22) inString = true
    else if (code === 0x5b || code === 0x7b) {
      depth++
      if (depth > deepest) deepest = depth
      if (deepest > most) return deepest
    } else if (code === 0x5d || code === 0x7d) depth--
  }
  return deepest
}

/** Whether a JSON text holds more than `most` values; counted before it is parsed, since each takes many times its letters. */
export function jsonIsWide(text: string, most: number): boolean {
  let commas = 0
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) if (++commas > most) return true
  return false
}
