import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Poller, type Pollable } from './poller'

let poller: Poller

beforeEach(() => {
  vi.useFakeTimers()
  poller = new Poller(() => Date.now())
})
afterEach(() => {
  poller.dispose()
  vi.useRealTimers()
})

/** A task that keeps when it was polled; `answer` holds its polls back. */
function add(periodMs: number, earlyMs: number, answer: Promise<void> = Promise.resolve()): number[] {
  const times: number[] = []
  let last = Date.now()
  const task: Pollable = {
    due: () => last + periodMs,
    early: () => earlyMs,
    poll: () => {
      last = Date.now()
      times.push(last)
      return answer
    },
  }
  poller.add(task)
  return times
}

it('polls each task at its own pace', async () => {
  const quick = add(100, 0)
  const slow = add(1000, 0)
  await vi.advanceTimersByTimeAsync(5000)
  expect(quick).toHaveLength(50)
  expect(slow).toHaveLength(5)
})

it('lets tasks that began at odd times fall into step, none later than it is due', async () => {
  const all: { times: number[]; periodMs: number }[] = []
  for (const [periodMs, pauseMs] of [[500, 0], [2000, 130], [2000, 270], [2000, 190], [2000, 333]] as const) {
    await vi.advanceTimersByTimeAsync(pauseMs)
    all.push({ times: add(periodMs, periodMs / 5), periodMs })
  }
  await vi.advanceTimersByTimeAsync(60_000)
  for (const { times, periodMs } of all) {
    const gaps = times.slice(1).map((time, n) => time - (times[n] ?? 0))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(periodMs)
  }
  // Once they are in step, every burst is one of the quickest task's.
  const late = (times: number[]) => times.filter((time) => time > Date.now() - 30_000)
  const bursts = new Set(all.flatMap(({ times }) => late(times)))
  expect([...bursts].sort()).toEqual(late(all[0]?.times ?? []).sort())
  expect(bursts.size).toBeLessThanOrEqual(61)
})

it('leaves a task alone whose last poll has not come back', async () => {
  const stuck = add(100, 0, new Promise(() => {}))
  const other = add(100, 0)
  await vi.advanceTimersByTimeAsync(1000)
  expect(stuck).toHaveLength(1)
  expect(other).toHaveLength(10)
})
