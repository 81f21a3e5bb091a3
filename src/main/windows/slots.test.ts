import { expect, it } from 'vitest'
import { freeSlot, MOST_WINDOWS, placeFileOf } from './slots'

it('gives a window the lowest number that is free, and no more than there may be', () => {
  expect(freeSlot([])).toBe(1)
  expect(freeSlot([1, 3])).toBe(2)
  expect(freeSlot([2])).toBe(1)
  expect(freeSlot(Array.from({ length: MOST_WINDOWS }, (_, at) => at + 1))).toBeNull()
})

it('remembers the place of each in a file of its own', () => {
  const files = [1, 2, 3, 4].map(placeFileOf)
  expect(files[0]).toBe('window.json')
  expect(new Set(files).size).toBe(4)
})
