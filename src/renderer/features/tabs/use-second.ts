import { useEffect, useState } from 'react'

/** The time now in ms since the epoch, once a second while something counts down. */
export function useSecond(counting: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!counting) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [counting])
  return now
}
