import { expect, it } from 'vitest'
import { DEFAULT_HIGHLIGHT_RULES, type HighlightRule } from '@shared/highlight-rules'
import { lineText } from '@shared/pattern'
import { freshRule, moveRule, putRule, refuseMore } from './edit-rules'
import { highlightersFor } from './highlighters'

const rule = (name: string, more: Partial<HighlightRule> = {}): HighlightRule => ({ ...freshRule({ text: name, kind: 'any' }), ...more })
const names = (rules: readonly HighlightRule[]) => rules.map(({ name }) => name).join(' ')
const three = [rule('a'), rule('b'), rule('c')]

it('moves a rule by one place, and not beyond the list', () => {
  expect(names(moveRule(three, 1, -1))).toBe('b a c')
  expect(names(moveRule(three, 1, 1))).toBe('a c b')
  expect(names(moveRule(three, 0, -1))).toBe('a b c')
  expect(names(moveRule(three, 2, 1))).toBe('a b c')
})

it('puts a new rule where it holds, and an edited one where it was', () => {
  expect(names(putRule(three, null, rule('d')))).toBe('d a b c')
  expect(names(putRule(three, 1, rule('d')))).toBe('a d c')
})

it('says when there are enough', () => {
  expect(refuseMore(DEFAULT_HIGHLIGHT_RULES)).toBeNull()
  expect(refuseMore(Array.from({ length: 40 }, () => rule('a')))).toContain('40')
})

it('has those ready that are on and meant for the log, in their order', () => {
  const rules = [rule('a', { colour: 'red' }), rule('b', { kind: 'agent', colour: 'blue' }), rule('c', { on: false }), rule('(', { pattern: { text: '(', regex: true, caseSensitive: true, wholeWord: false } }), rule('d', { kind: 'startup', colour: 'teal' })]
  const colours = (kind: Parameters<typeof highlightersFor>[1]) => highlightersFor(rules, kind).map(({ colour }) => colour)
  expect(colours('startup')).toEqual(['red', 'teal'])
  expect(colours('agent')).toEqual(['red', 'blue'])
  expect(highlightersFor(rules, 'agent')[0]?.matcher.ranges(lineText('xay'))).toEqual([[1, 2]])
})
