import type { Step } from './step-finder'

/** A step with its end. */
export interface TimedStep extends Step {
  /** Null while it goes on, and where its beginning or the next one's is not known. */
  endedMs: number | null
  /** How long it took in earlier runs (median, ms); null where none was seen. */
  usualMs: number | null
  /** It took, or takes, at least twice as long as usual, and two seconds more. */
  unusual: boolean
}

const MOST_RUNS = 20
const MOST_NAMES = 300
const MOST_SHOWN = 12
/** A command of a trace that took less is left out, as is all but the longest (ms). */
const LEAST_MS = 500
const MORE_MS = 2000

/** What the steps of one script, and its silences, came to in earlier runs that were watched. Bounded. */
export class StepHistory {
  private readonly took = new Map<string, number[]>()
  private silences: number[] = []

  /** The longest silence of an earlier run (ms); 0 where none was seen. */
  get longestQuietMs(): number {
    return Math.max(0, ...this.silences)
  }

  /** Remembers a run that has ended well: its steps (see `timedSteps`), and its longest silence (ms). */
  add(steps: readonly Pick<TimedStep, 'name' | 'startedMs' | 'endedMs'>[], longestQuietMs: number): void {
    this.silences = [...this.silences, longestQuietMs].slice(-MOST_RUNS)
    for (const one of steps) {
      if (one.startedMs === null || one.endedMs === null) continue
      const before = this.took.get(one.name) ?? []
      if (before.length === 0 && this.took.size >= MOST_NAMES) continue
      this.took.set(one.name, [...before, one.endedMs - one.startedMs].slice(-MOST_RUNS))
    }
  }

  /** The steps worth showing, in their order, beside what they came to before. `endedMs`: of the script; null while it runs. */
  compare(steps: readonly Step[], endedMs: number | null, nowMs: number): TimedStep[] {
    const all = timedSteps(worthShowing(steps), endedMs).map((one) => {
      const usualMs = median(this.took.get(one.name) ?? [])
      const tookMs = one.startedMs === null ? null : (one.endedMs ?? nowMs) - one.startedMs
      const unusual = usualMs !== null && tookMs !== null && tookMs >= 2 * usualMs && tookMs - usualMs >= MORE_MS
      return { ...one, usualMs, unusual }
    })
    if (all.length <= MOST_SHOWN) return all
    const length = (one: TimedStep): number => (one.startedMs === null ? 0 : (one.endedMs ?? nowMs) - one.startedMs)
    const shown = new Set([...all].sort((a, b) => Number(b.unusual) - Number(a.unusual) || length(b) - length(a)).slice(0, MOST_SHOWN))
    return all.filter((one) => shown.has(one))
  }
}

/** Headings where the script has them; else the commands that took a while. */
function worthShowing(steps: readonly Step[]): readonly Step[] {
  const headings = steps.filter((one) => one.kind === 'heading')
  if (headings.length > 0) return headings
  return steps.filter((one, index) => {
    const next = steps[index + 1]
    return !next || one.startedMs === null || next.startedMs === null || next.startedMs - one.startedMs >= LEAST_MS
  })
}

/** Steps with their ends: each goes on until the next one begins, the last one until the script ends (null while it runs). */
export function timedSteps(steps: readonly Step[], endedMs: number | null): Omit<TimedStep, 'usualMs' | 'unusual'>[] {
  return steps.map((one, index) => {
    const next = steps[index + 1]
    return { ...one, endedMs: next ? next.startedMs : one.startedMs === null ? null : endedMs }
  })
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
}
