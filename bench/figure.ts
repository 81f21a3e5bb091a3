/** One line of the table and one entry of results.json. */
export interface Result {
  id: string
  /** What was measured, and what stands beside it. */
  what: string
  /** In `unit`; a median, or the percentile that `what` names. */
  value: number
  unit: string
  /** The same of what it is held against, measured in the same run; null where the bar is absolute. */
  yardstick: number | null
  /** `value / yardstick`; null where the bar is not a ratio. */
  ratio: number | null
  /** The bar in words, e.g. "at most 1.3 times". */
  bar: string
  ok: boolean
  /** How many values `value` was taken from. */
  runs: number
  /** Lowest and highest of these values, in `unit`. */
  spread: [low: number, high: number]
}

export interface Figure {
  /** Begins the ids of its results. */
  id: string
  /** @param runs how often a whole run is repeated; a figure may ask for more, or get its samples in one run */
  measure(runs: number, say: (text: string) => void): Promise<Result[]>
}

interface Measured {
  id: string
  what: string
  unit: string
  value: number
  values: readonly number[]
}

/** Judges a value by how many times its yardstick it is. */
export function atMostTimes(limit: number, yardstick: number, m: Measured): Result {
  const ratio = m.value / yardstick
  return result(m, yardstick, ratio, `at most ${limit} times`, ratio <= limit)
}

/** Judges a value by how far it lies behind its yardstick, in its own unit. */
export function atMostBehind(limit: number, yardstick: number, m: Measured): Result {
  return result(m, yardstick, null, `at most ${limit} ${m.unit} behind`, m.value - yardstick <= limit)
}

/** Judges a value by itself. */
export function atMost(limit: number, m: Measured): Result {
  return result(m, null, null, `at most ${limit} ${m.unit}`, m.value <= limit)
}

/** Judges a value by how many times its yardstick it is, where more is better. */
export function atLeastTimes(limit: number, yardstick: number, m: Measured): Result {
  const ratio = m.value / yardstick
  return result(m, yardstick, ratio, `at least ${limit} times`, ratio >= limit)
}

/** Judges a value by how low it is, beside a yardstick that has no bar. */
export function atLeast(limit: number, yardstick: number, m: Measured): Result {
  return result(m, yardstick, null, `at least ${limit} ${m.unit}`, m.value >= limit)
}

function result(m: Measured, yardstick: number | null, ratio: number | null, bar: string, ok: boolean): Result {
  return {
    id: m.id,
    what: m.what,
    value: round(m.value),
    unit: m.unit,
    yardstick: yardstick === null ? null : round(yardstick),
    ratio: ratio === null ? null : round(ratio),
    bar,
    ok,
    runs: m.values.length,
    spread: [round(Math.min(...m.values)), round(Math.max(...m.values))],
  }
}

function round(value: number): number {
  return Number(value.toPrecision(4))
}
