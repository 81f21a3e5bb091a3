import * as v from 'valibot'

/** Reading in a pane with comfort: the part of `port.ts` that steps between lines of a level. */

const id = v.pipe(v.string(), v.regex(/^[a-z0-9:-]{1,64}$/))
const offset = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

export const readingRequestSchemas = {
  /**
   * The next line of a level after the line that begins at `from`, or the one before it. At most 64 MiB are read for one answer.
   * A later request of the same pane ends this one.
   */
  'pane.step-level': v.strictObject({
    paneId: id,
    level: v.picklist(['error', 'warning']),
    direction: v.picklist(['next', 'previous']),
    from: offset,
  }),
} as const

export interface ReadingRequestResults {
  /**
   * `offset`: where the line begins; null when none was found. `lookedTo`: how far was looked, where there may be more beyond that;
   * null where the log was looked through to its end, or its beginning.
   */
  'pane.step-level': { offset: number | null; lookedTo: number | null }
}
