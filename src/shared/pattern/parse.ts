import type { SearchPattern } from '../contract/search'
import type { Failure, Result } from '../model'
import { ANY, complement, DIGIT, foldCase, single, SPACE, union, WORD, type CharSet } from './char-set'

/**
 * The one pattern syntax of the app. Everything in it means the same to JavaScript, to POSIX
 * ERE and to Rust's regex (`translate.ts`), and none of it needs to look back, so a line is
 * matched in time linear in its length. It is: characters, `.`, sets, ASCII `\d \w \s` (and
 * `\D \W \S`), `\b`, groups, `|`, greedy `* + ? {m,n}`, `^`, `$`.
 */
export type Node =
  | { kind: 'set'; set: CharSet }
  | { kind: 'seq'; parts: Node[] }
  | { kind: 'alt'; parts: Node[] }
  | { kind: 'repeat'; node: Node; min: number; max: number | null }
  | { kind: 'assert'; what: Assertion }

/** `word-start`, `word-end`: no ASCII word character before, or after; the two halves of "whole word". */
export type Assertion = 'line-start' | 'line-end' | 'word-edge' | 'word-start' | 'word-end'

/** POSIX promises no more repetitions than this (RE_DUP_MAX). */
const MOST_REPEATS = 255

/** The pattern as a tree, or why it cannot be searched. Case and whole word are part of the tree. */
export function parsePattern(pattern: SearchPattern): Result<Node> {
  try {
    const parser = new Parser(pattern.text, !pattern.caseSensitive)
    const node = pattern.regex ? parser.whole() : parser.literal()
    if (matchesEmpty(node)) throw new Refusal('This pattern also matches empty text.', 'Add something that must be there.')
    return { ok: true, value: pattern.wholeWord ? wholeWord(node) : node }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, failure: error.failure }
    throw error
  }
}

function wholeWord(node: Node): Node {
  return { kind: 'seq', parts: [{ kind: 'assert', what: 'word-start' }, node, { kind: 'assert', what: 'word-end' }] }
}

/** Whether it can match without taking a character. */
function matchesEmpty(node: Node): boolean {
  switch (node.kind) {
    case 'set':
      return false
    case 'seq':
      return node.parts.every(matchesEmpty)
    case 'alt':
      return node.parts.some(matchesEmpty)
    case 'repeat':
      return node.min === 0 || matchesEmpty(node.node)
    case 'assert':
      return true
  }
}

class Refusal extends Error {
  readonly failure: Failure

  constructor(sentence: string, nextStep: string) {
    super(sentence)
    this.failure = { code: 'PATTERN_REFUSED', sentence, nextStep }
  }
}

const NOTHING_TO_REPEAT = 'Put a character, a set or a group before it, or a backslash to mean the sign itself.'
const CLASSES: Record<string, CharSet> = {
  d: DIGIT,
  w: WORD,
  s: SPACE,
  D: complement(DIGIT),
  W: complement(WORD),
  S: complement(SPACE),
}

class Parser {
  private readonly chars: string[]
  private at = 0
  private depth = 0

  constructor(
    text: string,
    private readonly bothCases: boolean,
  ) {
    this.chars = [...text]
  }

  literal(): Node {
    return { kind: 'seq', parts: this.chars.map((char) => this.character(char)) }
  }

  whole(): Node {
    const node = this.alternatives()
    if (this.at < this.chars.length) throw new Refusal('A ")" has no "(" before it.', 'Remove it, or write \\) for the character.')
    return node
  }

  private alternatives(): Node {
    const parts = [this.sequence()]
    while (this.take('|')) parts.push(this.sequence())
    return parts.length === 1 ? parts[0]! : { kind: 'alt', parts }
  }

  private sequence(): Node {
    const parts: Node[] = []
    while (this.at < this.chars.length && this.peek !== '|' && this.peek !== ')') parts.push(this.repeated())
    return { kind: 'seq', parts }
  }

  private repeated(): Node {
    const node = this.atom()
    const range = this.quantifier()
    if (!range) return node
    if (node.kind === 'assert') throw new Refusal(`There is nothing to repeat before "${range.sign}".`, NOTHING_TO_REPEAT)
    const next = this.peek
    if (next === '?' || next === '+') throw new Refusal(`"${range.sign}${next}" is not supported.`, 'Leave the second sign out: which lines match does not depend on it.')
    if (next === '*' || next === '{') throw new Refusal(`There is nothing to repeat before "${next}".`, 'Put the repeated part in a group.')
    return { kind: 'repeat', node, min: range.min, max: range.max }
  }

  private quantifier(): { sign: string; min: number; max: number | null } | null {
    if (this.take('*')) return { sign: '*', min: 0, max: null }
    if (this.take('+')) return { sign: '+', min: 1, max: null }
    if (this.take('?')) return { sign: '?', min: 0, max: 1 }
    if (this.peek !== '{') return null
    const sign = /^\{(\d{1,4})(?:(,)(\d{1,4})?)?\}/.exec(this.chars.slice(this.at, this.at + 16).join(''))
    if (!sign) throw new Refusal('"{" begins no count such as {2} or {2,5}.', 'Write \\{ for the character.')
    this.at += sign[0].length
    const min = Number(sign[1])
    const max = sign[2] === undefined ? min : sign[3] === undefined ? null : Number(sign[3])
    if (max !== null && max < min) throw new Refusal(`The count ${sign[0]} ends before it begins.`, 'Write the smaller number first.')
    if (Math.max(min, max ?? 0) > MOST_REPEATS) throw new Refusal(`The count ${sign[0]} is too large.`, `Use at most ${MOST_REPEATS}.`)
    return { sign: sign[0], min, max }
  }

  private atom(): Node {
    const char = this.next()
    switch (char) {
      case '.':
        return { kind: 'set', set: ANY }
      case '^':
        return { kind: 'assert', what: 'line-start' }
      case '$':
        return { kind: 'assert', what: 'line-end' }
      case '(':
        return this.group()
      case '[':
        return { kind: 'set', set: this.set() }
      case '\\':
        return this.escape()
      case '*':
      case '+':
      case '?':
        throw new Refusal(`There is nothing to repeat before "${char}".`, NOTHING_TO_REPEAT)
      case '{':
        throw new Refusal('There is nothing to repeat before "{".', 'Write \\{ for the character.')
      default:
        return this.character(char)
    }
  }

  private group(): Node {
    if (this.take('?') && !this.take(':')) throw new Refusal('Looking ahead or behind, names and flags in groups are not supported.', 'Use plain groups: (…).')
    if (++this.depth > 50) throw new Refusal('Groups are nested too deeply.', 'Use fewer groups.')
    const node = this.alternatives()
    this.depth--
    if (!this.take(')')) throw new Refusal('A group has no end.', 'Close it with ")", or write \\( for the character.')
    if (node.kind === 'seq' && node.parts.length === 0) throw new Refusal('A group is empty.', 'Remove it, or write \\( and \\) for the characters.')
    return node
  }

  private escape(): Node {
    const char = this.next('The pattern ends with a backslash.')
    if (char === 'b') return { kind: 'assert', what: 'word-edge' }
    const set = CLASSES[char]
    if (set) return { kind: 'set', set }
    return this.character(this.escaped(char))
  }

  /** The character that a backslash and `char` stand for. */
  private escaped(char: string): string {
    if (char === 't') return '\t'
    if (char === 'n') throw new Refusal('A match cannot go over the end of a line.', 'Search for the text of one line.')
    if (/[1-9k]/.test(char)) throw new Refusal('A group cannot be referred to again in the same pattern.', 'Write out what should repeat.')
    if (/[A-Za-z0-9]/.test(char) || char > '~') throw new Refusal(`"\\${char}" is not supported.`, 'Backslashes make \\d, \\w, \\s, \\b and \\t, and take away what a sign means.')
    return char
  }

  private set(): CharSet {
    const negated = this.take('^')
    const parts: CharSet[] = []
    while (!this.take(']')) {
      if (this.peek === '[' && /[:.=]/.test(this.chars[this.at + 1] ?? '')) {
        throw new Refusal('Named sets such as [:alpha:] are not supported.', 'Write the characters, for example [A-Za-z].')
      }
      const from = this.member()
      if (typeof from !== 'string' || this.peek !== '-' || this.chars[this.at + 1] === ']') {
        parts.push(typeof from === 'string' ? single(codeOf(from)) : from)
        continue
      }
      this.at++
      const to = this.member()
      if (typeof to !== 'string') throw new Refusal('A range in a set has no end.', 'Write \\- for the character.')
      if (codeOf(to) < codeOf(from)) throw new Refusal(`The range ${from}-${to} ends before it begins.`, 'Write the smaller character first.')
      parts.push([[codeOf(from), codeOf(to)]])
    }
    if (parts.length === 0) throw new Refusal('A set is empty.', 'Put characters between [ and ], or write \\[ for the character.')
    const folded = this.bothCases ? foldCase(union(...parts)) : union(...parts)
    // What is no text drops out, since it is in no complement.
    const set = complement(folded)
    return negated ? set : complement(set)
  }

  private member(): string | CharSet {
    const char = this.next('A set has no end.', 'Close it with "]", or write \\[ for the character.')
    if (char !== '\\') return char
    const escaped = this.next('The pattern ends with a backslash.')
    if (escaped === 'b') throw new Refusal('"\\b" means nothing inside a set.', 'Put it outside the set.')
    return CLASSES[escaped] ?? this.escaped(escaped)
  }

  private character(char: string): Node {
    const code = codeOf(char)
    if (code === 0 || code === 0x0a) throw new Refusal('A match cannot go over the end of a line.', 'Search for the text of one line.')
    return { kind: 'set', set: this.bothCases ? foldCase(single(code)) : single(code) }
  }

  private get peek(): string | undefined {
    return this.chars[this.at]
  }

  private take(char: string): boolean {
    if (this.peek !== char) return false
    this.at++
    return true
  }

  private next(atEnd = '', nextStep = 'Write two backslashes for the character.'): string {
    const char = this.chars[this.at++]
    if (char === undefined) throw new Refusal(atEnd, nextStep)
    return char
  }
}

/** Code point of a character; half of a pair stands for the sign of broken text. */
function codeOf(char: string): number {
  const code = char.codePointAt(0)!
  return code >= 0xd800 && code <= 0xdfff ? 0xfffd : code
}
