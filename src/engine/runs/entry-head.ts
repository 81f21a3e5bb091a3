import type { EntryShape } from './entry'

/* What the first line of an entry says, read from its bytes (as latin1) without decoding the rest. */

/** How the line at `from` begins an entry; null when it does not. */
export function shapeAt(text: string, from: number, end: number): EntryShape | null {
  const first = text.charCodeAt(from)
  if (first === 0x7b) return text.startsWith('{"ts":"', from) ? 'json' : null
  if (first < 0x30 || first > 0x39 || end - from < 32) return null
  const stamped =
    text.charCodeAt(from + 24) === 0x5b &&
    text.charCodeAt(from + 4) === 0x2d &&
    text.charCodeAt(from + 7) === 0x2d &&
    text.charCodeAt(from + 10) === 0x20 &&
    text.charCodeAt(from + 13) === 0x3a &&
    text.charCodeAt(from + 16) === 0x3a &&
    text.charCodeAt(from + 19) === 0x2e &&
    text.charCodeAt(from + 23) === 0x20
  if (!stamped) return null
  for (let at = from + 28; at < from + 34; at++) {
    if (text.charCodeAt(at) !== 0x5d) continue
    if (text.charCodeAt(at + 1) === 0x09) return 'tabbed'
    return text.charCodeAt(at + 1) === 0x20 && text.charCodeAt(at + 2) === 0x20 ? 'spaced' : null
  }
  return null
}

/** Where the message begins; -1 when the line has none. */
export function messageAt(text: string, shape: EntryShape, from: number, end: number): number {
  if (shape === 'json') {
    const at = text.indexOf('"msg":"', from)
    return at < 0 || at >= end ? -1 : at + 7
  }
  const level = text.indexOf(']', from)
  if (shape === 'spaced') return level + 3
  let at = level + 2
  // `(names) TAB` stands only where the logger has a name; then the place in the source and the function.
  for (let left = text.charCodeAt(at) === 0x28 ? 3 : 2; left > 0; left--) {
    at = text.indexOf('\t', at) + 1
    if (at === 0 || at > end) return -1
  }
  return at
}

/** The level of the entry whose first line begins at `from`: lower case, at most four letters. */
export function levelAt(text: string, shape: EntryShape, from: number, end: number): string {
  let at = from + 25
  if (shape === 'json') {
    at = text.indexOf('"level":"', from) + 9
    if (at < from + 9 || at >= end) return ''
  }
  let to = at
  while (to < at + 4 && isLetter(text.charCodeAt(to))) to++
  return text.slice(at, to).toLowerCase()
}

/**
 * Whether the entry is chatter of the network. Its loggers are `net.tailnet…` since v0.23.3, `tailnet…` in brackets before, and a
 * list of names in JSON.
 */
export function isNetwork(text: string, shape: EntryShape, from: number, end: number): boolean {
  if (shape === 'spaced') return text.startsWith('net.', text.indexOf(']', from) + 3)
  if (shape === 'tabbed') {
    const at = text.indexOf(']', from) + 2
    return text.startsWith('(net.', at) || text.startsWith('(tailnet', at)
  }
  const names = text.indexOf('"logger_names":["', from)
  if (names < 0 || names >= end) return false
  return text.startsWith('net"', names + 17) || text.startsWith('net.', names + 17) || text.startsWith('tailnet', names + 17)
}

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)
}
