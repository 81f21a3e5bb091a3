import { useEffect, useRef, useState } from 'react'
import type { EngineClient } from '@/bridge'
import { useShortcut } from '@/features/commands/shortcuts'
import type { LivePane } from './use-pane'
import './plain-view.css'

/** As many lines as the plain view holds: enough to read on from, and few enough to be quick in the accessibility tree. */
const MOST_LINES = 500
/** The view follows the window this often (ms). */
const PACE_MS = 250

export interface PlainViewProps {
  client: EngineClient
  live: LivePane
  title: string
  onClose: () => void
}

/** The text of a pane as plain lines of the page, for screen readers and braille displays, which cannot read a terminal. */
export function PlainView({ client, live, title, onClose }: PlainViewProps) {
  const box = useRef<HTMLDivElement>(null)
  const [lines, setLines] = useState(() => live.terminal.plainLines(MOST_LINES))
  const key = useShortcut('log.plain')

  useEffect(() => {
    const paneId = live.session.id
    let timer: ReturnType<typeof setTimeout> | null = null
    const look = () => {
      timer ??= setTimeout(() => {
        timer = null
        setLines(live.terminal.plainLines(MOST_LINES))
      }, PACE_MS)
    }
    const stops = [live.rail.model.subscribe(look), client.onPane(paneId, { batch: look, status: () => {} })]
    return () => {
      for (const stop of stops) stop()
      if (timer !== null) clearTimeout(timer)
    }
  }, [client, live])

  useEffect(() => {
    box.current?.focus()
    box.current?.scrollTo(0, box.current.scrollHeight)
  }, [])

  return (
    <div
      ref={box}
      className="plain-view mono selectable"
      role="region"
      aria-label={`Text of ${title}. Escape goes back`}
      tabIndex={0}
      data-testid="plain-view"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
    >
      <p className="plain-view-note">
        {lines.length === MOST_LINES ? `The last ${MOST_LINES} lines up to the foot of the view.` : 'All lines up to the foot of the view.'} Esc
        {key && ` or ${key}`} goes back.
      </p>
      {lines.map((line, index) => (
        <div key={index} className="plain-line">
          {line === '' ? '\u00a0' : line}
        </div>
      ))}
    </div>
  )
}
