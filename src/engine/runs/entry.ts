/**
 * Entries of `coder-agent.log`, in both text formats that coder's slog has written:
 * tab-separated with JSON fields up to v0.23.2, two spaces with `key=value` since.
 * Times are UTC without a mark. See docs/agent-log.md for the sources of each line.
 */
export interface Entry {
  /** ms since the epoch. */
  timeMs: number
  /** Lower case, at most four letters: debu, info, warn, erro, crit, fata. */
  level: string
  message: string
  /** Values as text: unquoted, JSON left as JSON. */
  fields: ReadonlyMap<string, string>
  /** Lines that belong to the entry after its first, joined by newlines; bounded. */
  more: string
}

const HEAD = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{3}) \[([A-Za-z]+)\](\t| {2})(.*)$/
// eslint-disable-next-line no-control-regex -- FORCE_COLOR in the agent's environment puts SGR into every line.
const SGR = /\x1b\[[0-9;:]*m/g
const MORE_CHARS = 8192
const LINE_CHARS = 64 * 1024

/** Cuts lines into entries; continuation lines and empty ones belong to the entry before. */
export class EntryReader {
  private open: (Entry & { more: string }) | null = null

  constructor(private readonly onEntry: (entry: Entry) => void) {}

  /** One line without its newline. Lines before the first entry are dropped: a view may start inside one. */
  line(text: string): void {
    const plain = (text.length > LINE_CHARS ? text.slice(0, LINE_CHARS) : text).replace(SGR, '')
    const head = HEAD.exec(plain)
    if (!head) {
      if (this.open && this.open.more.length < MORE_CHARS) this.open.more += (this.open.more ? '\n' : '') + plain
      return
    }
    this.flush()
    const body = head[4] === '\t' ? parseTabbed(head[5]!) : parseSpaced(head[5]!)
    const timeMs = Date.parse(`${head[1]}T${head[2]}Z`)
    this.open = { timeMs, level: head[3]!.toLowerCase().slice(0, 4), more: '', ...body }
  }

  /** Gives the last entry out; more lines may still follow it in the file. */
  flush(): void {
    const entry = this.open
    this.open = null
    if (entry) this.onEntry(entry)
  }
}

/** `[(names) TAB] <file:line> TAB func TAB message [TAB {json}] [ ...]` */
function parseTabbed(rest: string): Pick<Entry, 'message' | 'fields'> {
  const parts = rest.replace(/ \.\.\.$/, '').split('\t')
  const at = parts.findIndex((p) => p.startsWith('<') && p.endsWith('>'))
  const message = unquote(parts[at + 2] ?? '')
  const fields = new Map<string, string>()
  try {
    const json: unknown = JSON.parse(parts.slice(at + 3).join('\t') || '{}')
    for (const [key, value] of Object.entries(json as object)) fields.set(key, typeof value === 'string' ? value : JSON.stringify(value))
  } catch {
    // A field block that was cut or is not JSON leaves the entry without fields.
  }
  return { message, fields }
}

const FIELD = / {2}([A-Za-z_][A-Za-z0-9_.-]*)=/y

/** `message[  key=value]*[ ...]`; a value is bare, Go-quoted, or raw JSON. */
function parseSpaced(rest: string): Pick<Entry, 'message' | 'fields'> {
  const text = rest.replace(/ \.\.\.$/, '')
  const fields = new Map<string, string>()
  let messageEnd = text.length
  for (let at = text.indexOf('  '); at >= 0; at = text.indexOf('  ', at + 1)) {
    FIELD.lastIndex = at
    if (FIELD.test(text)) {
      messageEnd = at
      break
    }
  }
  let at = messageEnd
  while (at < text.length) {
    FIELD.lastIndex = at
    const key = FIELD.exec(text)
    if (!key) break
    const from = FIELD.lastIndex
    const end = valueEnd(text, from)
    fields.set(key[1]!, unquote(text.slice(from, end)))
    at = end
  }
  return { message: text.slice(0, messageEnd), fields }
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
  if (first === '{' || first === '[') {
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
  const next = text.indexOf('  ', from)
  return next < 0 ? text.length : next
}

/** Undoes Go's strconv.Quote where JSON agrees with it; other text stays as it is. */
function unquote(value: string): string {
  if (!value.startsWith('"') || !value.endsWith('"') || value.length < 2) return value
  try {
    const parsed: unknown = JSON.parse(value)
    return typeof parsed === 'string' ? parsed : value
  } catch {
    return value.slice(1, -1)
  }
}
