import type { SearchHit } from '@shared/contract/search'
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

const CR = 0x0d

/** What is told of a line: text around its first match, without anything that is not text. */
export function excerpt(found: FoundLine, matcher: Matcher): Pick<SearchHit, 'text' | 'ranges' | 'cut'> {
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

  let text = ''
  const ranges: [number, number][] = []
  let at = from
  for (const [a, b] of matches) {
    if (a < at || a >= to) continue
    text += plain(bytes.subarray(at, a))
    const start = text.length
    at = Math.min(b, to)
    text += plain(bytes.subarray(a, at))
    if (text.length > start) ranges.push([start, text.length])
  }
  text += plain(bytes.subarray(at, to))
  return { text, ranges, cut: { before: found.cutBefore || from > found.from, after: to < end } }
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
