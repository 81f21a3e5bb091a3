import { describe, expect, it } from 'vitest'
import { atMost, atMostBehind, atMostTimes } from './figure'
import { median, percentile, spread } from './statistics'

describe('statistics', () => {
  it('gives values that were measured, whatever their order', () => {
    const values = [5, 1, 4, 2, 3]
    expect(median(values)).toBe(3)
    expect(median([4, 1, 3, 2])).toBe(2)
    expect(percentile(Array.from({ length: 200 }, (_, i) => 200 - i), 95)).toBe(190)
    expect(percentile(values, 100)).toBe(5)
    expect(spread(values)).toEqual([1, 5])
    expect(values).toEqual([5, 1, 4, 2, 3])
  })

  it('says that nothing was measured', () => {
    expect(() => median([])).toThrow()
  })
})

describe('bars', () => {
  const measured = { id: 'x', what: 'x', unit: 'ms', value: 130, values: [120, 130, 140] }

  it('holds a value against its yardstick, or against itself', () => {
    expect(atMostTimes(1.3, 100, measured)).toMatchObject({ ok: true, ratio: 1.3, runs: 3, spread: [120, 140] })
    expect(atMostTimes(1.2, 100, measured).ok).toBe(false)
    expect(atMostBehind(30, 100, measured).ok).toBe(true)
    expect(atMostBehind(29, 100, measured).ok).toBe(false)
    expect(atMost(130, measured)).toMatchObject({ ok: true, yardstick: null, ratio: null })
    expect(atMost(129, measured).ok).toBe(false)
  })
})
