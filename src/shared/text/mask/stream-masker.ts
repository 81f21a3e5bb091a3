import { findSecrets, type Finding, type FindOptions } from './find-secrets'
import type { MaskSpan } from './kinds'
import { ownRules } from './own-rules'
import { KEY_BEGIN, KEY_END } from './rules'
import { withoutColours } from './without-colours'

export interface MaskOptions {
  /** E-mail addresses too. */
  emails?: boolean
  /** Rules that the person added, see `ownRulesSchema`. */
  own?: readonly string[]
}

export interface Masked {
  /** All of the text before this place is decided (units since the stream's beginning). */
  settled: number
  /** Secrets in what was settled by this call, in order, apart from each other; places as in `settled`. */
  spans: MaskSpan[]
}

/** A line longer than this is decided in pieces (units). */
const MOST_HELD = 64 * 1024
/** Nor is more of one held where nearly all of it is colours (units). */
const MOST_COLOURS = 1024 * 1024
/** What shows a secret is never longer than this, so a secret before the last so many units of a piece is seen. */
const MARGIN = 8 * 1024
/** The longest key block, in lines; behind it something is wrong and the log goes on to be shown. */
const KEY_LINES = 400
/** No mark of a key block is longer (units). */
const KEY_MARK = 80
/** Units before what is looked at that patterns may look back on. */
const CONTEXT = 1

/**
 * Finds secrets in a text that comes in pieces, whatever the borders of the pieces are: text up to the last line's end is
 * decided, and of a line that does not end all but its last 8 Ki. Needs time in proportion to the text, and a bounded memory.
 * Takes text, or bytes read as latin1, in which case places are bytes.
 */
export class StreamMasker {
  private readonly options: FindOptions
  private held = ''
  /** Where `held` begins in the stream. */
  private base = 0
  /** Units of `held` that are decided and only kept to look back on. */
  private from = 0
  /** Lines that a key block may still have; 0 outside of one. */
  private keyLines = 0
  /** A secret reached the end of a piece, so the next piece begins with its rest. */
  private inValue = false

  constructor({ emails = false, own = [] }: MaskOptions = {}, encode: (text: string) => string = (text) => text) {
    this.options = { emails, own: own.length > 0 ? ownRules(own, encode) : null }
  }

  push(text: string): Masked {
    this.held += text
    const lines = this.held.lastIndexOf('\n') + 1
    const spans: MaskSpan[] = []
    if (lines > this.from) this.settle(lines, true, spans)
    const length = this.held.length - this.from
    if (length > MOST_HELD) this.settle(this.held.length, length > MOST_COLOURS, spans)
    return { settled: this.base + this.from, spans }
  }

  /** Decides what is left. */
  end(): Masked {
    const spans: MaskSpan[] = []
    if (this.held.length > this.from) this.settle(this.held.length, true, spans)
    return { settled: this.base + this.from, spans }
  }

  /** Decides `held` up to `to`; where no line ends there, less. */
  private settle(to: number, whole: boolean, out: MaskSpan[]): void {
    const { text, raw } = withoutColours(this.held.slice(this.from, to), this.held.slice(Math.max(0, this.from - CONTEXT), this.from))
    const begin = this.from > 0 ? CONTEXT : 0
    const found: Finding[] = []
    let at = begin
    if (this.inValue) {
      at = valueRest(text, begin)
      if (at > begin) found.push({ from: begin, to: at, shownFrom: begin, kind: 'named' })
      this.inValue = at === text.length
    }
    found.push(...findSecrets(text, at, this.options))
    const cut = whole ? text.length : cutOf(text, found, Math.max(begin, text.length - MARGIN))
    if (!whole && cut <= begin) {
      // Colours only, so far.
      if (found.length === 0) return
      // It is longer than a piece: all of it is hidden, and it goes on.
      this.keyBlocks(text, at, text.length)
      this.take(merge([...found, { from: Math.min(...found.map((one) => one.from)), to: text.length, kind: found[0]?.kind ?? 'named' }]), raw, out)
      this.inValue = true
      return this.drop(to)
    }
    const shown = found.filter((one) => one.to <= cut)
    this.take(merge([...shown, ...this.keyBlocks(text, at, cut)]), raw, out)
    if (whole) this.inValue = false
    this.drop(whole ? to : this.from + raw(cut))
  }

  private take(spans: readonly MaskSpan[], raw: (at: number) => number, out: MaskSpan[]): void {
    const start = this.base + this.from
    // A colour that ends behind the secret stays.
    for (const { from, to, kind } of spans) out.push({ from: start + raw(from), to: start + raw(to - 1) + 1, kind })
  }

  private drop(to: number): void {
    const keep = Math.max(0, to - CONTEXT)
    this.base += keep
    this.held = this.held.slice(keep)
    this.from = to - keep
  }

  /** The lines between the marks of private keys, up to `limit`; what begins before it may end in a later piece. */
  private keyBlocks(text: string, from: number, limit: number): MaskSpan[] {
    const out: MaskSpan[] = []
    for (let at = from; at < limit; ) {
      if (this.keyLines === 0) {
        KEY_BEGIN.lastIndex = at
        const begin = KEY_BEGIN.exec(text)
        if (!begin || begin.index >= limit) return out
        at = begin.index + begin[0].length
        this.keyLines = KEY_LINES
      }
      KEY_END.lastIndex = at
      const ends = KEY_END.exec(text)?.index ?? text.length
      const end = Math.min(ends, limit)
      while (at < end && this.keyLines > 0) {
        const newline = text.indexOf('\n', at)
        const lineEnd = newline < 0 || newline > end ? end : newline
        const to = text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd
        if (to > at) out.push({ from: at, to, kind: 'key-block' })
        at = lineEnd
        if (at < end) {
          at++
          this.keyLines--
        }
      }
      if (at >= ends && ends < limit) this.keyLines = 0
    }
    return out
  }
}

/** Where a line can be cut, at `most` or before: not inside of what shows a secret. */
function cutOf(text: string, found: readonly Finding[], most: number): number {
  let cut = most
  for (;;) {
    const across = found.filter((one) => one.shownFrom < cut && one.to > cut).map((one) => one.shownFrom)
    KEY_BEGIN.lastIndex = Math.max(0, cut - KEY_MARK)
    const mark = KEY_BEGIN.exec(text)
    if (mark && mark.index < cut && mark.index + mark[0].length > cut) across.push(mark.index)
    if (across.length === 0) return cut
    cut = Math.min(...across)
  }
}

/** Spans in order, with those that touch made one. */
export function merge(found: readonly MaskSpan[]): MaskSpan[] {
  const out: MaskSpan[] = []
  for (const { from, to, kind } of [...found].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const last = out.at(-1)
    if (last && from < last.to) last.to = Math.max(last.to, to)
    else out.push({ from, to, kind })
  }
  return out
}

function valueRest(text: string, from: number): number {
  let at = from
  while (at < text.length && !/[ \t\r\n"']/.test(text[at]!)) at++
  return at
}
