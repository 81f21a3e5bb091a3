import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeMatcher } from '../../engine/search'
import { patterns } from '../../engine/search/patterns.test-kit'
import type { SearchPattern } from '../contract/search'
import { lineText, textMatcher } from './text-matcher'

const characters = [...'abcAB07_-éü日😀 \t.[]^\\*,']
const regex = (text: string, more: Partial<SearchPattern> = {}): SearchPattern => ({ text, regex: true, caseSensitive: true, wholeWord: false, ...more })

/** Pieces of a text that a pattern matches. */
function matched(pattern: SearchPattern, text: string): string[] {
  const matcher = textMatcher(pattern)
  if (!matcher.ok) throw new Error(matcher.failure.sentence)
  return matcher.value.ranges(lineText(text)).map(([from, to]) => text.slice(from, to))
}

it('finds what the search of whole logs finds, in every line and for every pattern', () => {
  const options = fc.record({ text: patterns, caseSensitive: fc.boolean(), wholeWord: fc.boolean(), regex: fc.boolean() })
  fc.assert(
    fc.property(options, fc.string({ unit: fc.constantFrom(...characters), maxLength: 30 }), (pattern, text) => {
      const ofLogs = makeMatcher(pattern)
      const ofTexts = textMatcher(pattern)
      expect(ofTexts.ok).toBe(ofLogs.ok)
      if (!ofLogs.ok || !ofTexts.ok) return
      const bytes = Buffer.from(text)
      const wanted = ofLogs.value.ranges(bytes, 0, bytes.length).map(([from, to]) => [bytes.toString('utf8', 0, from).length, bytes.toString('utf8', 0, to).length])
      expect(ofTexts.value.ranges(lineText(text))).toEqual(wanted)
    }),
    { numRuns: 1500 },
  )
})

it('takes the leftmost match and as much of it as there is', () => {
  expect(matched(regex('(E|Err): .*'), 'x E: one E: two')).toEqual(['E: one E: two'])
  expect(matched(regex('a|ab|abc'), 'abcab')).toEqual(['abc', 'ab'])
  expect(matched(regex('^npm (ERR!|error)'), 'npm error code npm ERR!')).toEqual(['npm error'])
  expect(matched(regex('\\d+$'), '12 34')).toEqual(['34'])
  expect(matched(regex('done$'), 'done\r')).toEqual(['done\r'])
  expect(matched(regex('err', { wholeWord: true, caseSensitive: false }), 'Err errs ERR')).toEqual(['Err', 'ERR'])
})

it('counts in units of the text, and takes half a character for broken text', () => {
  expect(matched(regex('日.'), '😀日é日😀')).toEqual(['日é', '日😀'])
  expect(matched(regex('a.b'), 'a\ud83db')).toEqual(['a\ud83db'])
})

it('says why a pattern is none', () => {
  for (const [text, sentence] of [['(', 'A group has no end.'], ['a*', 'This pattern also matches empty text.'], ['((.{200}){200}){200}', 'This pattern is too large.']] as const) {
    const matcher = textMatcher(regex(text))
    expect(matcher.ok ? '' : matcher.failure.sentence).toBe(sentence)
  }
})

it('looks at each byte of a line a bounded number of times', () => {
  const matcher = textMatcher(regex('(a+)+b|.*x.*y'))
  if (!matcher.ok) throw new Error(matcher.failure.sentence)
  let reads = 0
  const bytes = new Proxy(new Uint8Array(4000).fill(0x61), {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads++
      return Reflect.get(target, key, target) as unknown
    },
  })
  expect(matcher.value.ranges({ bytes, units: null })).toEqual([])
  expect(reads).toBeLessThan(10 * 4000)
})
