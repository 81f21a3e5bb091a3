/** A line is left out, shown, or folded into the one that is shown before it. */
export const HIDDEN = 0
export const SHOWN = 1
export const FOLDED = 2

/** Blanks that are shown in a line and are not in the log: `[before which byte of the shown text, how many]`, rising. */
export type Padding = readonly (readonly [at: number, blanks: number])[]

/**
 * Says which lines of a log a pane shows. What it says of a line depends on the log alone, never on where reading
 * began or where the pieces of it end; so lines can be judged from anywhere, forwards and backwards.
 */
export interface LineFilter {
  /** A line that is hidden may come to be shown by so many lines after it. */
  readonly after: number
  /** Lines after a piece that are looked at to say how much of its last line is folded. */
  readonly ahead?: number
  /** Where lines that are shown are apart in the log, a mark says so. */
  readonly separated: boolean
  /**
   * Where judging must begin so that it is right for what comes after `before`, whose end is the start of a line; both in bytes of
   * `before`, and the answer is the start of a line. Null when that lies further back.
   */
  runUp(before: Buffer): number | null
  /**
   * Judges the lines that begin at `starts` in `bytes`, rising; each ends where the next begins, the last one with `bytes`. `base` is
   * the offset of `bytes` at the source. One of `HIDDEN`, `SHOWN`, `FOLDED` for each.
   */
  judge(bytes: Buffer, starts: readonly number[], base: number): Uint8Array
  /** Offsets (bytes) of lines whose folded ones are shown. */
  readonly unfolded?: ReadonlySet<number>
  /** How a line that passed the escape wall is set; null as it is. */
  pad?(text: Uint8Array, from: number, to: number): Padding | null
}

/** Of a log on another machine this much is read for a filter before the person is asked (bytes). */
export const FILTER_READS_BYTES = 64 * 1024 * 1024
