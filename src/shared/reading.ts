import * as v from 'valibot'
import type { LogKind } from './model'

const LOG_KINDS = ['startup', 'agent', 'shutdown', 'script', 'custom'] as const satisfies readonly LogKind[]

/** Size of log text that Ctrl+0 goes back to (CSS pixels). */
export const USUAL_FONT_PX = 12.5

/** How logs are shown for reading; a part of the settings. */
export const readingSettings = {
  /** Kinds of logs whose long lines go on to the right instead of in the next row. */
  unwrapped: v.optional(v.pipe(v.array(v.picklist(LOG_KINDS)), v.maxLength(LOG_KINDS.length)), []),
  /** Times of an agent log's entries: as written (UTC), of this machine's zone, or since the run began. */
  entryTimes: v.optional(v.picklist(['written', 'local', 'run']), 'written'),
  /** Shows beside lines that came while following when they came. */
  arrivalTimes: v.optional(v.boolean(), false),
}

/** The setting after the wrap of one kind of log was turned over. */
export function turnWrap(unwrapped: readonly LogKind[], kind: LogKind): (typeof LOG_KINDS)[number][] {
  return LOG_KINDS.filter((one) => (one === kind) !== unwrapped.includes(one))
}
