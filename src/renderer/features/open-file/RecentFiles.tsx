import { useEffect, useState } from 'react'
import type { FileCallResults } from '@shared/contract/files'
import { useBridge, useEngine } from '@/bridge'
import { openTickets } from './open-files'

/** The files that were opened last, each a click away; nothing is drawn where there are none. */
export function RecentFiles({ most }: { most: number }) {
  const bridge = useBridge()
  const engine = useEngine()
  const [recent, setRecent] = useState<FileCallResults['files.recent']['recent']>([])
  useEffect(() => {
    let gone = false
    void bridge.invoke('files.recent', {}).then((answer) => gone || setRecent(answer.recent))
    return () => {
      gone = true
    }
  }, [bridge])
  if (recent.length === 0) return null
  return (
    <div className="welcome-recents">
      <h2>Recent files</h2>
      <ul>
        {recent.slice(0, most).map(({ ticket, name, folder }) => (
          <li key={ticket}>
            <button type="button" className="welcome-recent mono ellipsis" title={`${folder}/${name}`} onClick={() => void openTickets(engine, [ticket])}>
              {name}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
