import { commandItem, openMenu, type MenuPlace } from '@/features/menus'
import { splitActiveTab } from './split-request'
import { closeAgentTab, closeOtherTabs, showAgent, useTabs } from './tab-store'

/** Opens the menu of a tab; `name` is what the tab is called. */
export function openTabMenu(agentId: string, name: string, place: MenuPlace): void {
  const alone = useTabs.getState().open.length < 2
  const beside = () => {
    showAgent(agentId)
    splitActiveTab()
  }
  const items = [
    commandItem('tab.beside', beside, { label: 'Show beside', disabled: alone }),
    'separator' as const,
    commandItem('tab.close', () => closeAgentTab(agentId)),
    { label: 'Close other tabs', disabled: alone, run: () => closeOtherTabs(agentId) },
  ]
  openMenu({ ...place, label: name, items })
}
