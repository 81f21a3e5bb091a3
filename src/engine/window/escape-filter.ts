/**
 * The first wall against hostile log text: turns the raw bytes of one line into UTF-8
 * that holds printable characters, tab and SGR colours only. Everything else becomes
 * visible (controls in caret notation, bad UTF-8 as U+FFFD, direction marks as their
 * code points) or is dropped (every other escape sequence).
 *
 * It works on whole lines and keeps no state between them, so its output cannot depend
 * on how the bytes were cut into chunks, and a line looks the same from wherever the
 * window reached it. Sequences: ECMA-48 §5.4 (CSI), §8.3.117 (SGR).
 */

const ESC = 0x1b
const MAX_SGR_BYTES = 64

/** True when the bytes are printable ASCII and tabs alone, so that they may be copied as they are. */
export function isPlain(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const b = bytes[i]!
    if (b > 0x7e || (b < 0x20 && b !== 0x09)) return false
  }
  return true
}

/** Upper bound of what `filterLine` writes for `length` bytes of input. */
export function filteredBound(length: number): number {
  // A 3-byte direction mark becomes 8 bytes, a 2-byte one 8 too; a control 3.
  return length * 4 + 16
}

/** Fewer broken characters than this may be an accident: a cut one, a stray byte. */
const BINARY_AT_LEAST = 8

/**
 * Filters `line` (no newline in it) into `out` from `at`; returns the end of what it wrote.
 * `out` must have room for `filteredBound(line.length)` bytes from `at`.
 *
 * In a line with more broken characters than whole ones beyond ASCII, the whole ones are
 * chance: it is not text in UTF-8, and all of them become a dot, as in a hex dump. Binary
 * output would else make the window search the system's fonts for every character there
 * is; and the dot, unlike U+FFFD, is in the log's own font, so that a row stays one piece.
 */
export function filterLine(line: Uint8Array, out: Uint8Array, at: number): number {
  const seen = { whole: 0, broken: 0 }
  const end = filter(line, out, at, seen, false)
  return seen.broken >= BINARY_AT_LEAST && seen.broken > seen.whole ? filter(line, out, at, seen, true) : end
}

function filter(line: Uint8Array, out: Uint8Array, at: number, seen: { whole: number; broken: number }, binary: boolean): number {
  let o = at
  let i = 0
  let coloured = false
  const n = line.length
  while (i < n) {
    const b = line[i]!
    if (b >= 0x20 && b < 0x7f) {
      out[o++] = b
      i++
    } else if (b === 0x09) {
      out[o++] = b
      i++
    } else if (b === ESC) {
      const end = sequenceEnd(line, i)
      if (isSgr(line, i, end)) {
        for (let k = i; k < end; k++) out[o++] = line[k]!
        coloured = true
      }
      i = end
    } else if (b < 0x20 || b === 0x7f) {
      o = putControl(out, o, b)
      i++
    } else {
      const size = utf8Size(line, i)
      if (size > 0) seen.whole++
      else seen.broken++
      if (binary) o = putDot(out, o)
      else o = size > 0 ? putCharacter(line, i, size, out, o) : putReplacement(out, o)
      i += Math.abs(size)
    }
  }
  if (coloured) {
    out[o++] = ESC
    out[o++] = 0x5b
    out[o++] = 0x30
    out[o++] = 0x6d
  }
  return o
}

/** Where the escape sequence that starts at `i` ends (exclusive); the end of the line if it is unterminated. */
function sequenceEnd(line: Uint8Array, i: number): number {
  const n = line.length
  if (i + 1 >= n) return n
  const kind = line[i + 1]!
  if (kind === 0x5b) {
    let k = i + 2
    while (k < n && line[k]! >= 0x20 && line[k]! <= 0x3f) k++
    // A byte outside the final range ends a broken sequence without being part of it.
    return k < n && line[k]! >= 0x40 && line[k]! <= 0x7e ? k + 1 : k
  }
  // OSC, DCS, SOS, PM and APC carry a string up to BEL or ST.
  if (kind === 0x5d || kind === 0x50 || kind === 0x58 || kind === 0x5e || kind === 0x5f) {
    for (let k = i + 2; k < n; k++) {
      if (line[k] === 0x07) return k + 1
      if (line[k] === ESC) return k + 1 < n && line[k + 1] === 0x5c ? k + 2 : k
    }
    return n
  }
  let k = i + 1
  while (k < n && line[k]! >= 0x20 && line[k]! <= 0x2f) k++
  return k < n && line[k]! >= 0x30 && line[k]! <= 0x7e ? k + 1 : k
}

function isSgr(line: Uint8Array, from: number, end: number): boolean {
  if (end - from < 3 || end - from > MAX_SGR_BYTES || line[from + 1] !== 0x5b || line[end - 1] !== 0x6d) return false
  for (let k = from + 2; k < end - 1; k++) {
    const b = line[k]!
    // Digits, ':' and ';' only: private markers and intermediates make other sequences out of `m`.
    if (b < 0x30 || b > 0x3b) return false
  }
  return true
}

/**
 * Caret notation, `^A` for U+0001 and `^?` for DEL, as `cat -v` has it. Their pictures (U+2400 and on) are in few
 * fonts, and Chromium searches the system's fonts anew for each one that none has: 0.3 ms for every one on screen.
 */
function putControl(out: Uint8Array, o: number, control: number): number {
  out[o] = 0x5e
  out[o + 1] = control ^ 0x40
  return o + 2
}

/**
 * Length of the well-formed UTF-8 character at `i`; negative: how many bytes of a broken
 * one stand for a single U+FFFD (the maximal subpart, as the Unicode standard §3.9 advises).
 */
function utf8Size(line: Uint8Array, i: number): number {
  const n = line.length
  const b0 = line[i]!
  let need: number
  let low = 0x80
  let high = 0xbf
  if (b0 >= 0xc2 && b0 <= 0xdf) need = 1
  else if (b0 >= 0xe0 && b0 <= 0xef) {
    need = 2
    if (b0 === 0xe0) low = 0xa0
    if (b0 === 0xed) high = 0x9f
  } else if (b0 >= 0xf0 && b0 <= 0xf4) {
    need = 3
    if (b0 === 0xf0) low = 0x90
    if (b0 === 0xf4) high = 0x8f
  } else return -1
  for (let k = 1; k <= need; k++) {
    if (i + k >= n) return -k
    const b = line[i + k]!
    if (b < low || b > high) return -k
    low = 0x80
    high = 0xbf
  }
  return need + 1
}

/** U+FFFD. */
function putReplacement(out: Uint8Array, o: number): number {
  out[o] = 0xef
  out[o + 1] = 0xbf
  out[o + 2] = 0xbd
  return o + 3
}

/** U+00B7. */
function putDot(out: Uint8Array, o: number): number {
  out[o] = 0xc2
  out[o + 1] = 0xb7
  return o + 2
}

/** Copies a well-formed character, or its code point in words where it could deceive the eye or the terminal. */
function putCharacter(line: Uint8Array, i: number, size: number, out: Uint8Array, o: number): number {
  const b0 = line[i]!
  const b1 = line[i + 1]!
  if (size === 2 && b0 === 0xc2 && b1 < 0xa0) {
    // C1 controls: xterm would take U+009B for CSI.
    return putReplacement(out, o)
  }
  const code = codeAt(line, i, size)
  if (isDeceptive(code) || (isJoiner(code) && !joinsBeyondAscii(line, i, size))) return putWord(out, o, `U+${code.toString(16).toUpperCase().padStart(4, '0')}`)
  for (let k = 0; k < size; k++) out[o + k] = line[i + k]!
  return o + size
}

function codeAt(line: Uint8Array, i: number, size: number): number {
  let code = line[i]! & (size === 2 ? 0x1f : size === 3 ? 0x0f : 0x07)
  for (let k = 1; k < size; k++) code = (code << 6) | (line[i + k]! & 0x3f)
  return code
}

/**
 * What has no shape of its own, or turns the order of others around (Unicode's Default_Ignorable_Code_Point and Bidi_Control):
 * with it a line can read as another one. Selectors of variants stay, since emoji are made with them.
 */
function isDeceptive(code: number): boolean {
  if (code < 0x2000) return code === 0xad || code === 0x34f || code === 0x61c || code === 0x115f || code === 0x1160 || code === 0x180e
  if (code < 0x2070) return code === 0x200b || code === 0x200e || code === 0x200f || (code >= 0x2028 && code <= 0x202e) || code >= 0x2060
  return code === 0x3164 || code === 0xfeff || code === 0xffa0 || (code >= 0xfff9 && code <= 0xfffb) || (code >= 0xe0000 && code <= 0xe0fff)
}

/** Zero-width joiner and non-joiner. */
function isJoiner(code: number): boolean {
  return code === 0x200c || code === 0x200d
}

/** Between letters of other scripts and in emoji they have work to do; beside ASCII they only hide. */
function joinsBeyondAscii(line: Uint8Array, i: number, size: number): boolean {
  return i > 0 && i + size < line.length && line[i - 1]! >= 0x80 && line[i + size]! >= 0x80
}

function putWord(out: Uint8Array, o: number, word: string): number {
  out[o++] = 0x3c
  for (let k = 0; k < word.length; k++) out[o++] = word.charCodeAt(k)
  out[o++] = 0x3e
  return o
}
