import { RefreshCw, Unplug } from 'lucide-react'
import type { AgentInfo } from '@shared/model'
import { useEngine } from '@/bridge'
import { linkNotice, reconnectAgent } from '@/features/workspaces'
import { Button } from '@/ui'
import { useSecond } from './use-second'

/** Says that the connection is down, why, and what comes next; the logs below keep their text. */
export function LinkBar({ agent }: { agent: AgentInfo }) {
  const engine = useEngine()
  const now = useSecond(agent.link.retryAtMs !== null)
  const notice = linkNotice(agent.link, now, true)
  // Without a pane on screen, the same is said in the middle of the tab.
  if (!notice || (agent.shown.startup === null && agent.shown.agent === null)) return null
  return (
    <div className="link-bar" role="status" data-tone={notice.tone} data-link={agent.link.phase}>
      <Unplug size={15} aria-hidden />
      <p className="link-text selectable">
        <strong>{notice.sentence}</strong> {/* The countdown would be read aloud every second. */}
        <span aria-hidden={agent.link.retryAtMs !== null}>{notice.nextStep}</span>
      </p>
      <Button size="small" onClick={() => void reconnectAgent(engine, agent.id)}>
        <RefreshCw size={13} aria-hidden />
        Reconnect now
      </Button>
    </div>
  )
}
