/** A set of Unicode code points: rising ranges `[from, to]` that do not touch. */
export type CharSet = readonly (readonly [number, number])[]

const LAST = 0x10ffff

/** What text can hold: no NUL, no newline (lines are searched one by one), no surrogates. */
export const ANY: CharSet = normal([
  [0x01, 0x09],
  [0x0b, 0xd7ff],
  [0xe000, LAST],
])
export const DIGIT: CharSet = [[0x30, 0x39]]
export const WORD: CharSet = normal([[0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]])
export const SPACE: CharSet = [[0x09, 0x09], [0x0b, 0x0d], [0x20, 0x20]]

export function single(code: number): CharSet {
  return [[code, code]]
}

export function union(...sets: readonly CharSet[]): CharSet {
  return normal(sets.flat())
}

/** All of `ANY` that is not in the set. */
export function complement(set: CharSet): CharSet {
  const out: [number, number][] = []
  for (const [low, high] of ANY) {
    let from = low
    for (const [a, b] of set) {
      if (b < from || a > high) continue
      if (a > from) out.push([from, a - 1])
      from = b + 1
    }
    if (from <= high) out.push([from, high])
  }
  return out
}

/** The set with both cases of each ASCII letter in it. */
export function foldCase(set: CharSet): CharSet {
  const more: [number, number][] = []
  for (const [low, high] of set) {
    for (const [a, b, shift] of [[0x41, 0x5a, 32], [0x61, 0x7a, -32]] as const) {
      const from = Math.max(low, a)
      const to = Math.min(high, b)
      if (from <= to) more.push([from + shift, to + shift])
    }
  }
  return more.length > 0 ? union(set, more) : set
}

function normal(ranges: readonly (readonly [number, number])[]): CharSet {
  const out: [number, number][] = []
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = out[out.length - 1]
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else out.push([from, to])
  }
  return out
}

/** Bytes of one place in a character: `[from, to]`. */
export type ByteRange = readonly [number, number]

/**
 * The set as sequences of byte ranges in UTF-8 (RFC 3629 §4): each sequence stands for the
 * characters whose encoding has one byte of each range, in order.
 */
export function utf8Sequences(set: CharSet): ByteRange[][] {
  const out: ByteRange[][] = []
  for (const [from, to] of set) {
    for (const [low, high] of LENGTHS) {
      const a = Math.max(from, low)
      const b = Math.min(to, high)
      if (a <= b) split(a, b, out)
    }
  }
  return out
}

/** Code points by the length of their encoding, without surrogates. */
const LENGTHS = [[0, 0x7f], [0x80, 0x7ff], [0x800, 0xd7ff], [0xe000, 0xffff], [0x10000, LAST]] as const

/** `from` and `to` have encodings of the same length. */
function split(from: number, to: number, out: ByteRange[][]): void {
  // Cut where the lower bytes do not run through all their values, so that each range stands alone.
  for (let bits = 6; to >> bits !== 0; bits += 6) {
    const mask = (1 << bits) - 1
    if (from >> bits === to >> bits || from < 0x80) break
    if ((from & mask) !== 0) {
      split(from, from | mask, out)
      return split((from | mask) + 1, to, out)
    }
    if ((to & mask) !== mask) {
      split(from, (to & ~mask) - 1, out)
      return split(to & ~mask, to, out)
    }
  }
  const low = encode(from)
  const high = encode(to)
  out.push(low.map((byte, i): ByteRange => [byte, high[i]!]))
}

export function encode(code: number): number[] {
  if (code < 0x80) return [code]
  const bytes: number[] = []
  const count = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  for (let i = 0; i < count - 1; i++) bytes.unshift(0x80 | ((code >> (6 * i)) & 0x3f))
  bytes.unshift([0, 0, 0xc0, 0xe0, 0xf0][count]! | (code >> (6 * (count - 1))))
  return bytes
}
