import type { SearchPattern } from '../contract/search'
import type { Result } from '../model'
import { Automaton } from './automaton'
import { encode } from './char-set'
import { compile } from './program'
import { readPattern } from './read-pattern'

/** Matches of one text that are told (count). */
const MOST_RANGES = 50

/** A pattern that runs over the text of one line. */
export interface TextMatcher {
  /**
   * Where the text matches, leftmost and longest first: starts and ends (UTF-16 units), in order, at most 50. The time
   * it takes is linear in the length of the text, whatever the pattern is.
   */
  ranges(text: LineText): [number, number][]
}

/** The matcher of a pattern, or why there is none. */
export function textMatcher(pattern: SearchPattern): Result<TextMatcher> {
  const read = readPattern(pattern)
  if (!read.ok) return read
  const { node, program } = read.value
  const forwards = new Automaton(program, 'anchored')
  // It has as many steps, so it is not too long either.
  const backwards = new Automaton(compile(node, true)!, 'every')
  return { ok: true, value: { ranges: (text) => ranges(text, forwards, backwards) } }
}

/** A text ready to be matched, by as many patterns as there are: its bytes, and where they stand in it. */
export interface LineText {
  bytes: Uint8Array
  /** UTF-16 unit of each byte, and of the end; null where each byte is one unit. */
  units: Uint32Array | null
}

export function lineText(text: string): LineText {
  const plain = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x80) return beyondAscii(text)
    plain[i] = code
  }
  return { bytes: plain, units: null }
}

function beyondAscii(text: string): LineText {
  const bytes = new Uint8Array(text.length * 3)
  const units = new Uint32Array(text.length * 3 + 1)
  let length = 0
  for (let i = 0; i < text.length; ) {
    const code = text.codePointAt(i)!
    // Half of a pair stands for broken text, as it does in patterns.
    for (const byte of encode(code >= 0xd800 && code <= 0xdfff ? 0xfffd : code)) {
      units[length] = i
      bytes[length++] = byte
    }
    i += code > 0xffff ? 2 : 1
  }
  units[length] = text.length
  return { bytes: bytes.subarray(0, length), units: units.subarray(0, length + 1) }
}

function ranges({ bytes, units }: LineText, forwards: Automaton, backwards: Automaton): [number, number][] {
  const found: [number, number][] = []
  let behind = 0
  for (const from of backwards.beginnings(bytes, 0, bytes.length)) {
    if (from < behind) continue
    const to = forwards.longest(bytes, from, bytes.length)
    if (to <= from) continue
    found.push(units ? [units[from]!, units[to]!] : [from, to])
    behind = to
    if (found.length === MOST_RANGES) break
  }
  return found
}
