import { describe, expect, it } from 'vitest'
import { parsePlace, type WrittenPlace } from './parse-place'

const NEWEST = Date.parse('2026-11-24T09:30:00Z')
const at = (time: string) => ({ kind: 'time', timeMs: Date.parse(time) }) as const

describe('parsePlace', () => {
  it.each<[string, WrittenPlace]>([
    ['214', { kind: 'line', line: 214 }],
    ['line 1,214', { kind: 'line', line: 1214 }],
    ['45%', { kind: 'byte', byte: 4500 }],
    ['12.5 %', { kind: 'byte', byte: 1250 }],
    ['100%', { kind: 'byte', byte: 10_000 }],
    ['byte 1200', { kind: 'byte', byte: 1200 }],
    ['1.2 kB', { kind: 'byte', byte: 1200 }],
    ['2 KiB', { kind: 'byte', byte: 2048 }],
    ['77 b', { kind: 'byte', byte: 77 }],
    ['09:14:03', at('2026-11-24T09:14:03Z')],
    ['9:14', at('2026-11-24T09:14:00Z')],
    ['23:50', at('2026-11-23T23:50:00Z')],
    ['2026-11-20 23:50:01.5', at('2026-11-20T23:50:01.500Z')],
    ['2026-11-20T23:50:01Z', at('2026-11-20T23:50:01Z')],
  ])('%s', (text, place) => expect(parsePlace(text, 10_000, NEWEST)).toEqual(place))

  it.each([
    ['', 'Enter a line, a percentage, a byte or a time.'],
    ['0', 'Lines count from 1.'],
    ['101%', 'A percentage is at most 100%.'],
    ['3 MB', 'This log ends at byte 10,000.'],
    ['25:61', 'There is no such time. Write it as 09:14:03 or 2026-11-24 09:14:03.'],
    ['the end', 'This is no line, percentage, byte or time. Examples: 214, 45%, 1.2 GB, 09:14:03.'],
  ])('says what is wrong with "%s"', (text, sentence) => expect(parsePlace(text, 10_000, NEWEST)).toEqual({ kind: 'problem', sentence }))
})
