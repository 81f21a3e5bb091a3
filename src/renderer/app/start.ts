import type { Bridge } from '@shared/contract/channels'
import type { EngineClient } from '@/bridge'
import { startCommands } from '@/features/commands'
import { startLaunch } from '@/features/launch'
import { startOpenFiles } from '@/features/open-file'
import { startLinks } from '@/features/links'
import { addPrompt, dropPrompt } from '@/features/prompts'
import { startSavedSearches } from '@/features/saved-searches/saved-store'
import { startSettings, startTheme } from '@/features/settings'
import { startSettled } from '@/features/settled'
import { startEngineHealth } from '@/features/status-bar'
import { startAgentConnections, startTabs } from '@/features/tabs'
import { startLastOpen } from '@/features/tabs/last-open'
import { startWatch } from '@/features/watch'
import { useWorkspaces } from '@/features/workspaces'

/** Joins the stores to main and to the engine, in the order in which they need each other. */
export async function startShell(bridge: Bridge, engine: EngineClient): Promise<void> {
  const root = document.documentElement
  startTheme(root)
  startEngineHealth(bridge)
  startTabs()
  startAgentConnections(engine)
  startCommands(bridge, engine)
  startOpenFiles(bridge, engine)
  startSettled(root)
  startWatch(bridge, engine)
  engine.onEvent((event) => {
    switch (event.event) {
      case 'workspaces':
        return useWorkspaces.getState().receive(event)
      case 'prompt':
        return addPrompt(event.prompt)
      case 'prompt.gone':
        return dropPrompt(event.promptId)
    }
  })
  await startSettings(bridge)
  void startSavedSearches(bridge)
  await startLaunch(bridge, engine)
  startLinks(bridge, engine)
  startLastOpen(engine)
}
