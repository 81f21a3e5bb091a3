/** A place in a log as a person writes it. */
export type WrittenPlace =
  | { kind: 'line'; line: number }
  /** Bytes from the beginning of the log. */
  | { kind: 'byte'; byte: number }
  | { kind: 'time'; timeMs: number }
  | { kind: 'problem'; sentence: string }

const UNITS: Record<string, number> = { b: 1, byte: 1, bytes: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3, tib: 1024 ** 4 }

/**
 * Reads `214` (a line), `45%`, `1.2 GB` or `byte 1200` (bytes from the beginning), `09:14`, `09:14:03` or `2026-11-24 09:14:03`
 * (a time as the log writes it, in UTC).
 * @param sizeBytes of the log, for percentages
 * @param newestMs the log's last change, whose day a time without a date belongs to; null while unknown
 */
export function parsePlace(text: string, sizeBytes: number, newestMs: number | null): WrittenPlace {
  const entered = text.trim().toLowerCase()
  if (entered === '') return { kind: 'problem', sentence: 'Enter a line, a percentage, a byte or a time.' }
  const line = /^(?:line\s*)?([\d,_ ]+)$/.exec(entered)
  if (line) {
    const number = digits(line[1]!)
    return number >= 1 && Number.isSafeInteger(number) ? { kind: 'line', line: number } : { kind: 'problem', sentence: 'Lines count from 1.' }
  }
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(entered)
  if (percent) {
    const part = Number(percent[1])
    return part <= 100 ? { kind: 'byte', byte: Math.floor((sizeBytes * part) / 100) } : { kind: 'problem', sentence: 'A percentage is at most 100%.' }
  }
  return parseByte(entered, sizeBytes) ?? parseTime(entered, newestMs) ?? { kind: 'problem', sentence: 'This is no line, percentage, byte or time. Examples: 214, 45%, 1.2 GB, 09:14:03.' }
}

function parseByte(entered: string, sizeBytes: number): WrittenPlace | null {
  const named = /^bytes?\s*([\d,_ ]+)$/.exec(entered)
  const measured = /^([\d,_]+(?:\.\d+)?)\s*([kmgt]?i?b|bytes?)$/.exec(entered)
  const byte = named ? digits(named[1]!) : measured ? Math.floor(digits(measured[1]!) * (UNITS[measured[2]!] ?? NaN)) : NaN
  if (Number.isNaN(byte)) return null
  if (byte > sizeBytes) return { kind: 'problem', sentence: `This log ends at byte ${sizeBytes.toLocaleString('en-US')}.` }
  return { kind: 'byte', byte }
}

function parseTime(entered: string, newestMs: number | null): WrittenPlace | null {
  const time = /^(?:(\d{4}-\d{2}-\d{2})[t ]+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?z?$/.exec(entered)
  if (!time) return null
  const [, date, hours = '', minutes = '', seconds = '00', fraction = '0'] = time
  const newest = newestMs ?? Date.now()
  const day = date ?? new Date(newest).toISOString().slice(0, 10)
  const timeMs = Date.parse(`${day}T${hours.padStart(2, '0')}:${minutes}:${seconds}.${fraction.padEnd(3, '0')}Z`)
  if (Number.isNaN(timeMs)) return { kind: 'problem', sentence: 'There is no such time. Write it as 09:14:03 or 2026-11-24 09:14:03.' }
  // A time of day that the log has not come to yet was yesterday's.
  return { kind: 'time', timeMs: date === undefined && timeMs > newest + 60_000 ? timeMs - 86_400_000 : timeMs }
}

function digits(text: string): number {
  return Number(text.replace(/[,_ ]/g, ''))
}
