import type { Bridge } from '@shared/contract/channels'
import { showNotice } from '@/features/notices'
import { focusedLog } from '@/features/search/focused-log'
import { useTabs } from '@/features/tabs'
import { findAgent, useWorkspaces } from '@/features/workspaces'
import { AGENT_LOG, templateSnippet, type SnippetPlace } from './template-snippet'

/** Puts a `coder_app` on the clipboard that opens the log in front, or the agent's own log, in everybody's own workspace. */
export async function copySnippet(bridge: Bridge): Promise<void> {
  const place = placeInFront()
  await bridge.invoke('clipboard.write', { text: templateSnippet(place) })
  showNotice({ text: `A button for your template is on the clipboard: it opens ${place.path} of agent ${place.agent} in each person’s own workspace.` })
}

function placeInFront(): SnippetPlace {
  const { active } = useTabs.getState()
  const placed = active === null ? null : findAgent(useWorkspaces.getState().workspaces, active)
  if (placed?.workspace.kind !== 'coder') return AGENT_LOG
  const { agent } = placed
  const log = agent.logs.find((one) => one.id === focusedLog() && one.store === 'file')
  return { agent: agent.name, path: log?.path ?? AGENT_LOG.path }
}
