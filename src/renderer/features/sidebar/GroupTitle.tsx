import { Ellipsis, RefreshCw } from 'lucide-react'
import { useEngine } from '@/bridge'
import { deploymentHost, refreshLists } from '@/features/workspaces'
import type { SidebarRow } from './sidebar-rows'
import type { MenuRequest } from './menu-request'

interface GroupTitleProps {
  row: Extract<SidebarRow, { kind: 'group' }>
  onMenu: (request: MenuRequest) => void
}

/** The title over a part of the tree; a deployment's has what can be done with its list. */
export function GroupTitle({ row, onMenu }: GroupTitleProps) {
  const engine = useEngine()
  const { deployment } = row
  if (!deployment) {
    return (
      <h2 className="sidebar-group" role="presentation">
        {row.title}
      </h2>
    )
  }
  const host = deploymentHost(deployment)
  return (
    <div className="sidebar-group" role="presentation" title={deployment.url}>
      <h2 className="ellipsis">{row.title}</h2>
      <button
        type="button"
        className="sidebar-tool"
        aria-label={`Refresh the list of ${host}`}
        title={deployment.refreshing ? 'The list is being read' : 'Refresh the list'}
        disabled={deployment.refreshing}
        onClick={() => void refreshLists(engine)}
      >
        <RefreshCw size={12} aria-hidden />
      </button>
      <button
        type="button"
        className="sidebar-tool"
        aria-label={`More about ${host}`}
        title="More"
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          onMenu({ about: deployment, from: event.currentTarget, at: { x: box.left, y: box.bottom } })
        }}
      >
        <Ellipsis size={14} aria-hidden />
      </button>
    </div>
  )
}

/** How old a list is and why it is not newer, above what it has. */
export function ListNote({ row }: { row: Extract<SidebarRow, { kind: 'note' }> }) {
  return (
    <p className="sidebar-note selectable" role={row.tone === 'warn' ? 'status' : 'note'} data-tone={row.tone}>
      {row.text}
      {row.nextStep && <span className="sidebar-note-next"> {row.nextStep}</span>}
    </p>
  )
}
