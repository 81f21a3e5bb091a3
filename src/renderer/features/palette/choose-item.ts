import type { Bridge } from '@shared/contract/channels'
import type { EngineClient } from '@/bridge'
import { runCommand } from '@/features/commands'
import { useSavedSearches } from '@/features/saved-searches'
import { runSearch } from '@/features/saved-searches/run-search'
import { showLog } from '@/features/search/open-hit'
import { showAgent, showWorkspace } from '@/features/tabs'
import { openRecent } from '@/features/workspaces'
import type { PaletteItem } from './palette-items'

/** Does what an item of the palette stands for. */
export function chooseItem({ does }: PaletteItem, engine: EngineClient, bridge: Bridge): void {
  switch (does.kind) {
    case 'command':
      return void runCommand(does.id, engine, bridge)
    case 'agent':
      return showAgent(does.id)
    case 'workspace':
      return showWorkspace(does.id)
    case 'log':
      return void showLog(engine, does.id)
    case 'search': {
      const search = useSavedSearches.getState().searches.find((one) => one.id === does.id)
      if (search) runSearch(search)
      return
    }
    case 'recent':
      return void openRecent(engine, does.target)
  }
}
