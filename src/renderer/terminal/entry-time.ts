/** How times of entries are shown: as written, of this machine's zone, or since the run began. */
export type EntryTimes = 'written' | 'local' | 'run'

export interface EntryTime {
  /** Where the time stands in the line (cells). */
  column: number
  length: number
  /** ms since the epoch. */
  ms: number
}

/** Text shapes of coder's slog are UTC without a mark; the JSON shape is RFC 3339. */
const WRITTEN = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{3})(?= \[)/
const JSON_TIME = /^\{"ts":"([0-9T:.Z+-]{20,35})"/

/** The time that a line begins with; null for a line that begins no entry. */
export function entryTime(line: string): EntryTime | null {
  const written = WRITTEN.exec(line)
  if (written) {
    const ms = Date.parse(`${line.slice(0, 10)}T${line.slice(11, 23)}Z`)
    return Number.isNaN(ms) ? null : { column: 0, length: 23, ms }
  }
  const json = JSON_TIME.exec(line)?.[1]
  const ms = json === undefined ? NaN : Date.parse(json)
  return json === undefined || Number.isNaN(ms) ? null : { column: 7, length: json.length, ms }
}

const two = (figure: number) => String(figure).padStart(2, '0')
const three = (figure: number) => String(figure).padStart(3, '0')

/** `2026-11-24 10:14:03.123` of this machine's zone. */
export function localTime(ms: number): string {
  const time = new Date(ms)
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  return `${day} ${clock(time)}.${three(time.getMilliseconds())}`
}

/** `09:14:03` of this machine's zone. */
export function clock(time: Date): string {
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
}

/** `+0:41.250`, `+1:02:03.004`. */
export function timeSince(ms: number, startMs: number): string {
  const since = Math.max(0, ms - startMs)
  const hours = Math.floor(since / 3_600_000)
  const minutes = Math.floor(since / 60_000) % 60
  const rest = `${two(Math.floor(since / 1000) % 60)}.${three(since % 1000)}`
  return hours > 0 ? `+${hours}:${two(minutes)}:${rest}` : `+${minutes}:${rest}`
}

/** What is shown in a time's place, as wide as it; null where it stays as written. `starts`: of runs, ms since the epoch. */
export function shownTime({ ms, length }: EntryTime, times: EntryTimes, starts: readonly number[]): string | null {
  if (times === 'written') return null
  if (times === 'local') return localTime(ms).padEnd(length)
  // The log dates a run's first entry to the millisecond, and so does its start.
  const start = starts.reduce((latest, one) => (one <= ms && one > latest ? one : latest), -Infinity)
  return start === -Infinity ? null : timeSince(ms, start).padStart(length)
}
