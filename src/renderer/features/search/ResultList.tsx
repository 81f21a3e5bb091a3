import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react'
import { useRowArea } from '@/ui/use-row-area'
import { keyPlace, pointerPlace, type MenuPlace } from '@/features/menus'
import { stepRow, type ResultRow } from './result-rows'

/** Height of every row (CSS pixels): what is out of view is not drawn. */
const ROW_PX = 24
const SPARE_ROWS = 10

interface ResultListProps {
  rows: readonly ResultRow[]
  draw: (row: ResultRow) => ReactNode
  onOpen: (row: ResultRow) => void
  onEscape: () => void
  /** The menu of a row is asked for. */
  onMenu: (row: ResultRow, place: MenuPlace) => void
  ref?: Ref<HTMLDivElement>
}

/** A list of any length, moved through with the arrow keys; Enter or a click opens a row. */
export function ResultList({ rows, draw, onOpen, onEscape, onMenu, ref }: ResultListProps) {
  const box = useRef<HTMLDivElement | null>(null)
  const { first, last, height } = useRowArea(box, rows.length, ROW_PX, SPARE_ROWS)
  const [current, setCurrent] = useState(-1)
  const at = Math.min(current, rows.length - 1)

  useEffect(() => {
    if (rows.length === 0) setCurrent(-1)
  }, [rows.length])

  const moveTo = (row: number) => {
    setCurrent(row)
    const element = box.current
    if (!element) return
    const top = row * ROW_PX
    if (top < element.scrollTop + ROW_PX) element.scrollTop = Math.max(0, top - ROW_PX)
    else if (top + 2 * ROW_PX > element.scrollTop + element.clientHeight) element.scrollTop = top + 2 * ROW_PX - element.clientHeight
  }
  const keys = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(height / ROW_PX) - 1)
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -rows.length, End: rows.length }
    const by = moves[event.key]
    const current = rows[at]
    const place = current ? keyPlace(event, document.getElementById(`result-${at}`)) : null
    if (current && place) return onMenu(current, place)
    if (by !== undefined) moveTo(stepRow(rows, at, by))
    else if (event.key === 'Enter' && rows[at]) onOpen(rows[at])
    else if (event.key === 'Escape') onEscape()
    else return
    event.preventDefault()
  }

  return (
    <div
      ref={(element) => {
        box.current = element
        if (typeof ref === 'function') ref(element)
        else if (ref) ref.current = element
      }}
      className="result-list"
      role="listbox"
      aria-label="Lines found"
      tabIndex={0}
      aria-activedescendant={at >= first && at < last ? `result-${at}` : undefined}
      onKeyDown={keys}
      onFocus={() => {
        if (at < 0) setCurrent(stepRow(rows, -1, 1))
      }}
    >
      <div style={{ height: rows.length * ROW_PX, position: 'relative' }}>
        {rows.slice(first, last).map((row, i) => (
          <div
            key={first + i}
            id={`result-${first + i}`}
            className="result-row"
            role="option"
            aria-selected={first + i === at}
            aria-setsize={rows.length}
            aria-posinset={first + i + 1}
            data-kind={row.kind}
            style={{ top: (first + i) * ROW_PX, height: ROW_PX }}
            onClick={() => {
              if (row.kind !== 'hit') return
              setCurrent(first + i)
              onOpen(row)
            }}
            onContextMenu={(event) => {
              setCurrent(first + i)
              onMenu(row, pointerPlace(event))
            }}
          >
            {draw(row)}
          </div>
        ))}
      </div>
    </div>
  )
}
