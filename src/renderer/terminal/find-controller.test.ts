import { describe, expect, it } from 'vitest'
import { findCountText, queryProblem, type FindQuery, type FindState } from './find-controller'

const query = (change: Partial<FindQuery> = {}): FindQuery => ({ text: 'x', caseSensitive: false, wholeWord: false, regex: false, ...change })
const state = (change: Partial<FindState> = {}): FindState => ({ count: 0, current: null, problem: null, ...change })

describe('findCountText', () => {
  it.each([
    [state({ count: 12, current: 3 }), '3 of 12'],
    [state({ count: 1000, current: 7 }), '7 of 1,000+'],
    [state({ count: 1000 }), '1,000+'],
    [state(), 'No match'],
    [state({ problem: 'No.' }), ''],
  ])('%j is %s', (found, words) => expect(findCountText(found, query())).toBe(words))

  it('says nothing of an empty query', () => expect(findCountText(state(), query({ text: '' }))).toBe(''))
})

describe('queryProblem', () => {
  it('refuses only what cannot be searched', () => {
    expect(queryProblem(query({ text: '(' }))).toBeNull()
    expect(queryProblem(query({ text: '(', regex: true }))).toBe('This is not a valid regular expression.')
    expect(queryProblem(query({ text: 'exit \\d+', regex: true }))).toBeNull()
  })

  it('refuses a pattern that matches everywhere, where a search would never move on', () => {
    for (const text of ['a*', '^', '|', '()']) expect(queryProblem(query({ text, regex: true }))).toMatch(/empty text/)
  })
})
