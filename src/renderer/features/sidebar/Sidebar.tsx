import { History as HistoryIcon, Plus, Settings as SettingsIcon } from 'lucide-react'
import { lazy, Suspense, useDeferredValue, useMemo, useState } from 'react'
import { openDialog } from '@/features/dialogs'
import { useSettings } from '@/features/settings'
import { useNow, useWorkspaces } from '@/features/workspaces'
import { useShortcut } from '@/features/commands/shortcuts'
import { Brand } from '@/ui'
import { FILTER_ID } from './focus-filter'
import type { MenuRequest } from './menu-request'
import { sidebarRows } from './sidebar-rows'
import { closeDrawer } from './visibility'
import { WorkspaceTree } from './WorkspaceTree'
import './sidebar.css'

const RowMenu = lazy(() => import('./RowMenu').then((module) => ({ default: module.RowMenu })))

/** Ages in the list, such as "stopped 2 d", are worked out anew this often (ms). */
const AGES_MS = 20_000

/** Which workspace, is it up? */
export function Sidebar() {
  const workspaces = useWorkspaces((state) => state.workspaces)
  const deployments = useWorkspaces((state) => state.deployments)
  const recents = useSettings((state) => state.settings.recentTargets)
  const favourites = useSettings((state) => state.settings.favourites)
  const now = useNow(AGES_MS)
  const filterKey = useShortcut('sidebar.filter')
  const [query, setQuery] = useState('')
  const [menu, setMenu] = useState<MenuRequest | null>(null)
  const deferred = useDeferredValue(query)
  const rows = useMemo(
    () => sidebarRows({ workspaces, deployments, recents, favourites }, deferred, now),
    [workspaces, deployments, recents, favourites, deferred, now],
  )
  return (
    <nav className="sidebar" aria-label="Workspaces" onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && closeDrawer()}>
      <div className="sidebar-brand">
        <Brand />
        <span>Tailpane</span>
      </div>
      <div className="sidebar-filter">
        <input
          id={FILTER_ID}
          type="search"
          placeholder="Filter workspaces"
          aria-label="Filter workspaces"
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && query !== '') {
              event.preventDefault()
              setQuery('')
            }
            if (event.key === 'ArrowDown') {
              event.preventDefault()
              document.querySelector<HTMLElement>('.sidebar-tree [tabindex="0"]')?.focus()
            }
          }}
        />
        {query === '' && filterKey && <kbd>{filterKey}</kbd>}
      </div>
      {rows.length > 0 ? (
        <WorkspaceTree rows={rows} onMenu={setMenu} />
      ) : (
        <p className="sidebar-empty">{query === '' ? 'No workspace is open.' : `Nothing matches “${query}”.`}</p>
      )}
      <div className="sidebar-foot">
        <button type="button" className="sidebar-action" onClick={() => openDialog({ name: 'add-workspace' })}>
          <Plus size={16} aria-hidden />
          Add workspace
        </button>
        <button type="button" className="sidebar-action" onClick={() => openDialog({ name: 'history' })}>
          <HistoryIcon size={16} aria-hidden />
          History
        </button>
        <button type="button" className="sidebar-action" onClick={() => openDialog({ name: 'settings' })}>
          <SettingsIcon size={16} aria-hidden />
          Settings
        </button>
      </div>
      {menu && (
        <Suspense fallback={null}>
          <RowMenu request={menu} onClose={() => setMenu(null)} />
        </Suspense>
      )}
    </nav>
  )
}
