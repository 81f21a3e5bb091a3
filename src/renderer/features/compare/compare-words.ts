import type { CompareSide, CompareSummary, Divergence, SlowerStep } from '@shared/contract/compare'
import { formatCount, formatDuration } from '@shared/text/units'
import { MASK_RULES } from '@shared/mask-rules'
import { runTime } from '@/features/runs'

/** When a side's run began, or what it is: `yesterday 09:13`, `Startup script`. */
export function sideTime({ startedMs, title }: CompareSide, nowMs: number): string {
  return startedMs === null ? title : runTime(startedMs, nowMs)
}

/** A line of the picker: `today 14:02 · failed, exit 100 · kept`. */
export function sideWords(side: CompareSide, nowMs: number): string {
  const outcome = side.kind === null ? null : side.exitCode === null || side.exitCode === 0 ? OUTCOMES[side.kind] : `${OUTCOMES[side.kind]}, exit ${side.exitCode}`
  const place = side.held === 'source' ? null : side.held === 'kept' ? 'kept' : 'from memory'
  return [side.agentName, sideTime(side, nowMs), side.startedMs === null ? null : side.title, outcome, place].filter((word) => word !== null).join(' · ')
}

const OUTCOMES: Record<NonNullable<CompareSide['kind']>, string> = {
  starting: 'still starting',
  ready: 'ready',
  failing: 'failing',
  failed: 'failed',
  'timed-out': 'timed out',
  stalled: 'may be waiting',
  unknown: 'outcome not known',
}

/** What diverges, in one or two sentences; the lines themselves stand below it. `then`: when the left run began. */
export function divergenceWords({ kind, sentence, left, right }: Divergence, then: string): string {
  const at = right?.line == null ? 'On the right' : `At line ${formatCount(right.line)}`
  const there = left?.line == null ? '' : ` (its line ${formatCount(left.line)})`
  switch (kind) {
    case 'error':
      return `${at}: ${sentence === '' ? 'an error that was not there before.' : sentence} ${left === null ? `The run of ${then} had no such line.` : `The run of ${then} went on there${there}.`}`
    case 'missing':
      return `A step is missing that the run of ${then} had${there}.`
    case 'version':
      return `${at} another version than in the run of ${then}.`
    case 'changed':
      return `${at} it says something else than in the run of ${then}.`
    case 'extra':
      return `${at} a line that the run of ${then} did not have.`
    case 'stopped':
      return `It ends where the run of ${then} went on${there}.`
  }
}

/** `2 blocks differ in 5 lines · 12 lines moved · 40 lines differ in masked pieces only`. */
export function countWords({ blocks, differentLines, movedLines, maskedLines }: CompareSummary): string {
  const lines = (count: number): string => (count === 1 ? '1 line' : `${formatCount(count)} lines`)
  const differ = blocks === 0 ? 'Nothing differs' : `${blocks === 1 ? '1 difference' : `${formatCount(blocks)} differences`} in ${lines(differentLines)}`
  const moved = movedLines === 0 ? null : `${lines(movedLines)} only moved`
  const masked = maskedLines === 0 ? null : `${lines(maskedLines)} with other times, ids and the like`
  return [differ, moved, masked].filter((part) => part !== null).join(' · ')
}

export function slowerWords({ name, leftMs, rightMs }: SlowerStep): string {
  return `${name}: ${formatDuration(rightMs)} instead of ${formatDuration(leftMs)}`
}

/** `masked as a time`, or by which rule of the person's own. */
export function maskWords(mask: string): string {
  const rule = MASK_RULES.find(({ id }) => id === mask)
  return rule ? `masked as ${/^[aeiou]/.test(rule.word) ? 'an' : 'a'} ${rule.word}` : `masked by your rule “${mask}”`
}
