import type { ReactNode } from 'react'
import type { CompareCell, CompareRow } from '@shared/contract/compare'
import { formatBytes, formatCount } from '@shared/text/units'
import { useHiddenIn } from '@/features/secrets'
import { maskWords } from './compare-words'

interface CompareRowViewProps {
  row: CompareRow
  onUnfold: (row: number) => void
  /** Goes to a line in its pane; null where no pane can show it. */
  onOpenLine: ((side: 'left' | 'right', offset: number) => void) | null
}

const NO_SPANS: CompareCell['spans'] = []

/** What stands before a line, beside its colour. */
const SIGNS = { same: '', changed: '~', left: '−', right: '+', moved: '↕', gap: '' } as const
const SAID = { same: '', changed: 'differs', left: 'only on the left', right: 'only on the right', moved: 'moved', gap: '' } as const

/** One row: the line of each side, or what stands in place of lines. */
export function CompareRowView({ row, onUnfold, onOpenLine }: CompareRowViewProps) {
  if (row.kind === 'fold') {
    return (
      <button type="button" className="compare-fold" onClick={() => onUnfold(row.from)}>
        {row.rows === 1 ? '1 row that is the same' : `${formatCount(row.rows)} rows that are the same`}
        <span className="compare-link">Show</span>
      </button>
    )
  }
  if (row.missing) {
    return <span className="compare-gap" data-side={row.missing.side}>{formatBytes(row.missing.bytes)} are missing on the {row.missing.side}</span>
  }
  return (
    <>
      <Cell side="left" kind={row.kind} cell={row.left} onOpenLine={null} />
      <Cell side="right" kind={row.kind} cell={row.right} onOpenLine={onOpenLine} />
    </>
  )
}

interface CellProps {
  side: 'left' | 'right'
  kind: keyof typeof SIGNS
  cell: CompareCell | null
  onOpenLine: CompareRowViewProps['onOpenLine']
}

function Cell({ side, kind, cell, onOpenLine }: CellProps) {
  const hidden = useHiddenIn(cell?.text ?? '', cell?.spans ?? NO_SPANS)
  if (!cell) return <span className="compare-cell" data-side={side} data-empty />
  const number = cell.line === null ? '·' : String(cell.line)
  return (
    <span className="compare-cell" data-side={side}>
      {onOpenLine ? (
        <button type="button" className="compare-number" tabIndex={-1} title="Show this line in its log" onClick={() => onOpenLine(side, cell.offset)}>
          {number}
        </button>
      ) : (
        <span className="compare-number">{number}</span>
      )}
      <span className="compare-sign" aria-hidden>
        {SIGNS[kind]}
      </span>
      {SAID[kind] !== '' && <span className="visually-hidden">{SAID[kind]}: </span>}
      <code className="compare-text selectable">
        <span>
          {pieces(hidden)}
          {cell.cut && <span className="compare-cut">…</span>}
        </span>
      </code>
    </span>
  )
}

function pieces({ text, spans }: Pick<CompareCell, 'text' | 'spans'>): ReactNode[] {
  const out: ReactNode[] = []
  let at = 0
  for (const { from, to, what } of spans) {
    if (from < at) continue
    if (from > at) out.push(text.slice(at, from))
    const piece = text.slice(from, to)
    out.push(
      what === 'changed' ? (
        <mark key={from} className="compare-changed">
          {piece}
        </mark>
      ) : (
        <span key={from} className="compare-masked" title={maskWords(what.mask)}>
          {piece}
        </span>
      ),
    )
    at = to
  }
  out.push(text.slice(at))
  return out
}
