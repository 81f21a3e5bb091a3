/** What is held of one run of a log. */
export interface HeldRun {
  /** Bytes. */
  length: number
  /** Time of change of the file when the run was first seen (ms since the epoch); null where that is not known. */
  beganMs: number | null
  /** Stretches of it (local offsets, each at the start of a cached block), in order. */
  parts: { from: number; bytes: Buffer }[]
}

/** What is held of a log: its newest run, and the one before. */
export interface HeldLog {
  /** The last look at its file. */
  sizeBytes: number
  modifiedMs: number
  newest: HeldRun
  /** Null where no run before it was seen. `under`: its bytes follow the newest run's in the same file. */
  before: (HeldRun & { under: boolean }) | null
}

/**
 * Whoever keeps the runs of a log beyond this life of the app. A source asks once, before it looks at its file, and goes
 * on from there as if it had been offline since; so a run that began meanwhile is told from the one before.
 */
export interface LastRuns {
  /** Null where nothing was kept. Never rejects. */
  load(): Promise<HeldLog | null>
}

/** Of each run so much is worth loading: half of it of its beginning, half of its end (bytes). */
export const HELD_BYTES = 1024 * 1024
