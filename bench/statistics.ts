/** The middle value; of an even number of values the lower one of the two. */
export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** The smallest value that at least `percent` of the values do not exceed (nearest rank); never one between two values. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]
  if (value === undefined) throw new Error('There is no percentile of nothing')
  return value
}

/** Lowest and highest value. */
export function spread(values: readonly number[]): [low: number, high: number] {
  return [Math.min(...values), Math.max(...values)]
}
