import { PanelLeft } from 'lucide-react'
import { runCommand } from '@/features/commands'
import { isMac, writeShortcut } from '@/features/commands/shortcuts'
import { useEngine } from '@/bridge'
import { useLaunch } from '@/features/launch'
import { useSidebarVisible } from '@/features/sidebar/visibility'
import { useWorkspaces } from '@/features/workspaces'
import { useEngineHealth } from './engine-store'
import { connectionSummary, engineSummary, type Summary } from './summaries'
import './status-bar.css'

/** Quiet; amber or red only when something needs the person. */
export function StatusBar() {
  const engine = useEngine()
  const workspaces = useWorkspaces((state) => state.workspaces)
  const health = useEngineHealth((state) => state.health)
  const launch = useLaunch((state) => state.launch)
  const sidebarOpen = useSidebarVisible()
  const label = `${sidebarOpen ? 'Hide' : 'Show'} sidebar (${writeShortcut('Mod+B', isMac)})`
  return (
    <footer className="status-bar" aria-label="Status">
      <button
        type="button"
        className="status-toggle"
        aria-label={label}
        aria-pressed={sidebarOpen}
        title={label}
        onClick={() => runCommand('sidebar.toggle', engine)}
      >
        <PanelLeft size={14} aria-hidden />
      </button>
      <Item summary={engineSummary(health)} live />
      <Item summary={connectionSummary(workspaces)} />
      <span className="status-space" />
      {launch?.runtimeNote && <span className="status-item ellipsis" title={launch.runtimeNote}>{launch.runtimeNote}</span>}
      <span className="status-item fixed">UTF-8</span>
    </footer>
  )
}

function Item({ summary, live = false }: { summary: Summary | null; live?: boolean }) {
  if (!summary) return null
  return (
    <span
      className="status-item ellipsis"
      title={[summary.parts.map((part) => part.text).join(' · '), ...summary.details].join('\n')}
      {...(live ? { role: 'status' } : {})}
    >
      {summary.parts.map((part, index) => (
        <span key={part.text} data-tone={part.tone}>
          {index > 0 && ' · '}
          {part.text}
        </span>
      ))}
    </span>
  )
}
