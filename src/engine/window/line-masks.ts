import { MASK, type LineMasker, type MaskOptions, type MaskSpan } from '@shared/text/mask'

const mark = Buffer.from(MASK)

/**
 * What looks like a secret in the lines of one pane: hidden, unless the person asked to see it. All that leaves the engine for the
 * pane goes by here, also what is copied and saved; search looks at the log itself.
 */
export class LineMasks {
  /** Offsets (bytes) of lines that are shown as they are. */
  private readonly shown = new Set<number>()
  private all = false

  /** `masker`: what finds secrets now; null where the person wants none hidden. */
  constructor(private readonly masker: () => LineMasker | null) {}

  /** Shows the line at an offset (bytes) as it is, or all lines where it is null; or hides them again. */
  show(offset: number | null, shown: boolean): void {
    if (offset === null) {
      this.all = shown
      this.shown.clear()
    } else if (shown) this.shown.add(offset)
    else this.shown.delete(offset)
  }

  /** What is hidden in a whole log; null where nothing is. */
  whole(): MaskOptions | null {
    return this.all ? null : (this.masker()?.given ?? null)
  }

  /** `text[from..to)`, the line at `offset`, with a mark for each secret; null where it has none, or shows it. */
  hide(text: Uint8Array, from: number, to: number, offset: number): Buffer | null {
    const masker = this.all ? null : this.masker()
    if (!masker || !masker.mayHold(text, from, to) || this.shown.has(offset)) return null
    const line = Buffer.from(text.buffer, text.byteOffset + from, to - from)
    const spans = masker.spans(line.toString('latin1'))
    return spans.length === 0 ? null : marked(line, spans, 0, line.length)
  }

  /** `line[from..to)` of the line at `offset`, of which more is given so that a secret is known that reaches over its ends. */
  hidePart(line: Buffer, from: number, to: number, offset: number): Buffer {
    const masker = this.all || this.shown.has(offset) ? null : this.masker()
    return masker ? marked(line, masker.spans(line.toString('latin1')), from, to) : line.subarray(from, to)
  }
}

function marked(line: Buffer, spans: readonly MaskSpan[], from: number, to: number): Buffer {
  const parts: Buffer[] = []
  let at = from
  for (const span of spans) {
    if (span.to <= from || span.from >= to) continue
    parts.push(line.subarray(at, Math.max(at, span.from)), mark)
    at = Math.min(to, span.to)
  }
  return Buffer.concat([...parts, line.subarray(at, to)])
}
