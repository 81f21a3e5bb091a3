import { startTransition, useEffect, useState } from 'react'

/** Rows that are drawn at once, and how many more each time that there is nothing else to do. */
const FIRST = 60
const MORE = 240

/** How many of so many rows to draw now: the first ones at once, the rest as there is time, so that a long list opens as soon as a short one. */
export function useGrowing(total: number): number {
  const [count, setCount] = useState(FIRST)
  useEffect(() => {
    if (count >= total) return
    const idle = requestIdleCallback(() => startTransition(() => setCount(count + MORE)))
    return () => cancelIdleCallback(idle)
  }, [count, total])
  return count
}
