import { useEffect, useState } from 'react'

/** The time now in ms since the epoch, anew every `everyMs`; for ages that need not be exact. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
