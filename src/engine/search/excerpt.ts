import type { SearchHit } from '@shared/contract/search'
import { MASK, type LineMasker, type MaskSpan } from '@shared/text/mask'
import { SGR } from '@shared/text/sgr'
import { filteredBound, filterLine } from '../window'
import type { FoundLine } from './line-scanner'
import type { Matcher } from './matcher'

/** Of a line this much is told (bytes at the source). */
const EXCERPT_BYTES = 1024
/** A match that begins later than this is shown with this much before it (bytes). */
const LEAD_BYTES = 200
const SHOWN_BEGINNING_BYTES = 600
/** How far before the byte where a match shows itself it is looked for (bytes). */
const LOOK_BACK_BYTES = 16 * 1024

/** What shows a secret stands at most this far from it (bytes). */
const AROUND_BYTES = 8 * 1024

const CR = 0x0d

/** What is told of a line: text around its first match, without anything that is not text, and with a mark for what `masker` finds. */
export function excerpt(found: FoundLine, matcher: Matcher, masker: LineMasker | null = null): Pick<SearchHit, 'text' | 'ranges' | 'cut'> {
  const { bytes } = found
  const end = found.to > found.from && bytes[found.to - 1] === CR ? found.to - 1 : found.to
  const lookFrom = Math.max(found.from, found.at - LOOK_BACK_BYTES)
  const lookTo = Math.min(found.to, Math.max(found.at, lookFrom) + LOOK_BACK_BYTES)
  const matches = matcher.ranges(bytes, lookFrom, lookTo)
  const first = matches[0]?.[0] ?? found.at
  let from = first - found.from > SHOWN_BEGINNING_BYTES ? first - LEAD_BYTES : found.from
  let to = Math.min(end, from + EXCERPT_BYTES)
  // A character is not cut apart.
  while (from < first && from > found.from && isInside(bytes[from]!)) from++
  while (to > from && to < end && isInside(bytes[to]!)) to--

  const hidden = masker ? secretsIn(bytes, Math.max(found.from, from - AROUND_BYTES), Math.min(end, to + AROUND_BYTES), masker) : []
  let text = ''
  const ranges: [number, number][] = []
  let at = from
  for (const match of matches) {
    // One mark stands for a secret, so a match in it takes all of it.
    const inside = hidden.filter((one) => one.from < match[1] && one.to > match[0])
    const [a, b] = [Math.min(match[0], ...inside.map((one) => one.from)), Math.max(match[1], ...inside.map((one) => one.to))]
    if (a < at || a >= to) continue
    text += told(bytes, at, a, hidden)
    const start = text.length
    at = Math.min(b, to)
    text += told(bytes, a, at, hidden)
    if (text.length > start) ranges.push([start, text.length])
  }
  text += told(bytes, at, to, hidden)
  return { text, ranges, cut: { before: found.cutBefore || from > found.from, after: to < end } }
}

/** Secrets in the part of a line, as places in `bytes`. */
function secretsIn(bytes: Buffer, from: number, to: number, masker: LineMasker): MaskSpan[] {
  if (!masker.mayHold(bytes, from, to)) return []
  return masker.spans(bytes.toString('latin1', from, to)).map((span) => ({ ...span, from: span.from + from, to: span.to + from }))
}

/** `bytes[from..to)` as text, with a mark for each secret that reaches into it. */
function told(bytes: Buffer, from: number, to: number, hidden: readonly MaskSpan[]): string {
  let text = ''
  let at = from
  for (const span of hidden) {
    if (span.to <= at || span.from >= to) continue
    text += plain(bytes.subarray(at, Math.max(at, span.from))) + MASK
    at = Math.min(to, span.to)
  }
  return text + plain(bytes.subarray(at, to))
}

function isInside(byte: number): boolean {
  return (byte & 0xc0) === 0x80
}

/** Bytes as text that passed the escape wall, colours taken out. */
function plain(bytes: Buffer): string {
  if (bytes.length === 0) return ''
  const out = Buffer.allocUnsafe(filteredBound(bytes.length))
  return out.toString('utf8', 0, filterLine(bytes, out, 0)).replace(SGR, '')
}
