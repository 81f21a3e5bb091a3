import type { IDockviewPanelHeaderProps } from 'dockview-react'
import { FileText, X } from 'lucide-react'
import { pointerPlace } from '@/features/menus'
import { agentFact, buildFact, useAgent, useWorkspace } from '@/features/workspaces'
import { StateGlyph } from '@/ui'
import { openTabMenu } from './tab-menu'
import { showAgent } from './tab-store'

/** A tab: the state, the agent's name, and faintly the workspace's. */
export function AgentTab({ api, params }: IDockviewPanelHeaderProps<{ agentId: string }>) {
  const placed = useAgent(params.agentId)
  const alone = useWorkspace(params.agentId)
  const workspace = placed?.workspace ?? alone
  if (!workspace) return null
  const build = buildFact(workspace.coder, Date.now())
  const own = placed ? agentFact(placed.agent) : { glyph: 'unknown' as const, text: '' }
  const fact = build ?? own
  const name = placed?.agent.name ?? workspace.name
  const local = workspace.kind === 'local'
  const close = () => api.close()
  return (
    <div
      className="agent-tab"
      title={local ? placed?.agent.address : `${name} · ${workspace.name} · ${fact.text}`}
      // The layout is silent about a click on the tab in front, which is a choice as well.
      onClick={() => showAgent(params.agentId)}
      onAuxClick={(event) => event.button === 1 && close()}
      onContextMenu={(event) => openTabMenu(params.agentId, name, pointerPlace(event))}
      data-agent={params.agentId}
      data-name={name}
    >
      {local ? <FileText size={13} aria-hidden className="file-glyph" /> : <StateGlyph kind={fact.glyph} size={13} />}
      <span className="agent-tab-name ellipsis">{name}</span>
      {workspace.name !== name && !local && <span className="agent-tab-workspace ellipsis">{workspace.name}</span>}
      {/* No button: a tab may hold none. By keyboard it is a command, and an item of the menu. */}
      <span
        className="agent-tab-close"
        title={`Close ${name}`}
        aria-hidden
        onPointerDown={(event) => event.stopPropagation()}
        onClick={(event) => {
          event.stopPropagation()
          close()
        }}
      >
        <X size={12} />
      </span>
    </div>
  )
}
