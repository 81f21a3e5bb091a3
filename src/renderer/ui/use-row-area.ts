import { useLayoutEffect, useState, type RefObject } from 'react'

export interface RowArea {
  /** What of the box is in view (CSS pixels). */
  top: number
  height: number
  /** The rows to draw, `[first, last)`: those in view, and a few around them. */
  first: number
  last: number
}

/** Which rows of a long list are in view, so that only these are drawn. @param rowPx height of every row (CSS pixels) @param spare rows drawn above and below the view */
export function useRowArea(box: RefObject<HTMLElement | null>, count: number, rowPx: number, spare: number): RowArea {
  const [{ top, height }, setArea] = useState({ top: 0, height: 600 })
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => setArea({ top: element.scrollTop, height: element.clientHeight })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    element.addEventListener('scroll', measure, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', measure)
    }
  }, [box])
  const first = Math.max(0, Math.floor(top / rowPx) - spare)
  const last = Math.min(count, Math.ceil((top + height) / rowPx) + spare)
  return { top, height, first, last }
}
