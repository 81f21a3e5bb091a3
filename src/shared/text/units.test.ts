import { describe, expect, it } from 'vitest'
import { formatAge, formatBytes, formatCount, formatDuration } from './units'

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [1151, '1.2 kB'],
    [9949, '9.9 kB'],
    [9960, '10 kB'],
    [34_400, '34 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [1_200_000, '1.2 MB'],
    [3_200_000_000, '3.2 GB'],
    [-1, 'unknown size'],
    [NaN, 'unknown size'],
  ])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))
})

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [400, '0.4 s'],
    [11_200, '11 s'],
    [34_000, '34 s'],
    [59_600, '1 min'],
    [125_000, '2 min 5 s'],
    [3_599_700, '1 h'],
    [3_840_000, '1 h 4 min'],
    [50 * 3_600_000, '2 d 2 h'],
  ])('%d ms are %s', (ms, text) => expect(formatDuration(ms)).toBe(text))
})

describe('formatAge', () => {
  it.each([
    [-5000, 'now'],
    [1999, 'now'],
    [34_900, '34 s'],
    [3 * 60_000, '3 min'],
    [2 * 3_600_000, '2 h'],
    [49 * 3_600_000, '2 d'],
  ])('%d ms ago are %s', (ms, text) => expect(formatAge(ms)).toBe(text))
})

it('separates thousands', () => expect(formatCount(12_345.4)).toBe('12,345'))
