import type { ByteSource } from '../source'
import type { FilterPieces, PieceBounds } from './filter-pieces'
import { PIECE_BYTES } from './filter-pieces'
import type { FilterTally } from './filter-tally'
import type { JudgedPiece } from './judged-piece'
import { rowsOf } from './row-count'
import type { ShownLine, ShownLines } from './shown-lines'

/** A window that is not full is shown after so long, and what was found in the meantime after twice as long each time (ms). */
const FIRST_PLAN_MS = 120
const LONGEST_PLAN_MS = 2000

/** The lines that lie before a place, as far as they were looked for. */
export interface LookedBack {
  /** All before the place and at or after this was looked at. */
  position: number
  rows: number
  found: ShownLine[]
}

/** What a look back needs of who reads the log. */
export interface LookBackPorts {
  source: ByteSource
  pieces: FilterPieces
  tally: FilterTally
  shown: ShownLines
  /** Longer lines are cut (bytes). */
  lineBytes: number
  judged(bounds: PieceBounds, priority: 'view' | 'bulk'): Promise<JudgedPiece>
  /** No more may be read unasked. */
  waiting(): boolean
  /** Lets others work when it is time. */
  breathe(): Promise<void>
}

/** Looks for the lines that are shown before a place, for a while at a time, and goes on where it stopped. */
export class LookBack {
  private from = -1
  private planMs = 0
  private back: LookedBack = { position: 0, rows: 0, found: [] }

  constructor(private readonly ports: LookBackPorts) {}

  /** More may be read now: what is found is shown as soon as it was at first. */
  hurry(): void {
    this.planMs = FIRST_PLAN_MS
  }

  /** Looks until the lines before `from` take `rows`; it gives what it has after a while, or when it was overtaken. */
  async look(from: number, rows: number, columns: number, overtaken: () => boolean): Promise<LookedBack> {
    const { source, pieces, tally, shown, lineBytes } = this.ports
    if (this.from !== from) {
      this.from = from
      this.planMs = FIRST_PLAN_MS / 2
      this.back = { position: from, rows: 0, found: [] }
    }
    const { back } = this
    this.planMs = Math.min(LONGEST_PLAN_MS, this.planMs * 2)
    const until = performance.now() + this.planMs
    while (back.rows < rows && back.position > source.firstOffset() && !this.ports.waiting() && !overtaken()) {
      const bounds = pieces.boundsAt(back.position - 1)
      if ('goneTo' in bounds) break
      if (!tally.isEmpty(bounds.from, bounds.to)) {
        const piece = await this.ports.judged(bounds, from - bounds.from <= PIECE_BYTES ? 'view' : 'bulk')
        if (piece.bounds.to < bounds.to && piece.bounds.to < back.position) break
        const found = shown.render(piece, back.position, lineBytes)
        back.found.unshift(...found)
        for (const { text } of found) back.rows += rowsOf(text, 0, text.length, columns)
        if (back.rows < rows) pieces.ahead(bounds, -1)
        await this.ports.breathe()
      }
      back.position = bounds.from
      if (performance.now() > until) break
    }
    while (back.found.length > 1 && back.rows > rows) {
      const first = back.found[0]!
      const less = rowsOf(first.text, 0, first.text.length, columns)
      if (back.rows - less < rows) break
      back.rows -= less
      back.found.shift()
      back.position = back.found[0]!.offset
    }
    return back
  }
}
