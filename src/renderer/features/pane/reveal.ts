import { useEffect } from 'react'
import { create } from 'zustand'
import type { EngineClient } from '@/bridge'
import type { LivePane } from './use-pane'

interface Wish {
  logId: string
  offset: number
  /** The offset is one in the newest epoch, a file's own, and not an address of the source. */
  inFile: boolean
}

/** Lines that panes are asked to bring into view, by the pane's place in the layout. */
const useWishes = create<Record<string, Wish | undefined>>()(() => ({}))

/** Brings a line of a log into view in a pane, as soon as that pane shows this log. `offset`: where the line begins (bytes). */
export function revealInPane(paneId: string, logId: string, offset: number): void {
  useWishes.setState({ [paneId]: { logId, offset, inFile: false } })
}

/** The same for a byte of the log's file, as links name it. */
export function revealByteInPane(paneId: string, logId: string, byte: number): void {
  useWishes.setState({ [paneId]: { logId, offset: byte, inFile: true } })
}

/** Fulfils what was wished of this pane. */
export function useReveal(client: EngineClient, paneId: string, logId: string, live: LivePane | null): void {
  const wish = useWishes((wishes) => wishes[paneId])
  useEffect(() => {
    if (live?.logId !== logId || wish?.logId !== logId) return
    useWishes.setState({ [paneId]: undefined })
    live.terminal.focus()
    if (!wish.inFile) return live.session.reveal(wish.offset)
    void client.request('pane.line', { paneId: live.session.id, offset: Number.MAX_SAFE_INTEGER }).then((result) => {
      if (!result.ok) return
      const offset = result.value.epochStart + wish.offset
      live.session.setFollow(false)
      live.terminal.showStep(offset)
      live.session.reveal(offset)
    })
  }, [client, paneId, logId, live, wish])
}
