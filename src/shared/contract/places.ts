import * as v from 'valibot'

/** Places in a log by other names than their offset: the part of `port.ts` that speaks of them. */

const id = v.pipe(v.string(), v.regex(/^[a-z0-9:-]{1,64}$/))
/** Text of a selection that is put on the clipboard at most (UTF-16 units); a longer one is saved as a file. */
export const COPY_LENGTH = 16 * 1024 * 1024

const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

const spot = v.strictObject({
  /** The first byte of the line. */
  offset: whole,
  /** Cells of the terminal from the line's beginning; null is its end. */
  cell: v.nullable(whole),
})

const range = v.strictObject({
  from: spot,
  to: spot,
  /** Columns of the terminal in which the cells were counted. */
  columns: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2000)),
})
export type TextRange = v.InferOutput<typeof range>

export const placeRequestSchemas = {
  /** The number of the line that holds this byte, as far as it is known without reading the log. */
  'pane.line': v.strictObject({ paneId: id, offset: whole }),
  /** Counts the lines before this byte where the log lies, by one command; the person asked for it. */
  'pane.count': v.strictObject({ paneId: id, offset: whole }),
  /** Looks for a place; the failure says why it cannot be found. */
  'pane.find-place': v.strictObject({
    paneId: id,
    place: v.variant('kind', [
      /** A line of the newest epoch, from 1. */
      v.strictObject({ kind: v.literal('line'), line: v.pipe(whole, v.minValue(1)) }),
      /** The first line whose time is at or after this one (ms since the epoch). */
      v.strictObject({ kind: v.literal('time'), timeMs: whole }),
    ]),
  }),
  /** A piece of one line that is too long to be shown whole: at most 64 KiB of it, from so many bytes behind its first one. */
  'pane.line-page': v.strictObject({ paneId: id, offset: whole, from: whole }),
  /** The text of a selection, as plain text, or with the SGR sequences that colour it. */
  'pane.copy': v.strictObject({ paneId: id, range, colours: v.optional(v.boolean()) }),
  /**
   * Writes the text of a selection into the file that main lets the person choose, or with `range: null` the bytes of the whole log up
   * to its end of now; answered when that is done.
   */
  'pane.save': v.strictObject({ paneId: id, range: v.nullable(range), ticket: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)) }),
  'pane.save-cancel': v.strictObject({ paneId: id }),
} as const

export interface PlaceRequestResults {
  /** `line` counts from 1 in the epoch that begins at `epochStart`; null while it is not known. */
  'pane.line': { line: number | null; epochStart: number; canCount: boolean }
  'pane.count': { line: number }
  'pane.find-place': { offset: number }
  /** `next`: where the next piece begins (bytes of the line); null at the line's end. Plain text that passed the escape wall. */
  'pane.line-page': { text: string; next: number | null }
  /** Null when it is longer than the clipboard takes; `bytes` then says how long it is at the source, about. */
  'pane.copy': { text: string | null; bytes: number }
  /** Length of the file. `missing`: stretches of the log that are gone and are named in it, with their bytes. `hidden`: secrets that a mark stands for in it. */
  'pane.save': { bytes: number; missing: { stretches: number; bytes: number }; hidden: number }
  'pane.save-cancel': null
}
