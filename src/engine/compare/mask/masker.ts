import type { MaskChoice } from '@shared/contract/compare'
import { MASK_RULES, type MaskId } from '@shared/mask-rules'
import { makeMatcher, type Matcher } from '../../search'
import { compilePatterns, MASKABLE } from './patterns'

/** A masked piece of a text (UTF-16 units, `to` exclusive). */
export interface MaskedSpan {
  from: number
  to: number
  /** Id of the rule, or the name of one of the person's own. */
  rule: MaskId | string
}

interface OwnRule {
  name: string
  matcher: Matcher
}

const WORDS = new Map<string, string>(MASK_RULES.map(({ id, word }) => [id, word]))

/** Finds what is noise in a line. The time it takes is linear in the line's length, whatever the line and the rules are. */
export class Masker {
  private readonly compiled: ReturnType<typeof compilePatterns>
  private readonly own: OwnRule[]
  /** Own rules that are no patterns, by their names. */
  readonly refused: string[] = []

  constructor(choice: MaskChoice) {
    this.compiled = compilePatterns(new Set(choice.on))
    this.own = choice.own.flatMap(({ name, pattern, on }) => {
      if (!on) return []
      const matcher = makeMatcher({ text: pattern, caseSensitive: true, wholeWord: false, regex: true })
      if (!matcher.ok) this.refused.push(name)
      return matcher.ok ? [{ name, matcher: matcher.value }] : []
    })
  }

  /** The line as it is compared: masked pieces by what they are, runs of blanks as one. */
  mask(text: string): string {
    const spans = this.spans(text)
    let out = text
    if (spans.length > 0) {
      out = ''
      let at = 0
      for (const { from, to, rule } of spans) {
        out += `${text.slice(at, from)}‹${WORDS.get(rule) ?? rule}›`
        at = to
      }
      out += text.slice(at)
    }
    return out.includes('  ') || out.includes('\t') ? out.replace(/[ \t]+/g, ' ') : out
  }

  /** The pieces that are masked, in order. */
  spans(text: string): MaskedSpan[] {
    const own = this.ownSpans(text)
    const { compiled } = this
    if (!compiled || !MASKABLE.test(text)) return own
    const found: MaskedSpan[] = []
    compiled.pattern.lastIndex = 0
    for (let match = compiled.pattern.exec(text); match; match = compiled.pattern.exec(text)) {
      // Nothing of length 0 can match, as every form asks for a character.
      const from = match.index
      const to = from + match[0].length
      if (to === from) break
      const rule = compiled.ruleOf(match.groups!)
      if (!own.some((one) => one.from < to && from < one.to)) found.push({ from, to, rule })
    }
    return own.length === 0 ? found : [...own, ...found].sort((a, b) => a.from - b.from)
  }

  /** What the person masks goes first, and rules that overlap give way to the one before. */
  private ownSpans(text: string): MaskedSpan[] {
    if (this.own.length === 0) return []
    const bytes = Buffer.from(text)
    const spans: MaskedSpan[] = []
    for (const { name, matcher } of this.own) {
      if (matcher.find(bytes, 0, bytes.length).at < 0 && matcher.ranges(bytes, 0, bytes.length).length === 0) continue
      for (const [from, to] of matcher.ranges(bytes, 0, bytes.length)) {
        const span = { from: units(bytes, from), to: units(bytes, to), rule: name }
        if (span.to > span.from && !spans.some((one) => one.from < span.to && span.from < one.to)) spans.push(span)
      }
    }
    return spans.sort((a, b) => a.from - b.from)
  }
}

/** Bytes of UTF-8 as UTF-16 units. */
function units(bytes: Buffer, end: number): number {
  return bytes.toString('utf8', 0, end).length
}
