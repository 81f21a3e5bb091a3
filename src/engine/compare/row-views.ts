import type { CompareView } from '@shared/contract/compare'
import { ROW, type RowTable } from './rows'

/** Rows that are shown around each difference. */
const AROUND = 3
/** A fold hides at least this many rows. */
const LEAST_FOLDED = 4

/** One view's rows: a row of the table, or a fold as `-1 - first row`, which reaches to the next entry. */
export type ViewRows = Int32Array

/** The rows of a comparison as they are looked at: all of them, or the differences with a little around them. */
export class RowViews {
  readonly folded: ViewRows
  /** First rows (of the table) of the blocks that differ. */
  readonly blocks: Int32Array

  constructor(private readonly table: RowTable) {
    this.blocks = blocksOf(table)
    this.folded = fold(table)
  }

  count(view: CompareView): number {
    return view === 'all' ? this.table.count : this.folded.length
  }

  /** A table's row, or a fold. */
  at(view: CompareView, row: number): { row: number } | { from: number; rows: number } {
    if (view === 'all') return { row }
    const entry = this.folded[row]!
    if (entry >= 0) return { row: entry }
    const from = -1 - entry
    const next = this.folded[row + 1]
    return { from, rows: (next === undefined ? this.table.count : next < 0 ? -1 - next : next) - from }
  }

  /** Where a row of one view stands in the other; of a fold, its first row. */
  place(row: number, from: CompareView, to: CompareView): number {
    const at = this.at(from, Math.min(row, this.count(from) - 1))
    const inTable = 'row' in at ? at.row : at.from
    return to === 'all' ? inTable : this.inFolded(inTable)
  }

  /** The block next to a row of a view, which is not the answer itself. */
  step(view: CompareView, from: number, direction: 'next' | 'previous'): { row: number; index: number } | null {
    const at = from < 0 ? -1 : this.place(from, view, 'all')
    let index = lowerBound(this.blocks, direction === 'next' ? at + 1 : at)
    if (direction === 'previous') index--
    const row = this.blocks[index]
    return row === undefined ? null : { row: view === 'all' ? row : this.inFolded(row), index }
  }

  private inFolded(row: number): number {
    let [low, high] = [0, this.folded.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const entry = this.folded[middle]!
      if ((entry < 0 ? -1 - entry : entry) <= row) low = middle + 1
      else high = middle
    }
    return Math.max(0, low - 1)
  }
}

function differs(kind: number): boolean {
  return kind === ROW.changed || kind === ROW.left || kind === ROW.right
}

function blocksOf(table: RowTable): Int32Array {
  const starts: number[] = []
  let inside = false
  for (let row = 0; row < table.count; row++) {
    const kind = table.kind[row]!
    if (differs(kind) && !inside) starts.push(row)
    inside = differs(kind) || (inside && kind === ROW.moved)
  }
  return Int32Array.from(starts)
}

function fold(table: RowTable): ViewRows {
  const shown = new Uint8Array(table.count)
  for (let row = 0; row < table.count; row++) {
    if (differs(table.kind[row]!) || table.kind[row] === ROW.gap) shown.fill(1, Math.max(0, row - AROUND), Math.min(table.count, row + AROUND + 1))
  }
  const entries: number[] = []
  for (let row = 0; row < table.count; ) {
    let end = row
    while (end < table.count && !shown[end]) end++
    if (end - row >= LEAST_FOLDED) {
      entries.push(-1 - row)
      row = end
    } else if (end > row) while (row < end) entries.push(row++)
    else entries.push(row++)
  }
  return Int32Array.from(entries)
}

function lowerBound(sorted: Int32Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
