import { PanelLeft } from 'lucide-react'
import { runCommand, useLabel } from '@/features/commands'
import { useBridge, useEngine } from '@/bridge'
import { useLaunch } from '@/features/launch'
import { useSidebarVisible } from '@/features/sidebar/visibility'
import { openDialog } from '@/features/dialogs'
import { useNow, useWorkspaces } from '@/features/workspaces'
import { useEngineHealth } from './engine-store'
import { connectionSummary, deploymentSummary, engineSummary, type Summary } from './summaries'
import './status-bar.css'

/** The age of the list is worked out anew this often (ms). */
const AGES_MS = 10_000

/** Quiet; amber or red only when something needs the person. */
export function StatusBar() {
  const engine = useEngine()
  const bridge = useBridge()
  const workspaces = useWorkspaces((state) => state.workspaces)
  const deployments = useWorkspaces((state) => state.deployments)
  const now = useNow(AGES_MS)
  const health = useEngineHealth((state) => state.health)
  const launch = useLaunch((state) => state.launch)
  const sidebarOpen = useSidebarVisible()
  const label = useLabel(`${sidebarOpen ? 'Hide' : 'Show'} sidebar`, 'sidebar.toggle')
  return (
    <footer className="status-bar" aria-label="Status">
      <button
        type="button"
        className="status-toggle"
        aria-label={label}
        aria-pressed={sidebarOpen}
        title={label}
        onClick={() => runCommand('sidebar.toggle', engine, bridge)}
      >
        <PanelLeft size={14} aria-hidden />
      </button>
      <Item summary={engineSummary(health)} live />
      <Item summary={deploymentSummary(deployments, workspaces, now)} opens />
      <Item summary={connectionSummary(workspaces)} opens />
      <span className="status-space" />
      {launch?.runtimeNote && <span className="status-item status-aside ellipsis" title={launch.runtimeNote}>{launch.runtimeNote}</span>}
      <span className="status-item fixed">UTF-8</span>
    </footer>
  )
}

interface ItemProps {
  summary: Summary | null
  live?: boolean
  /** A click leads to the panel with everything that there is to say. */
  opens?: boolean
}

function Item({ summary, live = false, opens = false }: ItemProps) {
  if (!summary) return null
  const title = [summary.parts.map((part) => part.text).join(' · '), ...summary.details].join('\n')
  const parts = summary.parts.map((part, index) => (
    <span key={part.text} data-tone={part.tone}>
      {index > 0 && ' · '}
      {part.text}
    </span>
  ))
  if (opens) {
    return (
      <button type="button" className="status-item status-button ellipsis" title={title} onClick={() => openDialog({ name: 'status' })}>
        {parts}
      </button>
    )
  }
  return (
    <span className="status-item ellipsis" title={title} {...(live ? { role: 'status' } : {})}>
      {parts}
    </span>
  )
}
