import type { Divergence, DivergentLine } from '@shared/contract/compare'
import { causeSteps, type LogLine, type ScriptCause } from '../../runs'
import { ROW, type RowTable } from '../rows'
import type { SideText } from '../side-text'
import type { Sliced } from '../slices'
import { candidatesOf, type Candidate } from './candidates'

/** What is told beside the first one. */
const MOST_OTHERS = 3
const TEXT_CHARS = 300
/** A cause with at least this score explains the failure better than any other difference (see `findCause`). */
const EXPLAINS = 62
const HEAD_LINES = 5000
const TAIL_LINES = 15_000

/** The differences that matter, the first one on top: a line that explains the failure and stands on the right only, else what stands out. */
export function* divergencesOf(table: RowTable, left: SideText, right: SideText, exitCode: number | null): Sliced<Divergence[]> {
  const cause = yield* causeOnRight(table, right, exitCode)
  const candidates = yield* candidatesOf(table, left, right)
  const best = candidates[0]
  const told: Divergence[] = []
  const causeFirst = cause !== null && (cause.found.score >= EXPLAINS || best === undefined || cause.found.score >= best.score)
  if (cause && causeFirst) told.push(errorAt(cause, table, left, right))
  for (const one of candidates) {
    if (told.length > MOST_OTHERS) break
    if (told.some((other) => Math.abs(other.row - one.row) < 2)) continue
    // Beside an error only what stands before it can be why.
    if (cause && causeFirst && (one.row > table.rowOfRight[cause.index]! || one.kind === 'stopped' || one.score < 30)) continue
    told.push(candidateAt(one, left, right))
  }
  if (cause && !causeFirst) told.splice(1, 0, errorAt(cause, table, left, right))
  return told.slice(0, MOST_OTHERS + 1)
}

interface FoundCause {
  index: number
  found: ScriptCause
}

/** The line that explains the failure, of those that do not stand on the left as well. */
function* causeOnRight(table: RowTable, right: SideText, exitCode: number | null): Sliced<FoundCause | null> {
  const known = new Uint8Array(right.lines.length)
  for (let row = 0; row < table.count; row++) {
    const j = table.right[row]!
    if (j >= 0 && (table.kind[row] === ROW.same || table.kind[row] === ROW.moved)) known[j] = 1
  }
  // As for a single log: of a long one the beginning and the end are looked through.
  const lines = right.lines.length <= HEAD_LINES + TAIL_LINES ? right.lines : [...right.lines.slice(0, HEAD_LINES), ...right.lines.slice(-TAIL_LINES)]
  const found = yield* causeSteps(lines, exitCode, lines === right.lines ? known : ends(known))
  const index = found ? indexOf(right.lines, found.offset) : -1
  return found && index >= 0 && !known[index] ? { index, found } : null
}

function ends(known: Uint8Array): Uint8Array {
  return Buffer.concat([known.subarray(0, HEAD_LINES), known.subarray(-TAIL_LINES)])
}

function indexOf(lines: readonly LogLine[], offset: number): number {
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (lines[middle]!.offset < offset) low = middle + 1
    else high = middle
  }
  return lines[low]?.offset === offset ? low : -1
}

function errorAt({ index, found }: FoundCause, table: RowTable, left: SideText, right: SideText): Divergence {
  const row = table.rowOfRight[index]!
  const beside = table.left[row]!
  const there = beside >= 0 ? beside : nextOnLeft(table, left, row)
  return { kind: 'error', sentence: found.sentence, left: there < 0 ? null : lineAt(left, there), right: lineAt(right, index), row }
}

/** What the left said where the right failed: its next line that the right does not have. */
function nextOnLeft(table: RowTable, left: SideText, row: number): number {
  for (let at = row - 1; at >= 0 && table.kind[at] !== ROW.same; at--) {
    if (table.kind[at] === ROW.left && left.masked[table.left[at]!] !== '') return firstOfBlock(table, left, at)
  }
  for (let at = row + 1; at < table.count; at++) {
    const i = table.left[at]!
    if (i >= 0 && table.kind[at] !== ROW.gap && left.masked[i] !== '') return i
  }
  return -1
}

function firstOfBlock(table: RowTable, left: SideText, row: number): number {
  let found = table.left[row]!
  for (let at = row; at >= 0 && table.kind[at] !== ROW.same; at--) {
    if (table.kind[at] === ROW.left && left.masked[table.left[at]!] !== '') found = table.left[at]!
  }
  return found
}

function candidateAt({ kind, row, left: i, right: j }: Candidate, left: SideText, right: SideText): Divergence {
  return { kind, sentence: '', left: i < 0 ? null : lineAt(left, i), right: j < 0 ? null : lineAt(right, j), row }
}

function lineAt(side: SideText, index: number): DivergentLine {
  const { number, offset, text } = side.lines[index]!
  return { line: number, offset, text: text.trim().slice(0, TEXT_CHARS) }
}
