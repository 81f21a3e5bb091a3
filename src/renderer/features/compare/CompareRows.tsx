import { useEffect, useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from 'react'
import type { CompareRow, CompareView } from '@shared/contract/compare'
import { useRowArea } from '@/ui/use-row-area'
import { CompareRowView } from './CompareRowView'
import { useRows } from './use-rows'
import './compare-rows.css'

/** Height of every row (CSS pixels): what is out of view is not drawn. */
export const ROW_PX = 20
const SPARE_ROWS = 20

export interface RowsHandle {
  /** Brings a row into view and marks it. */
  show(row: number): void
  /** The row that is marked, else the first in view. */
  at(): number
  focus(): void
}

interface CompareRowsProps {
  compareId: string
  view: CompareView
  count: number
  label: string
  onStep: (direction: 'next' | 'previous') => void
  onUnfold: (row: number) => void
  onOpenLine: ((side: 'left' | 'right', offset: number) => void) | null
  ref?: Ref<RowsHandle>
}

/** Two logs beside each other, row by row, scrolling together in both directions. Only what is in view is drawn. */
export function CompareRows({ compareId, view, count, label, onStep, onUnfold, onOpenLine, ref }: CompareRowsProps) {
  const box = useRef<HTMLDivElement | null>(null)
  const bar = useRef<HTMLDivElement | null>(null)
  const [current, setCurrent] = useState(-1)
  const { first, last, ...area } = useRowArea(box, count, ROW_PX, SPARE_ROWS)
  const rowAt = useRows(compareId, view, first, Math.max(first, last - 1))

  useEffect(() => setCurrent(-1), [view, compareId])
  useImperativeHandle(ref, () => ({
    show: (row) => {
      setCurrent(row)
      const element = box.current
      if (element) element.scrollTop = Math.max(0, row * ROW_PX - element.clientHeight / 3)
    },
    at: () => (current >= 0 ? current : Math.floor(area.top / ROW_PX) - 1),
    focus: () => box.current?.focus(),
  }))

  const keys = (event: KeyboardEvent) => {
    const element = box.current
    if (!element || event.ctrlKey || event.metaKey || event.altKey) return
    const page = area.height - ROW_PX
    const by: Record<string, number> = { ArrowDown: ROW_PX, ArrowUp: -ROW_PX, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity }
    const move = by[event.key]
    if (event.key === 'n' || event.key === 'F7') onStep(event.shiftKey ? 'previous' : 'next')
    else if (event.key === 'p' || event.key === 'N') onStep('previous')
    else if (move !== undefined) element.scrollTop = move === Infinity ? count * ROW_PX : move === -Infinity ? 0 : element.scrollTop + move
    else if ((event.key === 'ArrowRight' || event.key === 'ArrowLeft') && bar.current) bar.current.scrollLeft += event.key === 'ArrowRight' ? 60 : -60
    else return
    event.preventDefault()
  }
  const rows: [number, CompareRow | undefined][] = []
  for (let row = first; row < last; row++) rows.push([row, rowAt(row)])
  const longest = Math.max(1, ...rows.map(([, row]) => (row && row.kind !== 'fold' ? Math.max(row.left?.text.length ?? 0, row.right?.text.length ?? 0) : 0)))

  return (
    <div className="compare-table">
      {/* A role that says that it can be looked through, for which no list or grid would do: rows are text. */}
      <div
        ref={box}
        className="compare-rows"
        role="region"
        aria-label={label}
        data-testid="compare-rows"
        data-view={view}
        tabIndex={0}
        onKeyDown={keys}
        onWheel={(event) => {
          const by = event.shiftKey ? event.deltaY : event.deltaX
          if (by !== 0 && bar.current) bar.current.scrollLeft += by
        }}
      >
        <div style={{ height: count * ROW_PX, position: 'relative' }}>
          {rows.map(([index, row]) => (
            <div key={index} className="compare-row" data-kind={row?.kind ?? 'loading'} data-current={index === current} style={{ top: index * ROW_PX, height: ROW_PX }}>
              {row && <CompareRowView row={row} onUnfold={onUnfold} onOpenLine={onOpenLine} />}
            </div>
          ))}
        </div>
      </div>
      <div
        ref={bar}
        className="compare-bar"
        aria-hidden
        onScroll={(event) => box.current?.style.setProperty('--compare-x', `${-event.currentTarget.scrollLeft}px`)}
      >
        <div style={{ width: `calc(50% + ${longest}ch + 96px)` }} />
      </div>
    </div>
  )
}
