import type { DeploymentInfo } from '@shared/model'
import type { Bridge } from '@shared/contract/channels'
import { useBridge, useEngine, type EngineClient } from '@/bridge'
import { shortcutsOf } from '@/features/commands/shortcuts'
import { openDialog } from '@/features/dialogs'
import { copySnippet } from '@/features/links/copy-snippet'
import { commandItem } from '@/features/menus'
import { showNotice } from '@/features/notices'
import { closeAgentTab, showAgent, showWorkspace } from '@/features/tabs'
import {
  canStart,
  closeWorkspace,
  deploymentHost,
  findAgent,
  forgetTarget,
  keepsStarts,
  openRecent,
  reconnect,
  refreshLists,
  removeWorkspace,
  toggleFavourite,
  toggleKeptStarts,
  useWorkspaces,
} from '@/features/workspaces'
import { MenuAt, type MenuItem } from '@/ui/Menu'
import { isLocal, targetOf, type StopRow } from './sidebar-rows'
import type { MenuRequest } from './menu-request'

type Items = (MenuItem | 'separator')[]

/** The menu of one row of the sidebar, or of a deployment's title. */
export function RowMenu({ request, onClose }: { request: MenuRequest; onClose: () => void }) {
  const engine = useEngine()
  const bridge = useBridge()
  const { about } = request
  const isRow = 'kind' in about
  return (
    <MenuAt
      at={request.at}
      byKey={request.byKey ?? false}
      label={isRow ? nameOf(about) : deploymentHost(about)}
      items={isRow ? rowItems(about, engine, bridge) : deploymentItems(about, engine, bridge)}
      onClose={onClose}
      returnFocus={request.from}
    />
  )
}

function nameOf(row: StopRow): string {
  if (row.kind === 'agent' && isLocal(row)) return row.name
  return row.kind === 'recent' ? row.target : row.workspace.name
}

function rowItems(row: StopRow, engine: EngineClient, bridge: Bridge): Items {
  const favourite: MenuItem = {
    label: row.favourite ? 'Remove from favourites' : 'Add to favourites',
    shortcut: shortcutsOf('favourite.toggle')[0],
    run: () => toggleFavourite(targetOf(row)),
  }
  if (row.kind === 'recent') {
    return [
      { label: 'Open', run: () => void openRecent(engine, row.target) },
      favourite,
      'separator',
      { label: 'Remove from list', run: () => forgetTarget(row.target, row.target) },
    ]
  }
  const { workspace } = row
  if (row.kind === 'agent' && isLocal(row)) return fileItems(row.agentId, engine, bridge)
  const starts: MenuItem = {
    label: keepsStarts(workspace.target) ? 'Keep no logs of its starts' : 'Keep the logs of its starts',
    run: () => toggleKeptStarts(workspace.target),
  }
  const show: MenuItem = { label: 'Show', run: () => (row.kind === 'agent' ? showAgent(row.agentId) : showWorkspace(workspace.id)) }
  if (workspace.kind === 'coder') {
    const open = workspace.agents.some((agent) => agent.opened)
    return [
      show,
      favourite,
      'separator',
      ...(canStart(workspace) ? [{ label: 'Start workspace…', run: () => openDialog({ name: 'start-workspace', workspaceId: workspace.id }) }] : []),
      { label: 'Reconnect', disabled: !open, run: () => reconnect(engine, workspace) },
      { label: 'Refresh list', run: () => void refreshLists(engine) },
      'separator',
      starts,
      commandItem('template.copy', () => void copySnippet(bridge)),
    ]
  }
  return [
    show,
    favourite,
    ...(workspace.kind === 'ssh' ? [starts] : []),
    'separator',
    { label: 'Reconnect', run: () => reconnect(engine, workspace) },
    { label: 'Close workspace', run: () => void closeWorkspace(engine, workspace) },
    'separator',
    { label: 'Remove from list', run: () => removeWorkspace(engine, workspace) },
  ]
}

function fileItems(agentId: string, engine: EngineClient, bridge: Bridge): Items {
  const path = findAgent(useWorkspaces.getState().workspaces, agentId)?.agent.address ?? ''
  return [
    { label: 'Show', run: () => showAgent(agentId) },
    { label: 'Copy path', run: () => void bridge.invoke('clipboard.write', { text: path }) },
    'separator',
    { label: 'Close file', run: () => (closeAgentTab(agentId), void engine.request('file.close', { agentId })) },
  ]
}

function deploymentItems(deployment: DeploymentInfo, engine: EngineClient, bridge: Bridge): Items {
  const { url, via } = deployment
  const signOut = async () => {
    await bridge.invoke('coder.sign-out', { url })
    showNotice({ text: `Signed out of ${deploymentHost(deployment)}. Its token is forgotten here; in Coder it stays valid until it is removed there.` })
  }
  return [
    { label: 'Refresh list', run: () => void refreshLists(engine) },
    { label: 'Copy address', run: () => void bridge.invoke('clipboard.write', { text: url }) },
    'separator',
    ...(via === 'token'
      ? [
          { label: 'Enter a new token…', run: () => openDialog({ name: 'add-workspace' as const, page: 'deployment' as const, url }) },
          { label: 'Sign out', run: () => void signOut() },
        ]
      : [{ label: 'Logged in by the coder program', disabled: true, run: () => {} }]),
  ]
}
