import { expect, it } from 'vitest'
import { ArrivalTimes } from './arrival-times'

it('knows when a line came, and of no other', () => {
  const times = new ArrivalTimes()
  times.note(Float64Array.of(100, 120), 1)
  times.note(Float64Array.of(120, 140), 2)
  times.note(Float64Array.of(300), 3)
  expect([0, 100, 120, 140, 200, 300, 400].map((offset) => times.at(offset))).toEqual([null, 1, 1, 2, null, 3, null])
})

it('stays bounded however long a log is followed, and keeps the newest', () => {
  const times = new ArrivalTimes()
  for (let i = 1; i <= 50_000; i++) times.note(Float64Array.of(i * 10), i)
  expect(times.at(500_000)).toBe(50_000)
  expect(times.at(10)).toBeNull()
})
