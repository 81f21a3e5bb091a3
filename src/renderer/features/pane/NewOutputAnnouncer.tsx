import { useEffect, useState } from 'react'
import type { PaneBatch } from '@shared/contract/port'
import type { EngineClient } from '@/bridge'
import { NewOutput } from './new-output'

/** At most one message in this time (ms), so that a busy log is not read aloud. */
const PACE_MS = 5000

/** The live region of a pane: says to screen readers how much is new, never the text itself. */
export function NewOutputAnnouncer({ client, paneId, title }: { client: EngineClient; paneId: string; title: string }) {
  const [said, setSaid] = useState('')
  useEffect(() => {
    const fresh = new NewOutput()
    let timer: ReturnType<typeof setTimeout> | null = null
    const hear = (batch: PaneBatch) => {
      fresh.add(batch)
      timer ??= setTimeout(() => {
        timer = null
        const words = fresh.take()
        // What came while the person was elsewhere is old news when they are back.
        if (words !== null && document.hasFocus()) setSaid(`${title}: ${words}`)
      }, PACE_MS)
    }
    const stop = client.onPane(paneId, { batch: hear, status: () => {} })
    return () => {
      stop()
      if (timer !== null) clearTimeout(timer)
    }
  }, [client, paneId, title])
  return (
    <div className="visually-hidden" role="status" data-testid="new-output">
      {said}
    </div>
  )
}
