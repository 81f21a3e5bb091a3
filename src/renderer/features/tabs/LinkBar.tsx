import { Cable, RefreshCw, Unplug } from 'lucide-react'
import type { AgentInfo, WorkspaceInfo } from '@shared/model'
import { useEngine } from '@/bridge'
import { canStart, linkNotice, reconnectAgent, stopTrying } from '@/features/workspaces'
import { Button, KeyText } from '@/ui'
import { useSecond } from './use-second'

/** Says that the connection is not up, why, and what comes next; the logs below keep their text. */
export function LinkBar({ agent, workspace }: { agent: AgentInfo; workspace: WorkspaceInfo }) {
  const engine = useEngine()
  const { link } = agent
  const now = useSecond(link.retryAtMs !== null)
  const notice = linkNotice(link, now, true)
  // Before its first connection, and while its workspace is stopped, the rest of the tab says enough.
  if (!notice || !agent.opened || (canStart(workspace) && link.phase !== 'connecting')) return null
  const hasPane = agent.shown.startup !== null || agent.shown.agent !== null
  // Without a pane on screen, the same is said in the middle of the tab.
  if (!hasPane && link.phase !== 'connecting') return null
  const Icon = link.phase === 'connecting' ? Cable : Unplug
  return (
    // What a program says while it connects would be read aloud line by line.
    <div className="link-bar" role={link.phase === 'connecting' ? undefined : 'status'} data-tone={notice.tone} data-link={link.phase}>
      <Icon size={15} aria-hidden />
      <p className="link-text selectable">
        <strong>
          <KeyText text={notice.sentence} />
        </strong> {/* The countdown would be read aloud every second. */}
        <span aria-hidden={link.retryAtMs !== null}>{notice.nextStep}</span>
      </p>
      {notice.retrying && (
        <Button look="quiet" size="small" onClick={() => void stopTrying(engine, agent.id)}>
          Stop trying
        </Button>
      )}
      {link.phase !== 'connecting' && (
        <Button size="small" onClick={() => void reconnectAgent(engine, agent.id)}>
          <RefreshCw size={13} aria-hidden />
          Reconnect now
        </Button>
      )}
    </div>
  )
}
