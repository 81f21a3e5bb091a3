/**
 * Something of what shows a secret (see rules.ts), in lower case: a line that has none of it has no secret. The tokens of Coder have no
 * text of their own and are known by the lengths of their two halves, the lines of a key by theirs.
 */
const HINTS = [
  'pass', 'pwd', 'secret', 'token', 'credential', 'key', 'auth', 'cookie', 'bearer', '-u', '--user', 'sig', '://', 'hooks',
  'ghp_', 'gho_', 'ghs_', 'ghu_', 'ghr_', 'github_pat_', 'glpat-', 'glptt-', 'gldt-', 'glrt-', 'glcbt-', 'glft-', 'glsoat-', 'glagent-', 'gloas-',
  'xox', 'xapp-', 'akia', 'asia', 'agpa', 'aroa', 'abia', 'aiza', 'ya29.', 'gocspx-', 'dop_v1', 'dor_v1', 'doo_v1', 'ltai', 'eyj', 'sk-', 'sk_', 'rk-', 'rk_',
  'whsec_', 'npm_', 'pypi-', 'dckr_', 'hf_', 'sg.', 'hvs.', 'hvb.', 'hvr.', 'shpat_', 'shpss_', 'shca_', 'shppa_', 'lin_api_', 'nrak-', 'dp.', 'rubygems_', 'sbp_',
]

const HIT = 0xffff
/** Classes of bytes. */
const [WORD, BASE64, DASH, ESCAPE] = [1, 2, 3, 4]
const CODER_ID = 10
const CODER_SECRET = 22
/** A line of a private key has at least so many characters. */
export const KEY_LINE = 60
const SGR_END = 0x6d

const classes = new Uint8Array(256)
for (let byte = 0x30; byte <= 0x39; byte++) classes[byte] = WORD!
for (let byte = 0x41; byte <= 0x5a; byte++) classes[byte] = classes[byte + 0x20] = WORD!
classes[0x2b] = classes[0x2f] = BASE64!
classes[0x2d] = DASH!
classes[0x1b] = ESCAPE!

/** Tells of lines that they cannot have a secret, in one pass over their bytes: nearly all lines need no more than this. */
export class HintScan {
  private readonly next: Uint16Array

  /** `own`: further texts, as bytes read as latin1. */
  constructor(own: readonly string[] = []) {
    this.next = automaton([...HINTS, ...own.map((text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()))])
  }

  /** Whether there may be a secret in `bytes[from..to)`, which passed the escape wall. Colours are looked through. */
  mayHold(bytes: Uint8Array, from: number, to: number): boolean {
    const { next } = this
    let state = 0
    let word = 0
    let base64 = 0
    let coder = false
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!
      const kind = classes[byte]!
      if (kind === WORD) {
        base64++
        if (++word === CODER_SECRET && coder) return true
      } else if (kind === ESCAPE) {
        while (at < to && bytes[at] !== SGR_END) at++
        continue
      } else {
        coder = kind === DASH && word >= CODER_ID!
        word = 0
        if (kind === BASE64) base64++
        else base64 = 0
      }
      if (base64 === KEY_LINE) return true
      state = next[(state << 8) | byte]!
      if (state === HIT) return true
    }
    return false
  }
}

/** For each state and byte the next state (Aho and Corasick); `HIT` where a text ends. Capitals are as small letters. */
function automaton(texts: readonly string[]): Uint16Array {
  const children: Map<number, number>[] = [new Map()]
  const ends = new Set<number>()
  for (const text of texts) {
    let state = 0
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at) & 0xff
      let child = children[state]!.get(code)
      if (child === undefined) {
        child = children.push(new Map()) - 1
        children[state]!.set(code, child)
      }
      state = child
    }
    if (state > 0) ends.add(state)
  }
  const next = new Uint16Array(children.length * 256)
  const fails = new Uint16Array(children.length)
  const queue = [0]
  for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
    for (let byte = 0; byte < 256; byte++) {
      const child = children[state]!.get(byte)
      const back = state === 0 ? 0 : next[(fails[state]! << 8) | byte]!
      if (child === undefined) next[(state << 8) | byte] = back
      else {
        // What ends in another text ends here as well.
        if (back === HIT) ends.add(child)
        else fails[child] = back
        next[(state << 8) | byte] = ends.has(child) ? HIT : child
        if (!ends.has(child)) queue.push(child)
      }
    }
    for (let byte = 0x41; byte <= 0x5a; byte++) next[(state << 8) | byte] = next[(state << 8) | (byte + 0x20)]!
  }
  return next
}
