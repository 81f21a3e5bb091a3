import { useCallback, useEffect, useRef, useState } from 'react'
import type { CompareRow, CompareView } from '@shared/contract/compare'
import { useEngine } from '@/bridge'

/** Rows are asked for in pages of so many, and so many pages are held. */
const PAGE_ROWS = 200
const MOST_PAGES = 12

/** The rows of a comparison by their index, as far as they have come; those around what is looked at are fetched, the others forgotten. */
export function useRows(compareId: string, view: CompareView, first: number, last: number): (row: number) => CompareRow | undefined {
  const engine = useEngine()
  const pages = useRef(new Map<string, CompareRow[] | null>())
  const [, setCome] = useState(0)
  useEffect(() => {
    const held = pages.current
    for (let page = Math.floor(Math.max(0, first) / PAGE_ROWS); page <= Math.floor(Math.max(0, last) / PAGE_ROWS); page++) {
      const key = `${compareId} ${view} ${page}`
      if (held.has(key)) continue
      held.set(key, null)
      for (const old of held.keys()) {
        if (held.size <= MOST_PAGES) break
        held.delete(old)
      }
      void engine.request('compare.rows', { compareId, view, from: page * PAGE_ROWS, count: PAGE_ROWS }).then((result) => {
        if (result.ok && held.has(key)) held.set(key, result.value.rows)
        else held.delete(key)
        setCome((count) => count + 1)
      })
    }
  }, [engine, compareId, view, first, last])
  return useCallback((row) => pages.current.get(`${compareId} ${view} ${Math.floor(row / PAGE_ROWS)}`)?.[row % PAGE_ROWS], [compareId, view])
}
