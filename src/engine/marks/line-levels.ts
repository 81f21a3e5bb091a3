import type { LineLevel } from '@shared/contract/rail'
import { entryLevel } from './entry-level'
import { CANDIDATES, startupLevel } from './level-rules'

/** How a line begins that may be the first of an agent's entry; those are judged by their level alone. */
// eslint-disable-next-line no-control-regex -- SGR is what the escape filter leaves in.
const HEADS = /^(?:\x1b\[[0-9;]*m)*(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} |\{"ts":")/gm

/**
 * Finds the lines in filtered text that tell of an error or a warning, in order. `line` counts from 0. Entries of an agent log go by
 * their level, and what stands indented below them belongs to them; every other line goes by rules.
 * The text is taken byte by byte, since the signs are ASCII and decoding would cost more than all the rest.
 */
export function* levelsIn(text: Uint8Array): Generator<{ line: number; level: LineLevel }> {
  const latin = Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString('latin1')
  let line = 0
  let counted = 0
  CANDIDATES.lastIndex = 0
  for (let sign = CANDIDATES.exec(latin); sign; sign = CANDIDATES.exec(latin)) {
    for (let lf = latin.indexOf('\n', counted); lf >= 0 && lf < sign.index; lf = latin.indexOf('\n', counted)) {
      line++
      counted = lf + 1
    }
    const end = endOfLine(latin, sign.index)
    const whole = latin.slice(counted, end)
    const head = entryLevel(whole)
    const level = head === 'none' ? (isContinuation(latin, whole, counted) ? null : startupLevel(readable(whole))) : head
    if (level) yield { line, level }
    // One look says all there is to say of a line.
    CANDIDATES.lastIndex = end
    if (end >= latin.length) return
  }
}

/** Whether an indented line stands below the first line of an agent's entry. */
function isContinuation(latin: string, line: string, start: number): boolean {
  if (!line.startsWith('  ') || start === 0) return false
  // Only as far back as an entry's block reaches, so that a long list of indented lines costs no more.
  let at = start
  for (let i = 0; i < 64 && at > 0; i++) {
    const previous = latin.lastIndexOf('\n', at - 2) + 1
    const text = latin.slice(previous, Math.min(at - 1, previous + 64))
    if (!text.startsWith('  ') && text !== '') {
      HEADS.lastIndex = 0
      return HEADS.test(text)
    }
    at = previous
  }
  return false
}

/** Most lines are plain ASCII, and then they are what they look like byte by byte. */
function readable(latin: string): string {
  return /[\x80-\xff]/.test(latin) ? Buffer.from(latin, 'latin1').toString('utf8') : latin
}

function endOfLine(text: string, from: number): number {
  const lf = text.indexOf('\n', from)
  return lf < 0 ? text.length : lf
}
