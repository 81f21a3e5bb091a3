import { expect, it } from 'vitest'
import { suggestions } from './suggestions'

const hosts = ['old-build', 'build-box', 'build-eu', 'atlas']

it('completes what was typed, beginnings first', () => {
  expect(suggestions(hosts, 'build')).toEqual(['build-box', 'build-eu', 'old-build'])
  expect(suggestions(hosts, 'ATL')).toEqual(['atlas'])
})

it('keeps the user', () => {
  expect(suggestions(hosts, 'dev@atl')).toEqual(['dev@atlas'])
})

it('does not offer what already stands there, and never more than eight', () => {
  expect(suggestions(hosts, 'atlas')).toEqual([])
  expect(suggestions(Array.from({ length: 30 }, (_, i) => `h${i}`), 'h')).toHaveLength(8)
})
