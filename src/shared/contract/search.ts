import * as v from 'valibot'
import type { Failure } from '../model'

/** Search over whole logs: the part of `port.ts` that speaks of it. */

const id = v.pipe(v.string(), v.regex(/^[a-z0-9:-]{1,64}$/))
const offset = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

/** Longest pattern (UTF-16 units). */
export const PATTERN_LENGTH = 1000
/** Hits that a search keeps before it asks whether to go on; `search.more` adds as many. */
export const SEARCH_KEEPS = 10_000
/** Most logs of one search. */
export const SEARCH_LOGS = 200

export const searchPattern = v.strictObject({
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(PATTERN_LENGTH)),
  /** Off: the letters A to Z match in both cases. Other letters always match as they are. */
  caseSensitive: v.boolean(),
  /** What matches is not part of a longer word of ASCII letters, digits and `_`. */
  wholeWord: v.boolean(),
  /** The text is a regular expression in the syntax of `src/shared/pattern/parse.ts`. */
  regex: v.boolean(),
})
export type SearchPattern = v.InferOutput<typeof searchPattern>

export const searchRequestSchemas = {
  /** Searches these logs one after the other. The failure says why a pattern cannot be searched. */
  'search.start': v.strictObject({
    searchId: id,
    logIds: v.pipe(v.array(id), v.minLength(1), v.maxLength(SEARCH_LOGS)),
    pattern: searchPattern,
    /** Also reads remote logs beyond their last 64 MiB; the person asked for it. */
    readAll: v.boolean(),
  }),
  /** Keeps `SEARCH_KEEPS` hits more. */
  'search.more': v.strictObject({ searchId: id }),
  /** Ends a search, whether it is done or not; nothing is heard of it after the answer. */
  'search.cancel': v.strictObject({ searchId: id }),
  /** The hit nearest to a line, for steps beyond the hits that were kept. */
  'search.step': v.strictObject({
    searchId: id,
    logId: id,
    /** Offset (bytes) of the line that the step begins at; it is not an answer itself. */
    from: offset,
    direction: v.picklist(['next', 'previous']),
  }),
} as const

export interface SearchRequestResults {
  'search.start': null
  'search.more': null
  'search.cancel': null
  /** Offset of the line (bytes); null when there is none in that direction (within 64 MiB). */
  'search.step': { offset: number | null }
}

/** One line that matches. */
export interface SearchHit {
  logId: string
  /** Offset at the source of the line's first byte. */
  offset: number
  /** Number of the line in its epoch, from 1; null where lines before it were not counted. */
  line: number | null
  /** At most 1 KiB of the line around its first match: plain text that passed the escape wall. */
  text: string
  /** Matches in `text`, in order: from, to (UTF-16 units, exclusive). */
  ranges: [number, number][]
  /** Text before or after was left out. */
  cut: { before: boolean; after: boolean }
}

/** How a log was searched: in memory or by reading it, by a program in the workspace, or by ripgrep on this machine. */
export type SearchWay = 'read' | 'grep' | 'rg' | 'rg-here'

/** How far the search of one log is. */
export interface LogProgress {
  logId: string
  /** Lines that match, so far; exact once `done`. */
  total: number
  scannedBytes: number
  /** Size of what is searched, all epochs together; grows with the log. */
  sizeBytes: number
  done: boolean
  /** Null until it has begun. */
  way: SearchWay | null
  /** The search began at this offset, since more may be read on request only; null when it began at the first byte. */
  startedAt: number | null
  failure: Failure | null
}

/** News of a search, at most ten times a second. A log that grows goes on being searched until the search is ended. */
export interface SearchResults {
  searchId: string
  /** Further hits, in order of the logs and of their lines. */
  hits: SearchHit[]
  /** Sums over all logs. */
  total: number
  scannedBytes: number
  sizeBytes: number
  /** Every log is searched to its end. */
  done: boolean
  /** Hits that were counted and not kept; `search.more` brings them. */
  left: number
  /** All logs of the search, in its order. */
  logs: LogProgress[]
}
