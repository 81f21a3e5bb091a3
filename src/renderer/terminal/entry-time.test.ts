import { describe, expect, it } from 'vitest'
import { entryTime, localTime, shownTime, timeSince } from './entry-time'

const line = '2026-11-24 09:14:03.123 [info]  starting agent'
const ms = Date.parse('2026-11-24T09:14:03.123Z')

describe('times of entries', () => {
  it('are found in both shapes, and nowhere else', () => {
    expect(entryTime(line)).toEqual({ column: 0, length: 23, ms })
    expect(entryTime('{"ts":"2026-11-24T09:14:03.123Z","level":"INFO"')).toEqual({ column: 7, length: 24, ms })
    expect(entryTime('    error= 2026-11-24 09:14:03.123 [info]')).toBeNull()
    expect(entryTime('2026-99-24 09:14:03.123 [info]')).toBeNull()
  })

  it('are shown as wide as they are written', () => {
    const time = entryTime(line)!
    expect(shownTime(time, 'written', [])).toBeNull()
    expect(shownTime(time, 'local', [])).toBe(localTime(ms))
    expect(localTime(ms)).toHaveLength(23)
    expect(shownTime(time, 'run', [ms - 41_250, ms - 90_000, ms + 1])).toBe('+0:41.250'.padStart(23))
    // Before the first start that is known nothing can be said.
    expect(shownTime(time, 'run', [ms + 1])).toBeNull()
    expect(timeSince(ms + 3_723_004, ms)).toBe('+1:02:03.004')
  })
})
