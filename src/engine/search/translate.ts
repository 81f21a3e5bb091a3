import { utf8Sequences, type Assertion, type ByteRange, type Node } from '@shared/pattern'

/**
 * How each target writes what a pattern is made of. All three match bytes: text is UTF-8, and a
 * byte beyond ASCII is written as itself (ERE, under `LC_ALL=C`), as `\xHH` of a string of bytes
 * (JavaScript, latin1) or as `(?-u:\xHH)` (Rust). The end of a line is before its `\r\n` as well.
 */
interface Table {
  byte(byte: number): string
  /** Sets of two bytes or more, none of them NUL or a newline. */
  ranges(ranges: readonly ByteRange[]): string
  open: string
  assert: Record<Assertion, string>
  /** Before the whole pattern. */
  head: string
}

const hex = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`
const hexRanges = (ranges: readonly ByteRange[]): string => `[${ranges.map(([a, b]) => (a === b ? hex(a) : `${hex(a)}-${hex(b)}`)).join('')}]`
/** Signs that mean something to ERE outside of brackets, or inside of them. */
const ERE_SIGN = new Set([...'\\.[](){}*+?^$|-'].map((sign) => sign.charCodeAt(0)))
const raw = (byte: number): string => String.fromCharCode(byte)
const ereByte = (byte: number): string => (byte === 0x2d || !ERE_SIGN.has(byte) ? raw(byte) : `\\${raw(byte)}`)

const TABLES = {
  js: {
    byte: hex,
    ranges: hexRanges,
    open: '(?:',
    assert: {
      'line-start': '^',
      'line-end': '\\r?$',
      'word-edge': '\\b',
      'word-start': '(?<![0-9A-Za-z_])',
      'word-end': '(?![0-9A-Za-z_])',
    },
    head: '',
  },
  /** POSIX ERE with GNU's `\b`, as a string with one character for each byte. */
  ere: {
    byte: ereByte,
    ranges: ereRanges,
    open: '(',
    assert: {
      'line-start': '^',
      'line-end': '\r?$',
      'word-edge': '\\b',
      // Taking the character beside the word is as good as looking at it: nothing else may take it.
      'word-start': '(^|[^0-9A-Za-z_])',
      'word-end': '($|[^0-9A-Za-z_])',
    },
    head: '',
  },
  rust: {
    byte: hex,
    ranges: hexRanges,
    open: '(?:',
    assert: {
      'line-start': '^',
      'line-end': '\\r?$',
      'word-edge': '\\b',
      'word-start': '(?:^|[^0-9A-Za-z_])',
      'word-end': '(?:$|[^0-9A-Za-z_])',
    },
    head: '(?-u)',
  },
} satisfies Record<string, Table>

export type Dialect = keyof typeof TABLES

/** The pattern for one of the engines. The string has one character for each byte. */
export function translate(node: Node, dialect: Dialect): string {
  const table: Table = TABLES[dialect]
  return table.head + write(node, table)
}

function write(node: Node, table: Table): string {
  switch (node.kind) {
    case 'set':
      return writeSet(utf8Sequences(node.set), table)
    case 'seq':
      return node.parts.map((part) => (part.kind === 'alt' ? `${table.open}${write(part, table)})` : write(part, table))).join('')
    case 'alt': {
      // An empty alternative is not in POSIX; that the rest is optional says the same.
      const written = node.parts.filter((part) => part.kind !== 'seq' || part.parts.length > 0).map((part) => write(part, table))
      const all = written.join('|')
      return written.length === node.parts.length ? all : `${table.open}${all})?`
    }
    case 'repeat':
      return repeat(node, table)
    case 'assert':
      return table.assert[node.what]
  }
}

function repeat({ node, min, max }: Extract<Node, { kind: 'repeat' }>, table: Table): string {
  const inner = `${table.open}${write(node, table)})`
  if (min === 0 && max === null) return `${inner}*`
  if (min === 1 && max === null) return `${inner}+`
  if (min === 0 && max === 1) return `${inner}?`
  return `${inner}{${max === null ? `${min},` : max === min ? min : `${min},${max}`}}`
}

function writeSet(sequences: readonly (readonly ByteRange[])[], table: Table): string {
  // What is one byte long goes into one pair of brackets.
  const bytes = sequences.filter((sequence) => sequence.length === 1).map((sequence) => sequence[0]!)
  const all = [
    ...(bytes.length > 0 ? [writeRanges(bytes, table)] : []),
    ...sequences.filter((sequence) => sequence.length > 1).map((sequence) => sequence.map((range) => writeRanges([range], table)).join('')),
  ]
  // A set of nothing matches nothing: no byte of UTF-8 is 0xff.
  if (all.length === 0) return table.byte(0xff)
  return all.length === 1 ? all[0]! : `${table.open}${all.join('|')})`
}

function writeRanges(ranges: readonly ByteRange[], table: Table): string {
  const [first] = ranges
  return ranges.length === 1 && first && first[0] === first[1] ? table.byte(first[0]) : table.ranges(ranges)
}

/** In brackets no sign can be escaped, so signs at the ends of ranges stand outside. */
function ereRanges(ranges: readonly ByteRange[]): string {
  const outside: string[] = []
  let inside = ''
  for (const range of ranges) {
    let [from, to] = range
    while (from <= to && ERE_SIGN.has(from)) outside.push(ereByte(from++))
    const after: string[] = []
    while (to >= from && ERE_SIGN.has(to)) after.push(ereByte(to--))
    if (from <= to) inside += from === to ? raw(from) : `${raw(from)}-${raw(to)}`
    outside.push(...after)
  }
  if (outside.length === 0) return `[${inside}]`
  return `(${[...(inside === '' ? [] : [`[${inside}]`]), ...outside].join('|')})`
}
