import { BLOCK_BYTES, type ByteSource } from '../source'

const LF = 0x0a
/** A date and a time near the start of a line, with what may be known of fractions and zone. */
const STAMP = /^[^\n]{0,20}?(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?\s*(Z|[+-]\d{2}:?\d{2})?/

/**
 * The time that a line begins with (ms since the epoch): `2026-11-24T09:14:03Z`, `2026-11-24 09:14:03.123`. Times without a
 * zone are taken as UTC, as coder's log has them (sloghuman). Null when there is none.
 */
export function timeOfLine(line: string): number | null {
  const stamp = STAMP.exec(line)
  if (!stamp) return null
  const [, date, time, fraction = '0', zone = 'Z'] = stamp
  const ms = Date.parse(`${date}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}${/^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`)
  return Number.isNaN(ms) ? null : ms
}

/**
 * Offset of the first line of the newest epoch whose time is at or after `timeMs`; the end when all are before it, null when its
 * lines carry no times. Halves the log, so that it reads a few blocks of it, and takes for granted that times rise.
 */
export async function findTime(source: ByteSource, timeMs: number, signal: AbortSignal): Promise<number | null> {
  const end = source.size()
  let low = source.epochStart()
  let high = end
  let found: number | null = null
  // `low` is before the place or at it, `high` at it or behind it.
  while (high - low > BLOCK_BYTES) {
    const middle = low + Math.floor((high - low) / 2)
    const first = await firstTime(source, middle, Math.min(end, middle + BLOCK_BYTES), middle > source.epochStart(), timeMs, signal)
    if (!first) high = middle
    else if (first.atOrAfter) {
      high = middle
      found = first.offset
    } else low = first.offset
  }
  const last = await scan(source, low, Math.min(end, high + 2 * BLOCK_BYTES), low > source.epochStart() && low !== found, signal, (ms) => ms >= timeMs)
  if (last.hit !== null) return last.hit
  return found ?? (last.times > 0 ? end : null)
}

/** The first line with a time behind a place, and how that stands to the time that is looked for. */
async function firstTime(source: ByteSource, from: number, to: number, cutsLine: boolean, timeMs: number, signal: AbortSignal) {
  let ms = 0
  const { hit } = await scan(source, from, to, cutsLine, signal, (time) => {
    ms = time
    return true
  })
  return hit === null ? null : { offset: hit, atOrAfter: ms >= timeMs }
}

/** Looks for the first line whose time is wanted in `[from, to)`. @param cutsLine `from` may lie inside a line, whose rest is passed over */
async function scan(source: ByteSource, from: number, to: number, cutsLine: boolean, signal: AbortSignal, wanted: (ms: number) => boolean) {
  let rest = Buffer.alloc(0)
  let start = from
  let skip = cutsLine
  let times = 0
  for (let at = from; at < to; ) {
    const result = await source.read(at, Math.min(BLOCK_BYTES, to - at), 'view', signal)
    if (result.kind === 'gone' || result.bytes.length === 0) break
    at += result.bytes.length
    const bytes = rest.length > 0 ? Buffer.concat([rest, result.bytes]) : result.bytes
    let line = 0
    for (let lf = bytes.indexOf(LF); lf >= 0; lf = bytes.indexOf(LF, line)) {
      const ms = skip ? null : timeOfLine(bytes.toString('latin1', line, Math.min(lf, line + 80)))
      skip = false
      if (ms !== null) {
        times++
        if (wanted(ms)) return { hit: start + line, times }
      }
      line = lf + 1
    }
    rest = Buffer.from(bytes.subarray(line))
    start += line
    // A line of a block's length and more has no time that would be found any more.
    if (rest.length > BLOCK_BYTES) break
  }
  return { hit: null, times }
}
