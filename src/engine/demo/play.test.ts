import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { play, type Step } from './play'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function recorder(): { seen: [string, number][]; step: (name: string, afterMs: number) => Step } {
  const seen: [string, number][] = []
  const startMs = performance.now()
  return { seen, step: (name, afterMs) => ({ afterMs, act: () => void seen.push([name, performance.now() - startMs]) }) }
}

test('steps follow each other by their own delays, faster with speed', () => {
  const { seen, step } = recorder()
  play([step('a', 0), step('b', 100), step('c', 0), step('d', 200)], 2)
  expect(seen).toEqual([['a', 0]])
  vi.advanceTimersByTime(1000)
  expect(seen).toEqual([
    ['a', 0],
    ['b', 50],
    ['c', 50],
    ['d', 150],
  ])
  expect(vi.getTimerCount()).toBe(0)
})

test('stopping leaves no timer behind, also from within a step', () => {
  const { seen, step } = recorder()
  const playing = play([step('a', 10), { afterMs: 10, act: () => playing.stop() }, step('never', 10)], 1)
  vi.advanceTimersByTime(1000)
  expect(seen.map(([name]) => name)).toEqual(['a'])
  expect(vi.getTimerCount()).toBe(0)
})

test('after the computer slept the rest is not played in one burst', () => {
  const { seen, step } = recorder()
  let busy = true
  const stall: Step = {
    afterMs: 0,
    act: () => {
      if (busy) vi.setSystemTime(Date.now() + 60_000)
      busy = false
    },
  }
  const nowMs = vi.spyOn(performance, 'now')
  nowMs.mockReturnValue(0)
  play([stall, step('a', 100), step('b', 100)], 1)
  nowMs.mockReturnValue(60_000)
  vi.advanceTimersByTime(100)
  expect(seen.map(([name]) => name)).toEqual(['a'])
  nowMs.mockRestore()
})
