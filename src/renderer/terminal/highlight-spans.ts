import type { HighlightColour } from '@shared/highlight-rules'
import { lineText, type TextMatcher } from '@shared/pattern'

/** A rule that holds in a terminal, ready to run. */
export interface Highlighter {
  matcher: TextMatcher
  colour: HighlightColour
}

/** A piece of a line's text in a colour (UTF-16 units, `to` exclusive). */
export interface HighlightSpan {
  from: number
  to: number
  colour: HighlightColour
}

/** Of a longer line no more is looked at (UTF-16 units): what is cut off for display is nothing to be coloured. */
const MOST_UNITS = 16 * 1024

/** What of a line is highlighted, left to right. Where two rules mean the same text the first one holds, and the other has what is left. */
export function highlightSpans(highlighters: readonly Highlighter[], line: string): HighlightSpan[] {
  const spans: HighlightSpan[] = []
  const text = lineText(line.length > MOST_UNITS ? line.slice(0, MOST_UNITS) : line)
  for (const { matcher, colour } of highlighters) {
    for (const [from, to] of matcher.ranges(text)) addWhereFree(spans, { from, to, colour })
  }
  return spans
}

/** Puts the parts of a span that nothing holds yet into the list, which stays in order. */
function addWhereFree(spans: HighlightSpan[], { from, to, colour }: HighlightSpan): void {
  let at = from
  for (let i = 0; at < to; i++) {
    const next = spans[i]
    if (next && next.to <= at) continue
    const end = Math.min(to, next?.from ?? to)
    if (end > at) spans.splice(i, 0, { from: at, to: end, colour })
    else if (!next) return
    // What was put in is passed over in the next round.
    at = end > at ? end : next!.to
  }
}
