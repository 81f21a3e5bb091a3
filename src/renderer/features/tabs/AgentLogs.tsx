import type { AgentInfo, LogInfo } from '@shared/model'
import { openDialog } from '@/features/dialogs'
import { Button, EmptyState } from '@/ui'
import { ShownLog } from './ShownLog'
import { Split } from './Split'

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

function NoLogs({ agent }: { agent: AgentInfo }) {
  switch (agent.link.phase) {
    case 'connecting':
      return <LogSkeleton label={`Connecting to ${agent.address}`} />
    case 'connected':
      return (
        <div className="late">
        <EmptyState
          title="No log was found here yet."
          text="The usual places are looked at again as long as the connection stands. A log somewhere else can be added by its path."
          action={<Button onClick={() => openDialog({ name: 'add-log', agentId: agent.id, side: 'startup' })}>Add a log</Button>}
        />
        </div>
      )
    default:
      return <EmptyState title="No logs to show." text="They appear here when the connection stands." />
  }
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
