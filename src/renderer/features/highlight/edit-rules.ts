import { MOST_HIGHLIGHT_RULES, type HighlightRule } from '@shared/highlight-rules'

/** The list with the rule at `index` in another place; the same list where it cannot go further. */
export function moveRule(rules: readonly HighlightRule[], index: number, by: -1 | 1): HighlightRule[] {
  const next = [...rules]
  const to = index + by
  const rule = next[index]
  if (!rule || to < 0 || to >= next.length) return next
  next.splice(index, 1)
  next.splice(to, 0, rule)
  return next
}

/** The list with a rule in the place of another one, or (`index` null) before all others, where it holds whatever they say. */
export function putRule(rules: readonly HighlightRule[], index: number | null, rule: HighlightRule): HighlightRule[] {
  return index === null ? [rule, ...rules] : rules.map((one, at) => (at === index ? rule : one))
}

/** Why no further rule can be added, one sentence; null when one can. */
export function refuseMore(rules: readonly HighlightRule[]): string | null {
  return rules.length >= MOST_HIGHLIGHT_RULES ? `There can be ${MOST_HIGHLIGHT_RULES} rules at most. Remove one to add another.` : null
}

/** A rule that is begun. */
export function freshRule({ text, kind }: { text: string; kind: HighlightRule['kind'] }): HighlightRule {
  return { name: text.slice(0, 60), pattern: { text, regex: false, caseSensitive: true, wholeWord: false }, colour: 'green', kind, on: true }
}
