import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineEndAt } from './frontier-line'

/** Where a run that wrote `run` over `old` is taken to end: for sure, and most probably; as the text that is shown. */
function shown(old: string, run: string): { sure: string; likely: string } {
  const held = Buffer.from(old)
  const written = Buffer.from(run)
  const now = Buffer.concat([written, held.subarray(written.length)]).subarray(0, held.length)
  let end = 0
  for (let i = 0; i < held.length; i++) if (held[i] !== now[i]) end = i + 1
  const line = lineEndAt(now, end, (from, to) => held.subarray(from, to), true)
  return { sure: now.toString('utf8', 0, line.sure), likely: now.toString('utf8', 0, line.likely) }
}

describe('the line at the frontier', () => {
  it('most probably has the newline that stands right there, also where the old run had one', () => {
    expect(shown('one\ntwo\nthree\n', 'new\n')).toEqual({ sure: 'new', likely: 'new\n' })
    expect(shown('one\r\ntwo\r\n', 'new\r\n').likely).toBe('new\r\n')
  })

  it('most probably ends where a line ends that differs in a few bytes', () => {
    expect(shown('run 1 line 17\nrun 1 line 18\n', 'run 2 line 17\n')).toEqual({ sure: 'run 2', likely: 'run 2 line 17\n' })
    expect(shown('start\n12:00:01 installing\n12:00:09 done\n', 'start\n12:41:55 installing\n').likely).toBe('start\n12:41:55 installing\n')
  })

  it('does not take the rest of an old line for its own', () => {
    expect(shown('a line of the first run that is long\nnext\n', 'Continue? [Y/n] ')).toEqual({ sure: 'Continue? [Y/n] ', likely: 'Continue? [Y/n] ' })
    expect(shown('an older line\nof two lines\n', 'Downloading').likely).toBe('Downloading')
  })

  it('ends at a question, though the old run had an answer there', () => {
    expect(shown('Delete a? [y/N] y\nok\n', 'Delete b? [y/N] ').likely).toBe('Delete b? [y/N] ')
    expect(shown('Password for a: *****\n', 'Password for b: ').likely).toBe('Password for b: ')
  })

  it('does not cut a character', () => {
    expect(shown('aé\nlong enough', 'aè')).toEqual({ sure: 'aè', likely: 'aè\n' })
    expect(shown('日本語 text follows\n', '日本誠').sure.endsWith('誠')).toBe(true)
  })

  it('is never before the last difference, and never adds more than the rest of one line', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '\n', '?', ' ', '[y/n]', 'é'), { minLength: 1, maxLength: 40 }).map((list) => list.join(''))
    fc.assert(
      fc.property(text, text, (old, run) => {
        const { sure, likely } = shown(old, run)
        expect(likely.startsWith(sure)).toBe(true)
        expect(likely.slice(sure.length).split('\n').length).toBeLessThanOrEqual(2)
      }),
      { numRuns: 500 },
    )
  })
})
