import { expect, it } from 'vitest'
import { pauseMs, type PaceFacts } from './poll-pace'

const idle: PaceFacts = { starting: false, failures: 0, unchanged: 0, onBattery: false }
const minutes = (facts: Partial<PaceFacts>): number => pauseMs({ ...idle, ...facts }) / 60_000
const row = [0, 1, 2, 3, 4, 5, 50]

it('is a minute, and a quarter of one while something starts', () => {
  expect(minutes({})).toBe(1)
  expect(minutes({ unchanged: 50 })).toBe(1)
  expect(minutes({ starting: true })).toBe(0.25)
})

it('doubles to ten minutes while readings fail, also while something starts', () => {
  expect(row.slice(1).map((failures) => minutes({ failures }))).toEqual([1, 2, 4, 8, 10, 10])
  expect(minutes({ failures: 3, starting: true })).toBe(4)
})

it('doubles to ten minutes on battery while nothing changes, and looks at a start once a minute', () => {
  expect(row.map((unchanged) => minutes({ onBattery: true, unchanged }))).toEqual([1, 2, 4, 8, 10, 10, 10])
  expect(minutes({ onBattery: true, unchanged: 50, starting: true })).toBe(1)
})
