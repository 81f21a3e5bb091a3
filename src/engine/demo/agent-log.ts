/**
 * Entries of `coder-agent.log` as Coder agents since v0.23.3 write them:
 * `TIME [levl]  [logger: ]message[  key=value]*`, times in UTC without a zone mark,
 * the first field with a line break as an indented block under the entry.
 */

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'critical'

/** A string is quoted where the agent would quote it; `json` is written as it stands. */
export type FieldValue = string | number | null | { json: unknown }

export interface AgentLogEntry {
  /** ms since the epoch. */
  atMs: number
  level: LogLevel
  /** Name of the logger, such as `ssh-server`; most entries have none. */
  logger?: string
  message: string
  fields?: [key: string, value: FieldValue][]
}

const TAGS: Record<LogLevel, string> = { debug: 'debu', info: 'info', warn: 'warn', error: 'erro', critical: 'crit' }

/** The text of one entry, its line break included. */
export function composeEntry(entry: AgentLogEntry): string {
  let header = `${utcStamp(entry.atMs)} [${TAGS[entry.level]}]  ${entry.logger ? `${entry.logger}: ` : ''}${entry.message}`
  let block = ''
  for (const [key, value] of entry.fields ?? []) {
    const trimmed = typeof value === 'string' ? value.trim() : value
    if (block === '' && typeof trimmed === 'string' && trimmed.includes('\n')) block = composeBlock(key, trimmed)
    else header += `  ${key}=${fieldText(value)}`
  }
  return block === '' ? `${header}\n` : `${header} ...\n${block}`
}

/** `2026-05-17 20:00:00.000`, always UTC. */
export function utcStamp(atMs: number): string {
  return new Date(atMs).toISOString().replace('T', ' ').slice(0, 23)
}

/** The name under which a full agent log is put aside: `coder-agent-2026-05-17T20-00-00.000.log`. */
export function rotatedLogName(atMs: number): string {
  return `coder-agent-${new Date(atMs).toISOString().slice(0, 23).replaceAll(':', '-')}.log`
}

/** A duration as Go prints it, to the microsecond: `41.208102s`, `5m10.000412s`, `812.4ms`. */
export function goDuration(ms: number): string {
  if (ms < 1000) return `${trimZeros(ms.toFixed(3))}ms`
  const minutes = Math.floor(ms / 60_000)
  const seconds = trimZeros(((ms % 60_000) / 1000).toFixed(6))
  if (minutes === 0) return `${seconds}s`
  const hours = Math.floor(minutes / 60)
  return hours === 0 ? `${minutes}m${seconds}s` : `${hours}h${minutes % 60}m${seconds}s`
}

function trimZeros(decimal: string): string {
  return decimal.replace(/\.?0+$/, '') || '0'
}

function fieldText(value: FieldValue): string {
  if (value === null) return '<nil>'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'object') return JSON.stringify(value.json)
  if (value === '') return '""'
  const quoted = goQuote(value)
  return /\s/.test(value) || quoted !== `"${value}"` ? quoted : value
}

/** Go's `strconv.Quote` for text without invalid UTF-8: printable non-ASCII stays. */
function goQuote(text: string): string {
  const named: Record<string, string> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '"': '\\"', '\\': '\\\\' }
  return `"${text.replace(/["\\]|\p{Cc}/gu, (char) => named[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`
}

/** Four spaces, `key= `, the first line; the others are set under it. Empty lines stay empty. */
function composeBlock(key: string, text: string): string {
  const indent = ' '.repeat(4 + key.length + 2)
  const [first = '', ...rest] = text.split('\n')
  return [`    ${key}= ${first}`, ...rest.map((line) => (line === '' ? '' : indent + line)), ''].join('\n')
}
