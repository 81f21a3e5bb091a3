import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, IconButton } from '@/ui'
import { dismissNotice, useNotices, type Notice } from './notice-store'
import './notices.css'

/** How long a notice stays when nobody points at it or has the focus in it. */
const STAY_MS = 8000

/** Notices, newest last; read aloud as they come. */
export function NoticeArea() {
  const notices = useNotices((state) => state.notices)
  return (
    <div className="notice-area" role="region" aria-label="Notices">
      <div role="status" aria-live="polite">
        {notices.map((notice) => (
          <NoticeCard key={notice.id} notice={notice} />
        ))}
      </div>
    </div>
  )
}

function NoticeCard({ notice }: { notice: Notice }) {
  const [held, setHeld] = useState(false)
  // What went wrong stays until it is read; only good news leaves by itself.
  const stays = held || notice.tone === 'bad'
  useEffect(() => {
    if (stays) return
    const timer = setTimeout(() => dismissNotice(notice.id), STAY_MS)
    return () => clearTimeout(timer)
  }, [stays, notice.id])
  const { action } = notice
  return (
    <div
      className="notice"
      data-tone={notice.tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="notice-text selectable">{notice.text}</span>
      {action && (
        <Button
          look="quiet"
          size="small"
          className="notice-action"
          onClick={() => {
            dismissNotice(notice.id)
            action.run()
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton size="small" label="Dismiss" icon={<X size={14} aria-hidden />} onClick={() => dismissNotice(notice.id)} />
    </div>
  )
}
