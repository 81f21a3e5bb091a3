import type { Alignment } from './align/align'
import { LinePairs } from './align/pair-lines'
import type { SideText } from './side-text'
import type { Sliced } from './slices'

export const ROW = { same: 0, changed: 1, left: 2, right: 3, moved: 4, gap: 5 } as const
export type RowCode = (typeof ROW)[keyof typeof ROW]

/** Two sides as rows: what stands beside what. */
export interface RowTable {
  count: number
  kind: Uint8Array
  /** Index of the line on that side, or -1; of a gap the index of the line that follows it there. */
  left: Int32Array
  right: Int32Array
  /** Row in which each line of the right stands, and of the left. */
  rowOfLeft: Int32Array
  rowOfRight: Int32Array
  /** For lines that stand elsewhere on the other side: 1. */
  movedLeft: Uint8Array
  movedRight: Uint8Array
}

/** Builds the rows of an alignment. What stands on both sides, only elsewhere, has moved; what is alike stands side by side. */
export function* rowsOf(left: SideText, right: SideText, { match }: Alignment): Sliced<RowTable> {
  const most = left.lines.length + right.lines.length + left.gaps.length + right.gaps.length
  const table: RowTable = {
    count: 0,
    kind: new Uint8Array(most),
    left: new Int32Array(most).fill(-1),
    right: new Int32Array(most).fill(-1),
    rowOfLeft: new Int32Array(left.lines.length),
    rowOfRight: new Int32Array(right.lines.length),
    ...movedLines(left, right, match),
  }
  const pairs = new LinePairs()
  const put = (kind: RowCode, i: number, j: number): void => {
    const row = table.count++
    table.kind[row] = kind
    table.left[row] = i
    table.right[row] = j
    if (kind === ROW.gap) return
    if (i >= 0) table.rowOfLeft[i] = row
    if (j >= 0) table.rowOfRight[j] = row
  }
  const putLeft = (i: number): void => {
    if (left.gapBefore(i) !== null) put(ROW.gap, i, -1)
    if (i < left.lines.length) put(table.movedLeft[i] ? ROW.moved : ROW.left, i, -1)
  }
  const putRight = (j: number): void => {
    if (right.gapBefore(j) !== null) put(ROW.gap, -1, j)
    if (j < right.lines.length) put(table.movedRight[j] ? ROW.moved : ROW.right, -1, j)
  }
  const both = (kind: RowCode, i: number, j: number): void => {
    if (left.gapBefore(i) !== null) put(ROW.gap, i, -1)
    if (right.gapBefore(j) !== null) put(ROW.gap, -1, j)
    put(kind, i, j)
  }
  let j = 0
  for (let i = 0; i <= left.lines.length; ) {
    let end = i
    while (end < left.lines.length && match[end]! < 0) end++
    const other = end < left.lines.length ? match[end]! : right.lines.length
    const ours = indexes(i, end, table.movedLeft)
    const theirs = indexes(j, other, table.movedRight)
    const beside = pairs.of(ours.map((at) => left.masked[at]!), theirs.map((at) => right.masked[at]!))
    for (const [one, two] of beside) {
      const [toLeft, toRight] = [ours[one]!, theirs[two]!]
      while (i < toLeft) putLeft(i++)
      while (j < toRight) putRight(j++)
      both(ROW.changed, i++, j++)
    }
    while (i < end) putLeft(i++)
    while (j < other) putRight(j++)
    if (end < left.lines.length) both(ROW.same, i, j++)
    else {
      putLeft(i)
      putRight(j)
    }
    i = end + 1
    if ((i & 127) === 0) yield i / left.lines.length
  }
  return table
}

function indexes(from: number, to: number, moved: Uint8Array): number[] {
  const found: number[] = []
  for (let at = from; at < to; at++) if (!moved[at]) found.push(at)
  return found
}

/** Lines without a counterpart that stand elsewhere on the other side, each with one there. */
function movedLines(left: SideText, right: SideText, match: Int32Array): Pick<RowTable, 'movedLeft' | 'movedRight'> {
  const movedLeft = new Uint8Array(left.lines.length)
  const movedRight = new Uint8Array(right.lines.length)
  const matched = new Uint8Array(right.lines.length)
  const waiting = new Map<number, number[]>()
  match.forEach((at, i) => {
    if (at >= 0) matched[at] = 1
    else {
      const same = waiting.get(left.ids[i]!)
      if (same) same.push(i)
      else waiting.set(left.ids[i]!, [i])
    }
  })
  for (let j = 0; j < right.lines.length; j++) {
    if (matched[j] || right.masked[j] === '') continue
    const i = waiting.get(right.ids[j]!)?.shift()
    if (i === undefined) continue
    movedLeft[i] = 1
    movedRight[j] = 1
  }
  return { movedLeft, movedRight }
}
