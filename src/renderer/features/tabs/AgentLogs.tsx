import type { AgentInfo, LogInfo, WorkspaceInfo } from '@shared/model'
import { useEngine } from '@/bridge'
import { openDialog } from '@/features/dialogs'
import { linkNotice, notRunningWords, reconnectAgent, stopTrying } from '@/features/workspaces'
import { Button, EmptyState, KeyText } from '@/ui'
import { ShownLog } from './ShownLog'
import { Split } from './Split'
import { useSecond } from './use-second'

/** The startup log and the agent log side by side; the one alone where there is no other. */
export function AgentLogs({ agent, workspace, visible }: { agent: AgentInfo; workspace: WorkspaceInfo; visible: boolean }) {
  const find = (id: string | null): LogInfo | null => agent.logs.find((log) => log.id === id) ?? null
  const startup = find(agent.shown.startup)
  const own = find(agent.shown.agent)
  const pane = (side: 'startup' | 'agent', log: LogInfo) => <ShownLog agent={agent} side={side} log={log} visible={visible} />
  if (startup && own) {
    return <Split label="Width of the two logs" first={pane('startup', startup)} second={pane('agent', own)} />
  }
  if (startup) return <div className="agent-logs">{pane('startup', startup)}</div>
  if (own) return <div className="agent-logs">{pane('agent', own)}</div>
  return <NoLogs agent={agent} workspace={workspace} />
}

/** Where the logs would be: what keeps them away, and the one thing to do about it. */
function NoLogs({ agent, workspace }: { agent: AgentInfo; workspace: WorkspaceInfo }) {
  const engine = useEngine()
  const { link } = agent
  const now = useSecond(link.retryAtMs !== null)
  const down = link.phase === 'connected' ? null : notRunningWords(workspace)
  if (down) {
    // The button that starts it stands in the head, beside the sentence that says what happened.
    return (
      <div className="no-logs" role="status">
        <EmptyState title={down.title} text={down.text} />
      </div>
    )
  }
  if (link.phase === 'connecting' || !agent.opened) return <LogSkeleton label={`Connecting to ${agent.address}`} />
  if (link.phase === 'connected') {
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
  const notice = linkNotice(link, now, false)
  return (
    <div className="no-logs" role="status" data-link={link.phase}>
      <EmptyState
        title={<KeyText text={notice?.sentence ?? 'The workspace is closed.'} />}
        text={notice?.nextStep}
        action={
          <>
            <Button onClick={() => void reconnectAgent(engine, agent.id)}>Reconnect now</Button>
            {notice?.retrying && (
              <Button look="quiet" onClick={() => void stopTrying(engine, agent.id)}>
                Stop trying
              </Button>
            )}
          </>
        }
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
