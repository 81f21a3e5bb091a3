import * as v from 'valibot'

/** Secrets on screen: the part of `port.ts` that shows and hides them. */

const id = v.pipe(v.string(), v.regex(/^[a-z0-9:-]{1,64}$/))
const offset = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

export const secretRequestSchemas = {
  /**
   * From now on the pane is given the line at `offset`, or all lines where it is null, with its secrets, or without them; what it holds
   * already is to be asked for again. A pane begins with all of them hidden.
   */
  'pane.secrets': v.strictObject({ paneId: id, offset: v.nullable(offset), shown: v.boolean() }),
} as const

export interface SecretRequestResults {
  'pane.secrets': null
}
