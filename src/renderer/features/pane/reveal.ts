import { useEffect } from 'react'
import { create } from 'zustand'
import type { LivePane } from './use-pane'

interface Wish {
  logId: string
  offset: number
}

/** Lines that panes are asked to bring into view, by the pane's place in the layout. */
const useWishes = create<Record<string, Wish | undefined>>()(() => ({}))

/** Brings a line of a log into view in a pane, as soon as that pane shows this log. `offset`: where the line begins (bytes). */
export function revealInPane(paneId: string, logId: string, offset: number): void {
  useWishes.setState({ [paneId]: { logId, offset } })
}

/** Fulfils what was wished of this pane. */
export function useReveal(paneId: string, logId: string, live: LivePane | null): void {
  const wish = useWishes((wishes) => wishes[paneId])
  useEffect(() => {
    if (live?.logId !== logId || wish?.logId !== logId) return
    useWishes.setState({ [paneId]: undefined })
    live.session.reveal(wish.offset)
    live.terminal.focus()
  }, [paneId, logId, live, wish])
}
