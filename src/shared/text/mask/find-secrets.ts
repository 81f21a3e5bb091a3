import type { MaskKind, MaskSpan } from './kinds'
import type { OwnRules } from './own-rules'
import { EMAIL, FOLLOWING, NAME_END, SECRET_NAMES, SHAPE, SHAPES } from './rules'

/** A secret with what showed it: the name in front of it, the address around it. */
export interface Finding extends MaskSpan {
  /** Where what showed it begins. */
  shownFrom: number
}

export interface FindOptions {
  emails: boolean
  own: OwnRules | null
}

/** How far the closing quote of a value is looked for (characters). */
export const QUOTED_MOST = 4096

/** Secrets in `text` from `from` on, but for key blocks, in no order; they may overlap. None reaches over a line's end. */
export function findSecrets(text: string, from: number, { emails, own }: FindOptions): Finding[] {
  const out: Finding[] = []
  named(SECRET_NAMES, 'named', text, from, out)
  for (const [pattern, kind] of FOLLOWING) {
    pattern.lastIndex = from
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const secret = match[1] ?? ''
      const start = match.index + match[0].lastIndexOf(secret)
      out.push({ from: start, to: start + secret.length, shownFrom: match.index, kind })
    }
  }
  plain(SHAPE, (found) => SHAPES.find(({ begins }) => begins.test(found))?.kind ?? 'service', text, from, out)
  if (emails) plain(EMAIL, () => 'email', text, from, out)
  if (own?.texts) plain(own.texts, () => 'own', text, from, out)
  if (own?.names) named(own.names, 'own', text, from, out)
  return out
}

function plain(pattern: RegExp, kindOf: (found: string) => MaskKind, text: string, from: number, out: Finding[]): void {
  pattern.lastIndex = from
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    out.push({ from: match.index, to: match.index + match[0].length, shownFrom: match.index, kind: kindOf(match[0]) })
  }
}

function named(pattern: RegExp, kind: MaskKind, text: string, from: number, out: Finding[]): void {
  pattern.lastIndex = from
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    NAME_END.lastIndex = pattern.lastIndex
    if (!NAME_END.test(text)) continue
    const value = valueAt(text, NAME_END.lastIndex)
    if (!value) continue
    out.push({ ...value, shownFrom: match.index, kind })
    pattern.lastIndex = value.to
  }
}

/** The value that begins at `at`: what stands between quotes, or all up to a blank or to where the next name begins. */
function valueAt(text: string, at: number): { from: number; to: number } | null {
  let from = at
  while (text[from] === '\\') from++
  const quote = text[from]
  if (quote === '"' || quote === "'" || quote === '`') {
    from++
    const to = quotedEnd(text, from, quote, from > at + 1)
    if (to !== null) return to > from ? { from, to } : null
  } else from = at
  const to = bareEnd(text, from)
  return to > from ? { from, to } : null
}

/** In text that is itself quoted (`{\"password\":\"x\"}`) the closing quote has a backslash too. */
function quotedEnd(text: string, from: number, quote: string, inQuoted: boolean): number | null {
  const most = Math.min(text.length, from + QUOTED_MOST)
  for (let at = from; at < most; at++) {
    const char = text[at]
    if (char === '\n' || char === '\r') return null
    if (char === quote) return at
    if (char === '\\') {
      if (inQuoted) return at
      at++
    }
  }
  return null
}

function bareEnd(text: string, from: number): number {
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code <= 0x20 || code === 0x22 || code === 0x27) break
    // `,` `;` `&` may be part of a password; they end it where another name or nothing follows.
    if ((code === 0x2c || code === 0x3b || code === 0x26) && endsValue(text, at + 1)) break
  }
  return at
}

const NEXT_NAME = /[A-Za-z_][A-Za-z0-9_.-]{0,63}\\{0,3}["']?[:=]/y

function endsValue(text: string, next: number): boolean {
  const code = text.charCodeAt(next)
  if (next >= text.length || code <= 0x20 || code === 0x22 || code === 0x27) return true
  NEXT_NAME.lastIndex = next
  return NEXT_NAME.test(text)
}
