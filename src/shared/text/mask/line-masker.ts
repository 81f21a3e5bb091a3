import { findSecrets, type FindOptions } from './find-secrets'
import { HintScan, KEY_LINE } from './hint-scan'
import type { MaskSpan } from './kinds'
import { ownRules, refuseOwnRule } from './own-rules'
import { KEY_BEGIN, KEY_END } from './rules'
import { merge, type MaskOptions } from './stream-masker'
import { withoutColours } from './without-colours'

/** Of a rule of the person's own so much is looked for, so that the scan stays small (characters). */
const OWN_HINT = 16
/** A line that is nothing but a piece of a private key, as it stands between its marks. */
const KEY_BODY = new RegExp(`^[ \\t]*([A-Za-z0-9+/]{${KEY_LINE},76}={0,2})[ \\t]*$`)

/**
 * Finds secrets in single lines, for what is on screen: a line is judged by itself, so it looks the same from wherever it was reached.
 * Lines between the marks of a private key are known by being nothing else.
 */
export class LineMasker {
  private readonly options: FindOptions
  private readonly hints: HintScan

  /** `encode`: how the person's own rules are written in the lines that are given; `latin1` of their UTF-8 for bytes. */
  constructor(readonly given: MaskOptions, encode: (text: string) => string) {
    const { emails = false, own = [] } = given
    this.options = { emails, own: own.length > 0 ? ownRules(own, encode) : null }
    const texts = own.filter((rule) => refuseOwnRule(rule) === null).map((rule) => encode(rule.trim().replace(/[*=]$/, '')).slice(0, OWN_HINT))
    this.hints = new HintScan(emails ? [...texts, '@'] : texts)
  }

  /** Whether there may be a secret in the line `bytes[from..to)`; costs about as much as copying it. */
  mayHold(bytes: Uint8Array, from: number, to: number): boolean {
    return this.hints.mayHold(bytes, from, to)
  }

  /** The secrets of one line, in order and apart from each other (units of `line`). */
  spans(line: string): MaskSpan[] {
    const { text, raw } = withoutColours(line, '')
    const found: MaskSpan[] = findSecrets(text, 0, this.options)
    KEY_BEGIN.lastIndex = 0
    const begin = KEY_BEGIN.exec(text)
    if (begin) {
      const from = begin.index + begin[0].length
      KEY_END.lastIndex = from
      const to = KEY_END.exec(text)?.index ?? text.length
      if (to > from) found.push({ from, to, kind: 'key-block' })
    }
    const body = KEY_BODY.exec(text)?.[1]
    if (body && /[a-z]/.test(body) && /[A-Z]/.test(body) && /[0-9]/.test(body)) found.push({ from: text.indexOf(body), to: text.indexOf(body) + body.length, kind: 'key-block' })
    return merge(found).map(({ from, to, kind }) => ({ from: raw(from), to: raw(to - 1) + 1, kind }))
  }
}
