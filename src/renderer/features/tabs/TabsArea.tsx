import { DockviewReact, type DockviewApi, type DockviewTheme, type SerializedDockview } from 'dockview-react'
import 'dockview-react/dist/styles/dockview.css'
import { useEffect, useState, type KeyboardEvent } from 'react'
import { keyPlace } from '@/features/menus'
import { findAgent, useWorkspaces } from '@/features/workspaces'
import { AgentPanel } from './AgentPanel'
import { AgentTab } from './AgentTab'
import './dock.css'
import { DockLayout } from './dock-layout'
import { onSplitRequest } from './split-request'
import { openTabMenu } from './tab-menu'
import { keepLayout, keptLayout } from './tab-memory'
import { closeAgentTab, showAgent, useTabs } from './tab-store'

/** Colours come from dock.css through the app's own tokens. */
const theme: DockviewTheme = { name: 'tailpane', className: 'dock', dndTabIndicator: 'line', tabGroupIndicator: 'none' }

const components = { agent: AgentPanel }
const tabComponents = { agent: AgentTab }

/** The tabs of all agents, in a layout that the person can split. A hidden tab keeps its DOM, as terminals need. */
export function TabsArea() {
  const [api, setApi] = useState<DockviewApi | null>(null)
  useEffect(() => (api ? keepInStep(api) : undefined), [api])
  return (
    <div className="tabs-area" onKeyDownCapture={tabMenuKey}>
      <DockviewReact
        theme={theme}
        components={components}
        tabComponents={tabComponents}
        defaultRenderer="always"
        disableFloatingGroups
        announcements={false}
        onReady={(event) => setApi(event.api)}
      />
    </div>
  )
}

/** The layout's own element has the focus, not what the tab draws in it. */
function tabMenuKey(event: KeyboardEvent): void {
  const tab = event.target instanceof Element && event.target.matches('.dv-tab') ? event.target : null
  const own = tab?.querySelector<HTMLElement>('.agent-tab')
  const place = own ? keyPlace(event, tab) : null
  if (own && place) openTabMenu(own.dataset['agent'] ?? '', own.dataset['name'] ?? '', place)
}

/** Makes the layout show what the tab list says, and the tab list hear what was done to the layout. */
function keepInStep(api: DockviewApi): () => void {
  restoreLayout(api)
  const layout = new DockLayout(api)
  let applying = false
  const apply = (): void => {
    applying = true
    const { open, active } = useTabs.getState()
    for (const panel of [...api.panels]) if (!open.includes(panel.id)) api.removePanel(panel)
    for (const id of open) {
      if (api.getPanel(id)) continue
      const title = findAgent(useWorkspaces.getState().workspaces, id)?.agent.name ?? id
      api.addPanel({ id, title, component: 'agent', tabComponent: 'agent', params: { agentId: id }, inactive: api.totalPanels > 0, ...layout.placeOf(id) })
    }
    const front = active === null ? undefined : api.getPanel(active)
    if (front && api.activePanel !== front) front.api.setActive()
    applying = false
  }
  const split = (): void => {
    const panel = api.activePanel
    if (!panel) return
    if (panel.group.panels.length > 1) {
      const narrow = api.width < 900
      panel.api.moveTo({ group: panel.group, position: narrow ? 'bottom' : 'right' })
    } else {
      // Alone in its part: the same command puts it back with the others.
      const other = api.groups.find((group) => group !== panel.group)
      if (other) panel.api.moveTo({ group: other, position: 'center' })
    }
    layout.rememberPlaces()
  }
  const stops = [
    useTabs.subscribe(apply),
    onSplitRequest(split),
    api.onDidActivePanelChange(() => {
      const id = api.activePanel?.id
      if (!applying && id !== undefined && id !== useTabs.getState().active) showAgent(id)
    }),
    api.onDidMovePanel(() => applying || layout.rememberPlaces()),
    api.onDidLayoutChange(() => layout.rememberSizes()),
    api.onDidRemovePanel((panel) => {
      if (!applying) closeAgentTab(panel.id)
    }),
    api.onDidLayoutChange(() => keepLayout(api.toJSON(), sessionStorage)),
  ]
  apply()
  return () => {
    for (const stop of stops) if (typeof stop === 'function') stop()
    else stop.dispose()
  }
}

/** Puts tabs where they stood before the page was loaded again. */
function restoreLayout(api: DockviewApi): void {
  const kept = keptLayout(sessionStorage)
  if (!kept || api.totalPanels > 0) return
  try {
    api.fromJSON(kept as SerializedDockview)
  } catch {
    // Of another version, or damaged: the tabs open in one group.
    api.clear()
  }
}
