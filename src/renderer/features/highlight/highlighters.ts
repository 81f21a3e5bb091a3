import { isForLog, type HighlightRule } from '@shared/highlight-rules'
import type { LogKind } from '@shared/model'
import { textMatcher, type TextMatcher } from '@shared/pattern'
import type { Highlighter } from '@/terminal'

/** Patterns that were made ready, by their text: panes share them, and a change of one rule leaves the others as they are. */
const ready = new Map<string, TextMatcher | null>()
/** Far more than the rules that there can be. */
const MOST_READY = 100

/** The rules that hold for a kind of log, ready to run, in their order. */
export function highlightersFor(rules: readonly HighlightRule[], kind: LogKind): Highlighter[] {
  return rules.flatMap(({ on, pattern, colour, kind: meant }) => {
    const matcher = on && isForLog(meant, kind) ? readyMatcher(pattern) : null
    return matcher ? [{ matcher, colour }] : []
  })
}

function readyMatcher(pattern: HighlightRule['pattern']): TextMatcher | null {
  const key = JSON.stringify(pattern)
  const known = ready.get(key)
  if (known !== undefined) return known
  const made = textMatcher(pattern)
  const matcher = made.ok ? made.value : null
  if (ready.size >= MOST_READY) ready.clear()
  ready.set(key, matcher)
  return matcher
}
