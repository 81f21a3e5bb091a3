import * as v from 'valibot'
import { MASK_IDS, type MaskId } from '../mask-rules'
import type { Failure, VerdictKind } from '../model'

/** Two runs side by side: the part of `port.ts` that speaks of it. Left is the run that is compared with, right the one in question. */

const id = v.pipe(v.string(), v.regex(/^[a-z0-9:-]{1,64}$/))
const row = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000))

/** Own rules that a person may have. */
export const MOST_OWN_MASKS = 30
/** Rows of one answer. */
export const MOST_ROWS = 500

/** A rule of the person's own; its pattern is a regular expression in the syntax of the search. */
export const ownMask = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  pattern: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  on: v.boolean(),
})
export type OwnMask = v.InferOutput<typeof ownMask>
/** Ids of the rules that hold (see `MASK_RULES`), and the person's own. */
export const maskChoice = v.strictObject({
  on: v.pipe(v.array(v.picklist(MASK_IDS)), v.maxLength(MASK_IDS.length)),
  own: v.pipe(v.array(ownMask), v.maxLength(MOST_OWN_MASKS)),
})
export type MaskChoice = v.InferOutput<typeof maskChoice>

/** A log of a run, as `compare.sides` named it. */
const sideId = v.pipe(v.string(), v.regex(/^[a-z0-9:.~-]{1,160}$/))
/** `all`: every row. `differences`: those that differ with three rows around them, the others folded. */
const view = v.picklist(['all', 'differences'])
export type CompareView = v.InferOutput<typeof view>

export const compareRequestSchemas = {
  /** What can be compared for an agent, and what with what unless the person says otherwise. */
  'compare.sides': v.strictObject({ agentId: id }),
  /** Reads both, compares them and tells how far that is by `compare.state`. */
  'compare.start': v.strictObject({ compareId: id, agentId: id, left: sideId, right: sideId, masks: maskChoice }),
  /** Ends it, whether it is done or not, and frees what it held. */
  'compare.end': v.strictObject({ compareId: id }),
  /** Rows from `from` on, at most `MOST_ROWS`. */
  'compare.rows': v.strictObject({ compareId: id, view, from: row, count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_ROWS)) }),
  /** The next or previous block of rows that differ, from a row on that is not part of the answer. */
  'compare.step': v.strictObject({ compareId: id, view, from: v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(10_000_000)), direction: v.picklist(['next', 'previous']) }),
  /** Where a row of one view stands in the other. */
  'compare.place': v.strictObject({ compareId: id, from: view, to: view, row }),
} as const

export interface CompareRequestResults {
  'compare.sides': CompareSides
  'compare.start': null
  'compare.end': null
  'compare.rows': { rows: CompareRow[] }
  /** `row` is null when there is none in that direction; `index` counts from 0. */
  'compare.step': { row: number; index: number } | { row: null }
  'compare.place': { row: number }
}

/** A log of one run that can be compared. */
export interface CompareSide {
  id: string
  /** The file's name; for a part of the agent log what part it is. */
  title: string
  path: string
  /** Start of its run, ms since the epoch; null where it is not known. */
  startedMs: number | null
  /** What its run came to; null where it is not known. */
  kind: VerdictKind | null
  /** Of the script that wrote it; null where it is not known or does not apply. */
  exitCode: number | null
  /** Where its bytes are: at the source, still in memory, or kept by the app. */
  held: 'source' | 'memory' | 'kept'
  /** The log in which its lines can be shown; null where none of the open logs has them. */
  logId: string | null
  /** Name of its agent, where that is not the agent in question. */
  agentName: string | null
}

export interface CompareSides {
  /** Newest runs first, and after them all other open logs. */
  sides: CompareSide[]
  /** The log of the newest run that failed (or else its first), and the same log of the last run that went well. */
  left: string | null
  right: string | null
  /** Why there is no pair: no run is known, or no earlier one went well. */
  missing: Failure | null
}

/** A piece of a line (UTF-16 units, `to` exclusive). */
export interface CompareSpan {
  from: number
  to: number
  /** `changed`: it differs from the other side's line. Else the name of the rule that masks it. */
  what: 'changed' | { mask: MaskId | string }
}

export interface CompareCell {
  /** 1-based; null where lines before it were not read. */
  line: number | null
  /** Bytes at the source. */
  offset: number
  /** Plain text that passed the escape wall, at most 1,000 characters. */
  text: string
  /** The line goes on. */
  cut: boolean
  spans: CompareSpan[]
}

/**
 * `same` also where only masked pieces differ; `moved`: the same line stands elsewhere on the other side;
 * `gap`: bytes of a side that are not held.
 */
export type CompareRowKind = 'same' | 'changed' | 'left' | 'right' | 'moved' | 'gap'

export type CompareRow =
  | { kind: CompareRowKind; left: CompareCell | null; right: CompareCell | null; /** Bytes that are missing, of a gap. */ missing?: { side: 'left' | 'right'; bytes: number } }
  /** Rows of the other view that are not drawn here. */
  | { kind: 'fold'; rows: number; /** Row of the view `all` where it begins. */ from: number }

/** The first difference that matters. */
export interface Divergence {
  /**
   * `error`: a line that explains the failure stands on the right only. `missing`: a step of the left did not happen.
   * `version`, `changed`: a line says something else. `extra`: a line stands on the right only. `stopped`: the right ends early.
   */
  kind: 'error' | 'missing' | 'version' | 'changed' | 'extra' | 'stopped'
  /** One sentence on what the line means, where a rule knows it; else empty. */
  sentence: string
  /** The two lines; null where that side has none. */
  left: DivergentLine | null
  right: DivergentLine | null
  /** Its row in the view `all`. */
  row: number
}

export interface DivergentLine {
  line: number | null
  offset: number
  /** At most 300 characters, filtered. */
  text: string
}

/** A step, or a whole script, that took longer on the right. */
export interface SlowerStep {
  name: string
  /** ms. */
  leftMs: number
  rightMs: number
  /** Offset of its line on the right (bytes); null for a whole script. */
  offset: number | null
}

export interface CompareSummary {
  leftLines: number
  rightLines: number
  rows: number
  /** Rows of the view `differences`, folds among them. */
  foldedRows: number
  /** Blocks of rows that differ, what only moved left out. */
  blocks: number
  /** Lines that differ or have no counterpart; lines that only moved; pairs in which only masked pieces differ. */
  differentLines: number
  movedLines: number
  maskedLines: number
  /** The first that matters, then others that may. Empty when there is none. */
  divergences: Divergence[]
  slower: SlowerStep[]
  /** What was left out or cut, a sentence each. */
  notices: string[]
}

export type ComparePhase = 'reading' | 'comparing' | 'done' | 'failed'

export interface CompareState {
  compareId: string
  phase: ComparePhase
  /** 0 to 1. */
  progress: number
  /** There when it is done. */
  summary: CompareSummary | null
  failure: Failure | null
}
