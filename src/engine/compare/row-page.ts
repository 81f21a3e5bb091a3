import { diffWordsWithSpace } from 'diff'
import type { CompareCell, CompareRow, CompareRowKind, CompareSpan, CompareView } from '@shared/contract/compare'
import { SGR } from '@shared/text/sgr'
import { filteredBound, filterLine } from '../window'
import type { Compared } from './compare-texts'
import { ROW } from './rows'
import type { SideText } from './side-text'

/** What is shown of a line (characters); the bytes that are looked at for it. */
const CELL_CHARS = 1000
const CELL_BYTES = 8000
/** Lines longer than this are not compared word by word (characters). */
const WORD_CHARS = 400
const CR = 0x0d
const KINDS: readonly CompareRowKind[] = ['same', 'changed', 'left', 'right', 'moved', 'gap']

/** Rows of a view as a window draws them: text that passed the escape wall, with what is masked and what differs in it. */
export function rowPage(compared: Compared, view: CompareView, from: number, count: number): CompareRow[] {
  const rows: CompareRow[] = []
  const end = Math.min(compared.views.count(view), from + count)
  for (let at = from; at < end; at++) {
    const place = compared.views.at(view, at)
    rows.push('row' in place ? rowAt(compared, place.row) : { kind: 'fold', ...place })
  }
  return rows
}

function rowAt({ left, right, table, masker }: Compared, row: number): CompareRow {
  const code = table.kind[row]!
  const kind = KINDS[code]!
  const [i, j] = [table.left[row]!, table.right[row]!]
  if (code === ROW.gap) {
    const side = i >= 0 ? 'left' : 'right'
    return { kind, left: null, right: null, missing: { side, bytes: (i >= 0 ? left.gapBefore(i) : right.gapBefore(j))?.bytes ?? 0 } }
  }
  const [one, other] = [i < 0 ? null : cellAt(left, i), j < 0 ? null : cellAt(right, j)]
  for (const cell of [one, other]) if (cell) cell.spans = masker.spans(cell.text).map(({ from, to, rule }) => ({ from, to, what: { mask: rule } }))
  if (code === ROW.changed && one && other) markChanges(one, other)
  return { kind, left: one, right: other }
}

function cellAt(side: SideText, index: number): CompareCell {
  const { number, offset } = side.lines[index]!
  const text = textOf(side.bytesOf(index))
  return { line: number, offset, text: text.slice(0, CELL_CHARS), cut: text.length > CELL_CHARS, spans: [] }
}

/** A line as it stands in the end, after its last redraw, without colours. */
export function textOf(line: Buffer): string {
  const short = line.length > CELL_BYTES ? line.subarray(0, CELL_BYTES) : line
  let end = short.length
  while (end > 0 && short[end - 1] === CR) end--
  const drawn = short.subarray(short.lastIndexOf(CR, end - 1) + 1, end)
  const out = new Uint8Array(filteredBound(drawn.length))
  return Buffer.from(out.buffer, 0, filterLine(drawn, out, 0)).toString('utf8').replace(SGR, '')
}

/** Marks the words that differ; what a rule masks stays masked. */
function markChanges(one: CompareCell, other: CompareCell): void {
  if (one.text.length > WORD_CHARS || other.text.length > WORD_CHARS) return
  let [i, j] = [0, 0]
  for (const { added, removed, value } of diffWordsWithSpace(one.text, other.text)) {
    if (removed) add(one, i, i + value.length)
    if (added) add(other, j, j + value.length)
    if (!added) i += value.length
    if (!removed) j += value.length
  }
}

function add(cell: CompareCell, from: number, to: number): void {
  let at = from
  const masked = cell.spans.filter((span) => span.what !== 'changed' && span.from < to && span.to > from)
  const changed: CompareSpan[] = []
  for (const span of masked) {
    if (span.from > at) changed.push({ from: at, to: span.from, what: 'changed' })
    at = Math.max(at, span.to)
  }
  if (at < to) changed.push({ from: at, to, what: 'changed' })
  cell.spans = [...cell.spans, ...changed].sort((a, b) => a.from - b.from)
}
