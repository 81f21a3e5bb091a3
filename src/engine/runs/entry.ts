/**
 * One entry of `coder-agent.log`, in the three shapes that coder's slog has written: tab-separated with JSON
 * fields up to v0.23.2, two spaces and `key=value` since, and one JSON object a line where a template asked for
 * it (`CODER_AGENT_LOGGING_JSON`). Times of the text shapes are UTC without a mark.
 */
export interface Entry {
  /** Offset of its first byte in the log. */
  offset: number
  /** Offset after its last byte, as far as the log was read. */
  end: number
  /** ms since the epoch. */
  timeMs: number
  /** Time of the entry before it, whatever that was; null for the first one read. */
  previousMs: number | null
  /** Lower case, at most four letters: debu, info, warn, erro, crit, fata. */
  level: string
  message: string
  /** Values as text: unquoted, JSON left as JSON, a block of several lines without its indentation. */
  fields: ReadonlyMap<string, string>
}

export type EntryShape = 'tabbed' | 'spaced' | 'json'

/** What an entry says apart from where it stands. */
export type EntryBody = Pick<Entry, 'timeMs' | 'level' | 'message' | 'fields'>

/** A text value that is longer is cut (characters). */
const VALUE_CHARS = 8192
const TIME_CHARS = 23

/**
 * Reads an entry. `head` is its first line without colours, `more` are the lines after it.
 * Null for a JSON line that is broken or lacks its time.
 */
export function parseEntry(shape: EntryShape, head: string, more: readonly string[]): EntryBody | null {
  if (shape === 'json') return parseJson(head)
  const timeMs = utcMs(head)
  const close = head.indexOf(']', TIME_CHARS)
  const level = head.slice(TIME_CHARS + 2, close).toLowerCase().slice(0, 4)
  const text = head.slice(close + (shape === 'tabbed' ? 2 : 3)).replace(/ \.\.\.$/, '')
  const { message, fields } = shape === 'tabbed' ? parseTabbed(text) : parseSpaced(text)
  takeBlock(fields, shape, more)
  return { timeMs, level, message: fields.get('msg') !== undefined && message === '' ? fields.get('msg')! : message, fields }
}

/** Time at the beginning of a text entry, ms since the epoch. */
export function utcMs(head: string): number {
  return Date.parse(`${head.slice(0, 10)}T${head.slice(11, TIME_CHARS)}Z`)
}

/** `[(names) TAB] <file:line> TAB func TAB message [TAB {json}]` */
function parseTabbed(text: string): { message: string; fields: Map<string, string> } {
  const parts = text.split('\t')
  const at = parts.findIndex((p) => p.startsWith('<') && p.endsWith('>'))
  const fields = new Map<string, string>()
  try {
    const json: unknown = JSON.parse(parts.slice(at + 3).join('\t') || '{}')
    if (typeof json === 'object' && json !== null) takeJson(fields, json)
  } catch {
    // A field block that was cut or is not JSON leaves the entry without fields.
  }
  return { message: unquote(parts[at + 2] ?? ''), fields }
}

const FIELD = / {2}([A-Za-z_][A-Za-z0-9_.-]*)=/y

/** `message[  key=value]*`; a value is bare, Go-quoted, or raw JSON. */
function parseSpaced(text: string): { message: string; fields: Map<string, string> } {
  const fields = new Map<string, string>()
  let messageEnd = text.length
  for (let at = text.indexOf('  '); at >= 0; at = text.indexOf('  ', at + 1)) {
    FIELD.lastIndex = at
    if (FIELD.test(text)) {
      messageEnd = at
      break
    }
  }
  for (let at = messageEnd; at < text.length; ) {
    FIELD.lastIndex = at
    const key = FIELD.exec(text)
    if (!key) break
    const from = FIELD.lastIndex
    at = valueEnd(text, from)
    fields.set(key[1]!, unquote(text.slice(from, at)))
  }
  return { message: text.slice(0, messageEnd).trimEnd(), fields }
}

function valueEnd(text: string, from: number): number {
  const first = text[from]
  if (first === '"') {
    for (let i = from + 1; i < text.length; i++) {
      if (text[i] === '\\') i++
      else if (text[i] === '"') return i + 1
    }
    return text.length
  }
  if (first === '{' || first === '[') return jsonEnd(text, from)
  const next = text.indexOf('  ', from)
  return next < 0 ? text.length : next
}

function jsonEnd(text: string, from: number): number {
  let depth = 0
  let quoted = false
  for (let i = from; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c === '\\') i++
      else if (c === '"') quoted = false
    } else if (c === '"') quoted = true
    else if (c === '{' || c === '[') depth++
    else if ((c === '}' || c === ']') && --depth === 0) return i + 1
  }
  return text.length
}

/**
 * A value of several lines stands under the entry: `    key= first` in the spaced shape, `  "key": first` in the
 * tabbed one, its further lines set below the first one's text. Empty lines stay empty.
 */
function takeBlock(fields: Map<string, string>, shape: EntryShape, more: readonly string[]): void {
  const first = (shape === 'tabbed' ? /^ {2}"([^"]+)": ?(.*)$/ : /^ {4}([A-Za-z_][\w.-]*)= ?(.*)$/).exec(more[0] ?? '')
  if (!first) return
  // Quotes and a colon in the one, two more blanks and an equals sign in the other come to the same.
  const indent = first[1]!.length + 6
  const rest = more.slice(1).map((line) => (line.slice(0, indent).trim() === '' ? line.slice(indent) : line))
  fields.set(first[1]!, [first[2]!, ...rest].join('\n').trimEnd().slice(0, VALUE_CHARS))
}

function parseJson(line: string): EntryBody | null {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return null
  }
  if (typeof json !== 'object' || json === null) return null
  const { ts, level, msg, fields } = json as Record<string, unknown>
  const timeMs = typeof ts === 'string' ? Date.parse(ts) : NaN
  if (Number.isNaN(timeMs) || typeof msg !== 'string') return null
  const values = new Map<string, string>()
  if (typeof fields === 'object' && fields !== null) takeJson(values, fields)
  return { timeMs, level: String(level).toLowerCase().slice(0, 4), message: msg.trim(), fields: values }
}

function takeJson(fields: Map<string, string>, json: object): void {
  for (const [key, value] of Object.entries(json)) fields.set(key, jsonText(value).slice(0, VALUE_CHARS))
}

/** Errors are lists of causes: strings, or objects with `msg`. */
function jsonText(value: unknown): string {
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) return JSON.stringify(value) ?? ''
  const causes = value.map((one: unknown) => {
    if (typeof one === 'string') return one
    const msg = typeof one === 'object' && one !== null ? (one as Record<string, unknown>)['msg'] : undefined
    return typeof msg === 'string' ? msg : null
  })
  return causes.every((one) => one !== null) ? causes.join(': ') : JSON.stringify(value)
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' }

/** Undoes Go's `strconv.Quote`; other text stays as it is. */
function unquote(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value
  return value.slice(1, -1).replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gi, (_all, x?: string, u?: string, big?: string, one?: string) => {
    const code = x ?? u ?? big
    if (code !== undefined) return String.fromCodePoint(Math.min(0x10ffff, parseInt(code, 16)))
    return ESCAPES[one ?? ''] ?? one ?? ''
  })
}
