import type { IDockviewPanelProps } from 'dockview-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useAgent, useWorkspace } from '@/features/workspaces'
import { useComparing } from '@/features/compare'
import { RunBar } from '@/features/runs'
import { RunTimeline } from '@/features/verdict'
import { AgentHead } from './AgentHead'
import { AgentLogs } from './AgentLogs'
import { LinkBar } from './LinkBar'
import { usePageVisible } from './page-visible'
import { WorkspacePanel } from './WorkspacePanel'
import './agent-panel.css'

const CompareView = lazy(() => import('@/features/compare/CompareView').then((m) => ({ default: m.CompareView })))

/** One agent's tab: what happened on top, its logs below. */
export function AgentPanel({ api, params }: IDockviewPanelProps<{ agentId: string }>) {
  const placed = useAgent(params.agentId)
  const alone = useWorkspace(params.agentId)
  const pageVisible = usePageVisible()
  const comparing = useComparing(params.agentId)
  const [visible, setVisible] = useState(api.isVisible)
  // Terminals are made when the tab is first looked at: many workspaces may open at once.
  const [looked, setLooked] = useState(visible)
  if (visible && !looked) setLooked(true)
  useEffect(() => {
    setVisible(api.isVisible)
    const listening = api.onDidVisibilityChange((event) => setVisible(event.isVisible))
    return () => listening.dispose()
  }, [api])
  if (!placed) return alone && <WorkspacePanel workspace={alone} />
  return (
    <section className="agent-panel" aria-label={`${placed.agent.name} of ${placed.workspace.name}`} data-agent={placed.agent.id}>
      <AgentHead {...placed} />
      <RunBar agent={placed.agent} />
      {!comparing && <RunTimeline agent={placed.agent} />}
      <LinkBar {...placed} />
      {comparing && (
        <Suspense fallback={null}>
          <CompareView agent={placed.agent} />
        </Suspense>
      )}
      {/* The panes stay as they are while the comparison stands in their place. */}
      <div className="agent-panes" hidden={comparing}>
        {looked && <AgentLogs {...placed} visible={visible && pageVisible && !comparing} />}
      </div>
    </section>
  )
}
