import type { EpochCause } from '../model'

/** What the engine tells a pane's rail of the whole log. */

export type LineLevel = 'error' | 'warning'

/** `[from, to)` in bytes at the source. */
export type LogStretch = [from: number, to: number]

/** The whole log as one pane knows it; told at most four times a second. Stretches rise and do not touch. */
export interface PaneMap {
  paneId: string
  /** First byte that the source has, and its end (exclusive), all epochs together. */
  from: number
  to: number
  /** What was read for this pane; of the rest nothing is known but that it is there. At most 128. */
  seen: LogStretch[]
  /** Where lines are not counted yet, while they are counted in the background; null, or left out, where they are not, or all are. */
  uncounted?: LogStretch | null
  /** Destroyed before it could be read. */
  gone: LogStretch[]
  /** Left out while following, since it was written faster than it could be shown. */
  skipped: LogStretch[]
  /** Lines that tell of an error or a warning, of what was seen, in rising order; near ones are told as one. At most 512. */
  ticks: { offset: number; level: LineLevel }[]
  /** Where epochs begin, the first one left out. */
  epochs: { at: number; cause: EpochCause }[]
}
