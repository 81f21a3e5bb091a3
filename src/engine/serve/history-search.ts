import type { HistoryHit } from '@shared/contract/history'
import type { Result } from '@shared/model'
import { SGR } from '@shared/text/sgr'
import type { SavedRecording } from '../recordings'
import { makeMatcher } from '../search'
import { filteredBound, filterLine } from '../window'

type Matcher = Extract<ReturnType<typeof makeMatcher>, { ok: true }>['value']

const STEP_BYTES = 256 * 1024
/** Of a line this much is looked at and told (bytes). */
const LINE_BYTES = 16 * 1024
const TOLD_BYTES = 512
const NEWLINE = 0x0a

/** Small and large letters are one, as in the search over open logs. */
export function historyMatcher(text: string, regex: boolean): Result<Matcher> {
  return makeMatcher({ text, regex, caseSensitive: false, wholeWord: false })
}

/** Adds the lines of a recording that match to `hits`; true when there may be more than `most`. */
export async function searchRecording(recordingId: string, recording: SavedRecording, matcher: Matcher, hits: HistoryHit[], most: number, signal: AbortSignal): Promise<boolean> {
  for (const [logIndex, log] of recording.manifest().logs.entries()) {
    const source = recording.source(log.name)
    if (!source) continue
    let held: Buffer<ArrayBufferLike> = Buffer.alloc(0)
    for (let at = 0; at < source.size() && !signal.aborted; ) {
      const read = await source.read(at, STEP_BYTES, 'bulk', signal)
      if (read.kind === 'gone') {
        held = Buffer.alloc(0)
        at = read.to
        continue
      }
      if (read.bytes.length === 0) break
      const base = at - held.length
      held = held.length === 0 ? read.bytes : Buffer.concat([held, read.bytes])
      at += read.bytes.length
      const last = at >= source.size() || held.length - (held.lastIndexOf(NEWLINE) + 1) > LINE_BYTES
      const end = last ? held.length : held.lastIndexOf(NEWLINE) + 1
      for (let from = 0; from < end; ) {
        const found = matcher.find(held, from, end).at
        const open = found < 0 && matchesLast(matcher, held, from, end)
        if (found < 0 && !open) break
        const inside = open ? end - 1 : held[found] === NEWLINE && found > from ? found - 1 : found
        const begin = held.lastIndexOf(NEWLINE, inside) + 1
        const stop = held.indexOf(NEWLINE, begin)
        const to = stop < 0 ? end : stop
        if (hits.length >= most) return true
        hits.push({ recordingId, logIndex, log: log.title, offset: base + begin, text: textOf(held.subarray(begin, Math.min(to, begin + TOLD_BYTES))) })
        from = to + 1
      }
      held = held.subarray(end)
    }
  }
  return false
}

/** A match may only show itself at the end of a line that has no newline. */
function matchesLast(matcher: Matcher, bytes: Buffer, from: number, to: number): boolean {
  const begin = Math.max(from, bytes.lastIndexOf(NEWLINE, to - 1) + 1)
  return begin < to && matcher.endsWell(matcher.find(bytes, begin, to).state)
}

function textOf(line: Buffer): string {
  const out = Buffer.allocUnsafe(filteredBound(line.length))
  return out.toString('utf8', 0, filterLine(line, out, 0)).replace(SGR, '')
}
