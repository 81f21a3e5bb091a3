import type { FindQuery } from '@/terminal'

/** A line that a pane is to show, with its matches. */
export interface Reveal {
  logId: string
  /** Bytes at the source. */
  offset: number
  query: FindQuery
}

let waiting: Reveal | null = null
const takers = new Map<string, Set<(reveal: Reveal) => void>>()

/** Asks the pane of a log to show a line; one that is only being opened takes it when it is there. */
export function requestReveal(reveal: Reveal): void {
  const [taker] = takers.get(reveal.logId) ?? []
  waiting = taker ? null : reveal
  taker?.(reveal)
}

/** Keeps a reveal for the pane that shows its log next. */
export function keepReveal(reveal: Reveal): void {
  waiting = reveal
}

/** A pane shows this log from now on; returns what ends that. */
export function takeReveals(logId: string, take: (reveal: Reveal) => void): () => void {
  const all = takers.get(logId) ?? new Set()
  takers.set(logId, all.add(take))
  if (waiting?.logId === logId) {
    const reveal = waiting
    waiting = null
    take(reveal)
  }
  return () => {
    all.delete(take)
    if (all.size === 0 && takers.get(logId) === all) takers.delete(logId)
  }
}
