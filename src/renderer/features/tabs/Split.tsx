import { useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { layoutStorage } from '@/features/launch/layout-storage'
import { clampShare, EVEN_SHARE, rememberedShare, rememberShare, shareAfterKey, SMALLEST_SHARE } from './split-size'

/** Narrower than this (CSS pixels), two logs side by side cannot be read: they stack. */
const STACK_BELOW_PX = 700

interface SplitProps {
  /** What the separator changes, for screen readers. */
  label: string
  first: ReactNode
  second: ReactNode
}

/** Two parts with a separator between them that the mouse and the arrow keys move; a double click makes them even. */
export function Split({ label, first, second }: SplitProps) {
  const box = useRef<HTMLDivElement>(null)
  const [stacked, setStacked] = useState(false)
  const [shares, setShares] = useState(() => ({
    columns: rememberedShare(false, layoutStorage),
    rows: rememberedShare(true, layoutStorage),
  }))
  const share = stacked ? shares.rows : shares.columns

  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = (width: number) => width > 0 && setStacked(width < STACK_BELOW_PX)
    measure(element.clientWidth)
    const observer = new ResizeObserver(([entry]) => measure(entry?.contentRect.width ?? 0))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const change = (next: number) => {
    setShares((all) => ({ ...all, [stacked ? 'rows' : 'columns']: next }))
    rememberShare(stacked, next, layoutStorage)
  }
  const drag = (event: React.PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !box.current) return
    const area = box.current.getBoundingClientRect()
    change(clampShare(stacked ? (event.clientY - area.top) / area.height : (event.clientX - area.left) / area.width))
  }
  const tracks = `minmax(0, ${share}fr) 1px minmax(0, ${1 - share}fr)`
  return (
    <div
      ref={box}
      className="split"
      data-stacked={stacked}
      style={stacked ? { gridTemplateRows: tracks } : { gridTemplateColumns: tracks }}
    >
      <div className="split-part">{first}</div>
      <div
        className="split-separator"
        role="separator"
        tabIndex={0}
        aria-label={label}
        aria-orientation={stacked ? 'horizontal' : 'vertical'}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={SMALLEST_SHARE * 100}
        aria-valuemax={100 - SMALLEST_SHARE * 100}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => change(EVEN_SHARE)}
        onKeyDown={(event) => {
          const next = shareAfterKey(share, event.key, stacked)
          if (next === null) return
          event.preventDefault()
          change(next)
        }}
      />
      <div className="split-part">{second}</div>
    </div>
  )
}
