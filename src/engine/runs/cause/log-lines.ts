/** A line of a script log, ready to be judged. */
export interface LogLine {
  /** Offset of its first byte at the source. */
  offset: number
  /** 1-based number in the log; null where what comes before it was not read. */
  number: number | null
  /** As a terminal shows it in the end: after its last redraw, without escape sequences, at most 2,000 characters. */
  text: string
  /** The same without the prefix that a tool puts before others' lines (`#12 3.4 `, a time, `web-1 | `), trimmed. */
  body: string
}

/** One stretch of a log: its bytes and where they begin at the source. */
export interface LogPart {
  offset: number
  bytes: Buffer
}

const LF = 0x0a
const LINE_CHARS = 2000
// eslint-disable-next-line no-control-regex -- escape sequences are what is taken out.
const ESCAPES = /\x1b(?:\[[0-9;:?<=>]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])/g
// eslint-disable-next-line no-control-regex -- controls are what is taken out.
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
/** Most lines have nothing to take out, and no prefix: two looks save ten replacements. */
// eslint-disable-next-line no-control-regex -- controls are what is looked for.
const UNUSUAL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/
const PREFIXED = /^[#[\d]|^[\w.-]+ +\| /
const PREFIXES = [
  /^#\d+ (?:\d+\.\d+ )?/,
  /^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?:? +(?!ERROR \d{3}:)/,
  /^\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]? +/,
  /^[\w.-]+ +\| (?=\S)/,
  /^\[(?:\w+[-_. ]?)*\w*(?:start|setup|install|bootstrap|init)\w*\]:? +/i,
]

/**
 * Cuts parts of a log into lines. A line whose beginning lies before a part is left out. `start`: offset (bytes) of
 * the log's first line.
 */
export function linesOf(parts: readonly LogPart[], start = 0): LogLine[] {
  const lines: LogLine[] = []
  let next: number | null = null
  let number: number | null = 1
  for (const part of parts) {
    const whole = part.offset === (next ?? start)
    if (!whole) number = null
    let at = whole ? 0 : part.bytes.indexOf(LF) + 1
    while (at < part.bytes.length) {
      const lf = part.bytes.indexOf(LF, at)
      const end = lf < 0 ? part.bytes.length : lf
      lines.push({ offset: part.offset + at, number, ...textOf(part.bytes.toString('utf8', at, Math.min(end, at + 4 * LINE_CHARS))) })
      if (number !== null) number++
      at = end + 1
    }
    next = part.offset + part.bytes.length
  }
  return lines
}

function textOf(raw: string): Pick<LogLine, 'text' | 'body'> {
  const text = (UNUSUAL.test(raw) ? plain(raw) : raw).trimEnd().slice(0, LINE_CHARS)
  let body = text.trimStart()
  if (PREFIXED.test(body)) for (const prefix of PREFIXES) body = body.replace(prefix, '')
  return { text, body: body.trim() }
}

function plain(raw: string): string {
  const drawn = raw.replace(/\r+$/, '')
  return drawn
    .slice(drawn.lastIndexOf('\r') + 1)
    .replace(ESCAPES, '')
    .replace(CONTROLS, '')
}
