import type { Bridge } from '@shared/contract/channels'
import type { EngineClient } from '@/bridge'
import { showNotice } from '@/features/notices'
import { showAgent, showWorkspace, useTabs } from '@/features/tabs'
import { setMute } from './mute-store'
import { showSubject } from './show-evidence'

/** Opens what a notice or the tray points at, and tells main what is being looked at. */
export function startWatch(bridge: Bridge, engine: EngineClient): void {
  bridge.on('notice.show', ({ text }) => showNotice({ text }))
  bridge.on('agent.show', ({ agentId, evidence }) => showSubject(engine, agentId, evidence, { agent: showAgent, workspace: showWorkspace }))
  bridge.on('watch.muted', ({ untilMs }) => setMute(untilMs))
  const tellFront = (agentId: string | null): void => void bridge.invoke('watch.front', { agentId }).then(({ mutedUntilMs }) => setMute(mutedUntilMs))
  tellFront(useTabs.getState().active)
  useTabs.subscribe((tabs, before) => {
    if (tabs.active !== before.active) tellFront(tabs.active)
  })
}
