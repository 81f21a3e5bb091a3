import { useEffect, useState } from 'react'
import { announcements } from './announcements'
import { useWorkspaces } from './workspace-store'

/** The live region that says how agents' starts end. */
export function Announcer() {
  const [said, setSaid] = useState('')
  useEffect(
    () =>
      useWorkspaces.subscribe((state, before) => {
        const news = announcements(before.workspaces, state.workspaces)
        if (news.length > 0) setSaid(news.join('. '))
      }),
    [],
  )
  return (
    <div className="visually-hidden" role="status" aria-live="polite" data-announcer>
      {said}
    </div>
  )
}
