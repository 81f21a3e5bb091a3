/** Work that can be done a little at a time: it yields now and then how much of it is done, from 0 to 1. */
export type Sliced<T> = Generator<number, T, void>

/** How long a piece of work may hold the loop (ms), which serves panes as well. */
const SLICE_MS = 8

/** Runs such work in short slices of time. Null when it was aborted. */
export async function inSlices<T>(work: Sliced<T>, signal: AbortSignal, onProgress: (progress: number) => void): Promise<T | null> {
  let until = performance.now() + SLICE_MS
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    if (performance.now() < until) continue
    onProgress(step.value)
    await new Promise((resolve) => setImmediate(resolve))
    if (signal.aborted) return null
    until = performance.now() + SLICE_MS
  }
}

/** Runs such work at one go, for tests and the benchmark. */
export function atOnce<T>(work: Sliced<T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}
