import { isProgress, judgeLine, traced } from '../../runs'
import { ROW, type RowTable } from '../rows'
import type { SideText } from '../side-text'
import type { Sliced } from '../slices'

/** A difference that may be the one that matters. */
export interface Candidate {
  kind: 'missing' | 'version' | 'changed' | 'extra' | 'stopped'
  row: number
  /** Indexes of the lines; -1 where that side has none. */
  left: number
  right: number
  score: number
}

/** More differences than this are not weighed: the first ones are what the others follow from. */
const MOST_CANDIDATES = 10_000
/** A script that traces its commands does so from its beginning. */
const TRACE_LINES = 5000
const VERSION = /v?\d+(?:\.\d+)+(?:[-+~:][\w.+~-]+)?/g
const WORKED = /^(?:✓|✔|✅|\[?(?:ok|done|success|ready|pass(?:ed)?)\b)|\b(?:successfully|mounted|enabled|installed|connected|succeeded|is (?:up|healthy|ready)|passed)\b/i
const NOT_DONE = /\b(?:skip(?:ped|ping)?|disabled|not (?:found|set|mounted|available|installed|configured|running)|no such|missing|unset|absent|fall(?:ing)? back|unreachable|unavailable|stale|expired|denied|degraded|read-?only|offline)\b/i
const PROMPT = /(?:\[[yYnN]\/[yYnN]\]|\((?:y\/n|yes\/no[^)]*)\)|password(?: for [^:]+)?:|passphrase[^:]*:|continue\?|overwrite\?)\s*$/i
/** An assignment or a setting: what differs in it was set by somebody. */
const SETTING = /^[\w.-]{1,60}(?: ?[=:] ?)\S/

/** Differences that explain themselves less than an error does: steps that are missing, other versions and settings, further lines. */
export function* candidatesOf(table: RowTable, left: SideText, right: SideText): Sliced<Candidate[]> {
  const trace = traced(left.lines.slice(0, TRACE_LINES)).on
  const lastShared = lastSharedRow(table)
  const found: Candidate[] = []
  let block = -1
  let inside = false
  for (let row = 0; row < table.count && found.length < MOST_CANDIDATES; row++) {
    if ((row & 63) === 0) yield row / table.count
    const kind = table.kind[row]!
    const differs = kind === ROW.changed || kind === ROW.left || kind === ROW.right
    if (differs && !inside) block++
    inside = differs || (inside && kind === ROW.moved)
    if (!differs) continue
    const [i, j] = [table.left[row]!, table.right[row]!]
    const first = -Math.min(16, 2 * block)
    if (kind === ROW.changed) found.push(changed(left, right, row, i, j, first))
    else if (kind === ROW.left) {
      if (left.masked[i] === '') continue
      if (row > lastShared) {
        // Whatever the left went on with after all that both have is one thing: the right ended.
        if (!found.some((one) => one.kind === 'stopped')) found.push({ kind: 'stopped', row, left: i, right: -1, score: 40 })
        continue
      }
      found.push({ kind: 'missing', row, left: i, right: -1, score: missingScore(left, i, trace) + first })
    } else if (right.masked[j] !== '') found.push({ kind: 'extra', row, left: -1, right: j, score: extraScore(right, j, trace) + first })
  }
  return found.sort((one, two) => two.score - one.score || one.row - two.row)
}

function lastSharedRow(table: RowTable): number {
  for (let row = table.count - 1; row >= 0; row--) if (table.kind[row] === ROW.same || table.kind[row] === ROW.changed) return row
  return -1
}

function missingScore(left: SideText, i: number, trace: boolean): number {
  const { body } = left.lines[i]!
  const worked = WORKED.test(body) ? 14 : 0
  return (isProgress(body, trace) ? 56 : 26) + worked
}

function extraScore(right: SideText, j: number, trace: boolean): number {
  const line = right.lines[j]!
  const judged = judgeLine(line, right.lines[j + 1])
  const prompt = PROMPT.test(line.body) ? 30 : 0
  return (isProgress(line.body, trace) ? 34 : 24) + Math.max(0, judged?.own ?? 0) * 0.45 + (NOT_DONE.test(line.body) ? 20 : 0) + prompt
}

function changed(left: SideText, right: SideText, row: number, i: number, j: number, first: number): Candidate {
  const [one, other] = [left.lines[i]!, right.lines[j]!]
  const onlyVersions = left.masked[i]!.replace(VERSION, '‹›') === right.masked[j]!.replace(VERSION, '‹›')
  const judged = judgeLine(other, right.lines[j + 1])
  const said = Math.max(0, (judged?.own ?? 0) * 0.45) + (NOT_DONE.test(other.body) && !NOT_DONE.test(one.body) ? 22 : 0)
  const base = onlyVersions ? 46 : SETTING.test(one.body) && SETTING.test(other.body) ? 44 : 36
  // Other numbers in the same words are what is left of noise that no rule masks.
  const numbers = /\d/
  const onlyNumbers = !onlyVersions && left.masked[i]!.replace(/\d+/g, '0') === right.masked[j]!.replace(/\d+/g, '0') && numbers.test(one.body)
  return { kind: onlyVersions ? 'version' : 'changed', row, left: i, right: j, score: base + said + first - (onlyNumbers ? 18 : 0) }
}
