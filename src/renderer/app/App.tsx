import { lazy, Suspense, useEffect, useState } from 'react'
import { useBridge, useEngine } from '@/bridge'
import { useDialogs, closeDialog } from '@/features/dialogs'
import { useLaunch } from '@/features/launch'
import { useAskedLink } from '@/features/links'
import { useMenu } from '@/features/menus'
import { NoticeArea } from '@/features/notices'
import { usePrompts, useTrustFailure } from '@/features/prompts'
import { useSearchPanel } from '@/features/search'
import { Sidebar, useSidebarVisible } from '@/features/sidebar'
import { closeDrawer } from '@/features/sidebar/visibility'
import { StatusBar } from '@/features/status-bar'
import { useTabs } from '@/features/tabs'
import { Welcome } from '@/features/welcome'
import { Announcer, useWorkspaces } from '@/features/workspaces'
import { EmptyState } from '@/ui'
import { ErrorBoundary } from './ErrorBoundary'
import './app.css'

// The layout, the terminal and the dialogs are not needed for the first paint.
const parts = {
  tabs: () => import('@/features/tabs/TabsArea'),
  prompts: () => import('@/features/prompts/PromptHost'),
  addWorkspace: () => import('@/features/add-workspace'),
  addLog: () => import('@/features/add-log'),
  settings: () => import('@/features/settings/SettingsDialog'),
  highlights: () => import('@/features/highlight/HighlightDialog'),
  savedSearches: () => import('@/features/saved-searches/SavedSearchesDialog'),
  history: () => import('@/features/history'),
  link: () => import('@/features/links/LinkDialog'),
  about: () => import('@/features/about'),
  palette: () => import('@/features/palette'),
  shortcuts: () => import('@/features/shortcuts/ShortcutsDialog'),
  startWorkspace: () => import('@/features/start-workspace'),
  status: () => import('@/features/status-panel'),
  search: () => import('@/features/search/SearchPanel'),
  menus: () => import('@/features/menus/MenuHost'),
  rowMenu: () => import('@/features/sidebar/RowMenu'),
}
const TabsArea = lazy(() => parts.tabs().then((m) => ({ default: m.TabsArea })))
const PromptHost = lazy(() => parts.prompts().then((m) => ({ default: m.PromptHost })))
const AddWorkspaceDialog = lazy(() => parts.addWorkspace().then((m) => ({ default: m.AddWorkspaceDialog })))
const AddLogDialog = lazy(() => parts.addLog().then((m) => ({ default: m.AddLogDialog })))
const SettingsDialog = lazy(() => parts.settings().then((m) => ({ default: m.SettingsDialog })))
const HighlightDialog = lazy(() => parts.highlights().then((m) => ({ default: m.HighlightDialog })))
const SavedSearchesDialog = lazy(() => parts.savedSearches().then((m) => ({ default: m.SavedSearchesDialog })))
const HistoryDialog = lazy(() => parts.history().then((m) => ({ default: m.HistoryDialog })))
const StartWorkspaceDialog = lazy(() => parts.startWorkspace().then((m) => ({ default: m.StartWorkspaceDialog })))
const StatusPanel = lazy(() => parts.status().then((m) => ({ default: m.StatusPanel })))
const SearchPanel = lazy(() => parts.search().then((m) => ({ default: m.SearchPanel })))
const Palette = lazy(() => parts.palette().then((m) => ({ default: m.Palette })))
const ShortcutsDialog = lazy(() => parts.shortcuts().then((m) => ({ default: m.ShortcutsDialog })))
const LinkDialog = lazy(() => parts.link().then((m) => ({ default: m.LinkDialog })))
const MenuHost = lazy(() => parts.menus().then((m) => ({ default: m.MenuHost })))
const AboutDialog = lazy(() => parts.about().then((m) => ({ default: m.AboutDialog })))

/** The window: workspaces at the left, their logs in the middle, how things stand at the foot. */
export function App() {
  usePainted()
  const sidebarOpen = useSidebarVisible()
  const searchOpen = useSearchPanel((panel) => panel.open)
  return (
    <ErrorBoundary>
      <div className="app">
        <div className="app-body">
          {sidebarOpen && <Sidebar />}
          {sidebarOpen && <div className="app-scrim" onClick={closeDrawer} aria-hidden />}
          <main className="app-main">
            <h1 className="visually-hidden">Tailpane</h1>
            <ErrorBoundary>
              <Main />
            </ErrorBoundary>
          </main>
          {searchOpen && (
            <ErrorBoundary>
              <Suspense fallback={null}>
                <SearchPanel />
              </Suspense>
            </ErrorBoundary>
          )}
        </div>
        <StatusBar />
      </div>
      <Dialogs />
      <NoticeArea />
      <Announcer />
    </ErrorBoundary>
  )
}

function Main() {
  const hasTabs = useTabs((tabs) => tabs.open.length > 0)
  const hasWorkspaces = useWorkspaces((state) => state.workspaces.length > 0)
  const phase = useLaunch((state) => state.phase)
  // Once it has been loaded the layout stays, so that it need not be built again for the next tab.
  const [used, setUsed] = useState(hasTabs)
  if (hasTabs && !used) setUsed(true)
  return (
    <>
      {used && (
        <div className="app-tabs" hidden={!hasTabs}>
          <Suspense fallback={null}>
            <TabsArea />
          </Suspense>
        </div>
      )}
      {!hasTabs && hasWorkspaces && (
        <EmptyState title="No tab is open." text="Choose an agent at the left to see its logs." />
      )}
      {!hasTabs && !hasWorkspaces && phase === 'done' && <Welcome />}
    </>
  )
}

function Dialogs() {
  const open = useDialogs((state) => state.open)
  const questions = usePrompts((state) => state.prompts.length > 0)
  const refused = useTrustFailure() !== null
  const link = useAskedLink((state) => state.link)
  const menu = useMenu((state) => state.open !== null)
  return (
    <Suspense fallback={null}>
      {open?.name === 'add-workspace' && <AddWorkspaceDialog page={open.page ?? 'host'} url={open.url ?? ''} onClose={closeDialog} />}
      {open?.name === 'settings' && <SettingsDialog onClose={closeDialog} />}
      {open?.name === 'palette' && <Palette onClose={closeDialog} />}
      {open?.name === 'shortcuts' && <ShortcutsDialog onClose={closeDialog} />}
      {open?.name === 'highlights' && <HighlightDialog {...(open.fresh ? { fresh: open.fresh } : {})} onClose={closeDialog} />}
      {open?.name === 'saved-searches' && <SavedSearchesDialog {...(open.fresh ? { fresh: open.fresh } : {})} onClose={closeDialog} />}
      {open?.name === 'history' && <HistoryDialog onClose={closeDialog} />}
      {open?.name === 'about' && <AboutDialog onClose={closeDialog} />}
      {open?.name === 'add-log' && <AddLogDialog agentId={open.agentId} side={open.side} onClose={closeDialog} />}
      {open?.name === 'start-workspace' && <StartWorkspaceDialog workspaceId={open.workspaceId} onClose={closeDialog} />}
      {open?.name === 'status' && <StatusPanel onClose={closeDialog} />}
      {menu && <MenuHost />}
      {link && <LinkDialog link={link} />}
      {(questions || refused) && <PromptHost />}
    </Suspense>
  )
}

/**
 * Tells main once that the first picture is on screen, two frames after it was made, and then loads the other parts one
 * after another while nothing else is going on. Not before: each of them holds the page for longer than a frame, and the
 * first click should be answered at once.
 */
function usePainted(): void {
  const bridge = useBridge()
  const engine = useEngine()
  useEffect(() => {
    const heard = new Promise<void>((resolve) => {
      const stop = engine.onEvent(({ event }) => {
        if (event !== 'workspaces') return
        stop()
        resolve()
      })
    })
    const loadNext = async (left: (() => Promise<unknown>)[]): Promise<void> => {
      const [load, ...rest] = left
      if (!load) return
      await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2000 }))
      await load()
      return loadNext(rest)
    }
    const painted = async (): Promise<void> => {
      await bridge.invoke('page.painted', {})
      // Where the start asked for nothing, there is nothing to open before the engine has told its list.
      if (useLaunch.getState().phase === 'done') await heard
      await loadNext(Object.values(parts))
    }
    requestAnimationFrame(() => requestAnimationFrame(() => void painted()))
  }, [bridge, engine])
}
