import type { AgentInfo, LogInfo } from '@shared/model'
import { useEngine } from '@/bridge'
import { openDialog } from '@/features/dialogs'
import { linkNotice, reconnectAgent } from '@/features/workspaces'
import { Button, EmptyState } from '@/ui'
import { ShownLog } from './ShownLog'
import { Split } from './Split'
import { useSecond } from './use-second'

/** The startup log and the agent log side by side; the one alone where there is no other. */
export function AgentLogs({ agent, visible }: { agent: AgentInfo; visible: boolean }) {
  const find = (id: string | null): LogInfo | null => agent.logs.find((log) => log.id === id) ?? null
  const startup = find(agent.shown.startup)
  const own = find(agent.shown.agent)
  const pane = (side: 'startup' | 'agent', log: LogInfo) => <ShownLog agent={agent} side={side} log={log} visible={visible} />
  if (startup && own) {
    return <Split label="Width of the two logs" first={pane('startup', startup)} second={pane('agent', own)} />
  }
  if (startup) return <div className="agent-logs">{pane('startup', startup)}</div>
  if (own) return <div className="agent-logs">{pane('agent', own)}</div>
  return <NoLogs agent={agent} />
}

/** Where the logs would be: what keeps them away, and the one thing to do about it. */
function NoLogs({ agent }: { agent: AgentInfo }) {
  const engine = useEngine()
  const now = useSecond(agent.link.retryAtMs !== null)
  if (agent.link.phase === 'connecting') return <LogSkeleton label={`Connecting to ${agent.address}`} />
  if (agent.link.phase === 'connected') {
    return (
      <div className="no-logs late">
        <EmptyState
          title="No log was found here yet."
          text="The usual places are looked at again as long as the connection stands. A log somewhere else can be added by its path."
          action={<Button onClick={() => openDialog({ name: 'add-log', agentId: agent.id, side: 'startup' })}>Add a log</Button>}
        />
      </div>
    )
  }
  const notice = linkNotice(agent.link, now, false)
  return (
    <div className="no-logs" role="status" data-link={agent.link.phase}>
      <EmptyState
        title={notice?.sentence ?? 'The workspace is closed.'}
        text={notice?.nextStep}
        action={<Button onClick={() => void reconnectAgent(engine, agent.id)}>Reconnect now</Button>}
      />
    </div>
  )
}

/** Stands in for text that is on its way; drawn after 150 ms so that quick answers do not flash. */
function LogSkeleton({ label }: { label: string }) {
  return (
    <div className="log-skeleton" role="status" aria-label={label}>
      {[62, 48, 71, 40, 55, 67, 36].map((width) => (
        <span key={width} style={{ width: `${width}%` }} />
      ))}
    </div>
  )
}
