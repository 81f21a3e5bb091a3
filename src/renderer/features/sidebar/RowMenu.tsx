import { useEngine } from '@/bridge'
import { showAgent } from '@/features/tabs'
import { closeWorkspace, forgetTarget, openRecent, reconnect, removeWorkspace } from '@/features/workspaces'
import { MenuAt, type MenuItem } from '@/ui/Menu'
import type { MenuRequest } from './WorkspaceTree'

/** The menu of one row of the sidebar. */
export function RowMenu({ request, onClose }: { request: MenuRequest; onClose: () => void }) {
  const engine = useEngine()
  const { row } = request
  const items: (MenuItem | 'separator')[] =
    row.kind === 'recent'
      ? [
          { label: 'Open', run: () => void openRecent(engine, row.target) },
          'separator',
          { label: 'Remove from list', run: () => forgetTarget(row.target, row.target) },
        ]
      : [
          ...(row.kind === 'agent' ? [{ label: 'Show', run: () => showAgent(row.agentId) }] : []),
          { label: 'Reconnect', run: () => reconnect(engine, row.workspace) },
          { label: 'Close workspace', run: () => void closeWorkspace(engine, row.workspace) },
          'separator',
          { label: 'Remove from list', run: () => removeWorkspace(engine, row.workspace) },
        ]
  const name = row.kind === 'recent' ? row.target : row.workspace.name
  return <MenuAt at={request.at} label={name} items={items} onClose={onClose} returnFocus={request.from} />
}
