import type { CompareSummary, MaskChoice } from '@shared/contract/compare'
import { formatBytes, formatCount } from '@shared/text/units'
import type { LogPart } from '../runs'
import { align } from './align/align'
import { divergencesOf } from './divergence/find-divergence'
import { Masker } from './mask/masker'
import { RowViews } from './row-views'
import { ROW, rowsOf, type RowTable } from './rows'
import { maskSides, sideText, type SideText } from './side-text'
import { slowerOf, stepsTook, type Took } from './slower-steps'
import type { Sliced } from './slices'

/** What was read of one side. */
export interface SideInput {
  parts: readonly LogPart[]
  /** Where its log begins and ends at its source (bytes). */
  start: number
  end: number
  /** How long the scripts of its run took, and steps where that is known. */
  took: readonly Took[]
}

/** Two sides compared. */
export interface Compared {
  left: SideText
  right: SideText
  masker: Masker
  table: RowTable
  views: RowViews
  summary: CompareSummary
}

/** Compares two logs. `exitCode`: of the script that wrote the right one; null where it is not known. */
export function* compareTexts(leftInput: SideInput, rightInput: SideInput, masks: MaskChoice, exitCode: number | null): Sliced<Compared> {
  const masker = new Masker(masks)
  const left = yield* within(0, 0.15, sideText(leftInput.parts, leftInput.start, leftInput.end))
  const right = yield* within(0.15, 0.3, sideText(rightInput.parts, rightInput.start, rightInput.end))
  yield* within(0.3, 0.7, maskSides([left, right], masker))
  const alignment = yield* within(0.7, 0.85, align(left.ids, right.ids))
  const table = yield* within(0.85, 0.95, rowsOf(left, right, alignment))
  const views = new RowViews(table)
  const divergences = yield* within(0.95, 0.98, divergencesOf(table, left, right, exitCode))
  const before = yield* within(0.98, 0.99, stepsTook(leftInput.parts))
  const now = yield* within(0.99, 1, stepsTook(rightInput.parts))
  const summary: CompareSummary = {
    leftLines: left.lines.length,
    rightLines: right.lines.length,
    rows: table.count,
    foldedRows: views.folded.length,
    blocks: views.blocks.length,
    ...counts(table, left, right),
    divergences,
    slower: slowerOf([...leftInput.took, ...before], [...rightInput.took, ...now]),
    notices: noticesOf(left, right, alignment.uncompared, masker),
  }
  return { left, right, masker, table, views, summary }
}

function* within<T>(from: number, to: number, work: Sliced<T>): Sliced<T> {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    yield from + (to - from) * step.value
  }
}

function counts(table: RowTable, left: SideText, right: SideText): Pick<CompareSummary, 'differentLines' | 'movedLines' | 'maskedLines'> {
  let [differentLines, movedLines, maskedLines] = [0, 0, 0]
  for (let row = 0; row < table.count; row++) {
    const kind = table.kind[row]!
    if (kind === ROW.changed || kind === ROW.left || kind === ROW.right) differentLines++
    else if (kind === ROW.moved && table.right[row]! >= 0) movedLines++
    else if (kind === ROW.same && left.lines[table.left[row]!]!.body !== right.lines[table.right[row]!]!.body) maskedLines++
  }
  return { differentLines, movedLines, maskedLines }
}

function noticesOf(left: SideText, right: SideText, uncompared: number, masker: Masker): string[] {
  const notices: string[] = []
  for (const [name, side] of [['left', left], ['right', right]] as const) {
    const gone = side.gaps.filter((gap) => !gap.leftOut).reduce((sum, gap) => sum + gap.bytes, 0)
    const out = side.gaps.filter((gap) => gap.leftOut).reduce((sum, gap) => sum + gap.bytes, 0)
    if (out > 0) notices.push(`The log on the ${name} is long: ${formatBytes(out)} in its middle were left out.`)
    if (gone > 0) notices.push(`${formatBytes(gone)} of the log on the ${name} are not held any more.`)
  }
  if (uncompared > 0) notices.push(`${formatCount(uncompared)} lines have so little order in common that they stand there as they are, not compared one by one.`)
  for (const name of masker.refused) notices.push(`Your rule “${name}” is no pattern that can be searched, so it masks nothing.`)
  return notices
}
