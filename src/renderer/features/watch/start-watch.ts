import type { Bridge } from '@shared/contract/channels'
import type { Evidence } from '@shared/contract/watch'
import type { EngineClient } from '@/bridge'
import { showNotice } from '@/features/notices'
import { paneIdOf, showAgent, useTabs } from '@/features/tabs'
import { findAgent, useWorkspaces } from '@/features/workspaces'

/** A pane that was just opened needs its log before it can be moved; it is waited for this long (ms). */
const PANE_WAIT_MS = 10_000
const PANE_TRY_MS = 250

/** Opens what a notice or the tray points at, and tells main what is being looked at. */
export function startWatch(bridge: Bridge, engine: EngineClient): void {
  bridge.on('notice.show', ({ text }) => showNotice({ text }))
  bridge.on('agent.show', ({ agentId, evidence }) => {
    whenListed(agentId, () => {
      showAgent(agentId)
      if (evidence) void showEvidence(engine, agentId, evidence)
    })
  })
  const tellFront = (agentId: string | null): void => void bridge.invoke('watch.front', { agentId })
  tellFront(useTabs.getState().active)
  useTabs.subscribe((tabs, before) => {
    if (tabs.active !== before.active) tellFront(tabs.active)
  })
}

/** Calls `then` once the list has the agent: a window that was loaded for this has none yet. */
function whenListed(agentId: string, then: () => void): void {
  const listed = (): boolean => findAgent(useWorkspaces.getState().workspaces, agentId) !== null
  if (listed()) return then()
  const stop = useWorkspaces.subscribe(() => {
    if (!listed()) return
    stop()
    then()
  })
}

/** Shows the log in the left pane and moves it to the line. */
async function showEvidence(engine: EngineClient, agentId: string, { logId, offset }: Evidence): Promise<void> {
  const shown = await engine.request('log.show', { agentId, side: 'startup', logId })
  if (!shown.ok) return
  const until = Date.now() + PANE_WAIT_MS
  for (;;) {
    const moved = await engine.request('pane.move', { paneId: paneIdOf(agentId, 'startup'), to: { kind: 'offset', offset } })
    if (moved.ok || Date.now() > until) return
    await new Promise((resolve) => setTimeout(resolve, PANE_TRY_MS))
  }
}
