import type { SearchPattern } from '@shared/contract/search'
import type { Result } from '@shared/model'
import { Automaton, encode, readPattern, type Node } from '@shared/pattern'
import { translate } from './translate'

/** Matches of a line that are told (count). */
const MOST_RANGES = 50

/** A pattern ready to run over bytes. Not for use by two runs at a time: it keeps what it learns. */
export interface Matcher {
  /** The same pattern for programs in a workspace; one character for each byte. */
  readonly remote: { ere: string; rust: string }
  /** Bytes before a cut that `find` must see again to go on after it, or null when it goes on by its state. */
  readonly overlap: number | null
  /**
   * Runs over whole lines, or goes on in one: the offset in `bytes` of some byte of the first line that matches in
   * `[from, to)`, its newline perhaps, or -1. `state` is undefined at the start of a line.
   */
  find(bytes: Buffer, from: number, to: number, state?: number): { at: number; state: number }
  /** Whether an open line matches as it stands; `state` is what `find` gave at its end. */
  endsWell(state: number): boolean
  /** Where a line, `bytes[from, to)` without its newline, matches: starts and ends, in order, at most 50. */
  ranges(bytes: Buffer, from: number, to: number): [number, number][]
}

/** The matcher of a pattern, or why there is none. */
export function makeMatcher(pattern: SearchPattern): Result<Matcher> {
  const read = readPattern(pattern)
  if (!read.ok) return read
  const { node, program } = read.value
  const remote = { ere: translate(node, 'ere'), rust: translate(node, 'rust') }
  const literal = literalBytes(node)
  if (literal) return { ok: true, value: new LiteralMatcher(literal, remote) }
  const find = new Automaton(program, 'first')
  const anchored = new Automaton(program, 'anchored')
  return { ok: true, value: new AutomatonMatcher(find, anchored, remote) }
}

/** The matcher of a pattern that is known to be searchable. */
export function readyMatcher(pattern: SearchPattern): Matcher {
  const matcher = makeMatcher(pattern)
  if (!matcher.ok) throw new Error(matcher.failure.sentence)
  return matcher.value
}

/** The bytes of a pattern that is one plain text; null when it is more. */
function literalBytes(node: Node): Buffer | null {
  if (node.kind !== 'seq' || node.parts.length === 0) return null
  const bytes: number[] = []
  for (const part of node.parts) {
    const range = part.kind === 'set' && part.set.length === 1 ? part.set[0]! : null
    if (!range || range[0] !== range[1]) return null
    bytes.push(...encode(range[0]))
  }
  return Buffer.from(bytes)
}

/** Plain text: the machine's own search for bytes is several times faster than any automaton. */
class LiteralMatcher implements Matcher {
  readonly overlap: number

  constructor(
    private readonly text: Buffer,
    readonly remote: Matcher['remote'],
  ) {
    this.overlap = text.length - 1
  }

  find(bytes: Buffer, from: number, to: number): { at: number; state: number } {
    const at = bytes.subarray(0, to).indexOf(this.text, from)
    return { at, state: 0 }
  }

  endsWell(): boolean {
    return false
  }

  ranges(bytes: Buffer, from: number, to: number): [number, number][] {
    const line = bytes.subarray(0, to)
    const out: [number, number][] = []
    for (let at = line.indexOf(this.text, from); at >= 0 && out.length < MOST_RANGES; at = line.indexOf(this.text, at + this.text.length)) {
      out.push([at, at + this.text.length])
    }
    return out
  }
}

class AutomatonMatcher implements Matcher {
  readonly overlap = null

  constructor(
    private readonly automaton: Automaton,
    private readonly anchored: Automaton,
    readonly remote: Matcher['remote'],
  ) {}

  find(bytes: Buffer, from: number, to: number, state?: number): { at: number; state: number } {
    return this.automaton.find(bytes, from, to, state ?? this.automaton.lineStart())
  }

  endsWell(state: number): boolean {
    return this.automaton.matchesAtEnd(state)
  }

  ranges(bytes: Buffer, from: number, to: number): [number, number][] {
    const out: [number, number][] = []
    // A cut piece of a line begins after some byte; a whole one after a newline or nothing.
    let at = from
    while (at < to && out.length < MOST_RANGES) {
      const rest = this.automaton.find(bytes, at, to, this.automaton.after(bytes[at - 1]))
      if (rest.at < 0 && !this.automaton.matchesAtEnd(rest.state)) break
      const end = this.anchored.longest(bytes, at, to)
      if (end > at) {
        out.push([at, end])
        at = end
      } else at++
    }
    return out
  }
}
