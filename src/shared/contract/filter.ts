import * as v from 'valibot'
import { searchPattern } from './search'

/** Filtered panes: the part of `port.ts` that speaks of them. */

const id = v.pipe(v.string(), v.regex(/^[a-z0-9:-]{1,64}$/))
const offset = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

/** Lines shown around a match, on both sides, at most. */
export const MOST_CONTEXT = 20
/** Lines that are asked about at a time. */
export const MOST_ASKED_LINES = 500
/** Levels of an agent log's entries, rising. */
export const ENTRY_LEVELS = ['debug', 'info', 'warning', 'error'] as const
export type EntryLevel = (typeof ENTRY_LEVELS)[number]

/** What a pane shows of its log; a line passes when it passes both. */
export const paneFilter = v.strictObject({
  /** Only lines that match, with so many lines around each. */
  matches: v.nullable(v.strictObject({ pattern: searchPattern, context: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_CONTEXT)) })),
  /** Entries of an agent log; what is no entry passes, and so do lifecycle and scripts. */
  entries: v.nullable(
    v.strictObject({
      least: v.picklist(ENTRY_LEVELS),
      /** Also those of the network (`net.*`), below errors. */
      network: v.boolean(),
      /** Entries of several lines show their first one. */
      fold: v.boolean(),
    }),
  ),
})
export type PaneFilter = v.InferOutput<typeof paneFilter>

export const filterRequestSchemas = {
  /** Shows what passes, or all again; `top`: offset (bytes) of the line that is to stay at the top, null for the end. */
  'pane.filter': v.strictObject({ paneId: id, filter: v.nullable(paneFilter), top: v.nullable(offset) }),
  /** Reads on for a filter that has come to its bound; the person asked for it. */
  'pane.filter-more': v.strictObject({ paneId: id, top: v.nullable(offset) }),
  /** Shows what the line at `offset` stands for, or folds it again. */
  'pane.unfold': v.strictObject({ paneId: id, offset, open: v.boolean(), top: v.nullable(offset) }),
  /** Of lines by their offsets, in the order in which they are wanted, the first that the pane's filter shows. */
  'pane.first-shown': v.strictObject({ paneId: id, offsets: v.pipe(v.array(offset), v.maxLength(MOST_ASKED_LINES)) }),
} as const

export interface FilterRequestResults {
  'pane.filter': null
  'pane.filter-more': null
  'pane.unfold': null
  /** Null when it shows none of them. */
  'pane.first-shown': { offset: number | null }
}

/** How far the filtering of a pane's log is. */
export interface FilterStatus {
  /** Lines that pass, of those that were looked at. */
  shown: number
  judged: number
  judgedBytes: number
  totalBytes: number
  /** Looking for further lines now. */
  working: boolean
  /** More of a log on another machine is read on request. */
  waiting: boolean
}

/** Lines of a batch that leave something out, by their index in the batch's text. */
export interface BatchFold {
  line: number
  /** `lines`: those of an entry after its first one; `states`: what a redrawn line showed before. */
  kind: 'lines' | 'states'
  /** How many; 0 when they are shown and may be folded again. */
  count: number
  open: boolean
}
