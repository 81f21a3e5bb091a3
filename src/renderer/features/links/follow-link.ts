import type { Bridge } from '@shared/contract/channels'
import type { PlaceLink } from '@shared/links'
import type { AgentInfo, LogInfo, WorkspaceInfo } from '@shared/model'
import type { EngineClient } from '@/bridge'
import { openDialog } from '@/features/dialogs'
import { showNotice } from '@/features/notices'
import { showAgent } from '@/features/tabs'
import { openDemo, openTarget, showFailure, useWorkspaces } from '@/features/workspaces'
import { useAskedLink } from './link-store'

let stopWaiting: () => void = () => {}

/** Takes links that main hands over. What is open already is gone to; anything else is asked about first. */
export function startLinks(bridge: Bridge, engine: EngineClient): void {
  bridge.on('link.open', ({ link }) => take(engine, link))
  void bridge.invoke('launch.get', {}).then(({ links }) => links.forEach((link) => take(engine, link)))
}

function take(engine: EngineClient, link: PlaceLink): void {
  const agent = agentOf(useWorkspaces.getState().workspaces, link)
  const log = agent?.opened ? logOf(agent, link) : null
  if (agent && log && (agent.shown.startup === log.id || agent.shown.agent === log.id)) void goTo(engine, agent, log, link)
  else useAskedLink.setState({ link })
}

/** The person agreed: opens what has to be opened, and goes to the line when its log is there. */
export async function followLink(engine: EngineClient, link: PlaceLink): Promise<void> {
  useAskedLink.setState({ link: null })
  stopWaiting()
  if (!workspaceOf(useWorkspaces.getState().workspaces, link)) {
    if (link.target === 'demo:') await openDemo(engine)
    else if (link.target.startsWith('coder:')) return askForDeployment(link.target)
    else {
      const result = await openTarget(engine, link.target)
      if (!result.ok) return showFailure(result.failure)
    }
  }
  let shown = false
  let asked = false
  const look = (): void => {
    const agent = agentOf(useWorkspaces.getState().workspaces, link)
    if (!agent) return
    if (!shown) {
      shown = true
      showAgent(agent.id)
    }
    const log = logOf(agent, link)
    if (log) {
      stopWaiting()
      void goTo(engine, agent, log, link)
    } else if (agent.link.phase === 'connected' && !asked) {
      asked = true
      void engine.request('log.add', { agentId: agent.id, path: link.path }).then((result) => {
        if (!result.ok) showFailure(result.failure)
      })
    }
  }
  // Until it is there, or another link is followed.
  stopWaiting = useWorkspaces.subscribe(look)
  look()
}

/** Only Coder's own list knows the way to a workspace that is named by its deployment. */
function askForDeployment(target: string): void {
  const url = /^coder:(https?:\/\/[^/]+)/.exec(target)?.[1] ?? ''
  showNotice({
    text: 'This workspace is in no list of a Coder deployment here. Sign in to its deployment, then open the link again.',
    action: { label: 'Sign in…', run: () => openDialog({ name: 'add-workspace', page: 'deployment', url }) },
  })
}

async function goTo(engine: EngineClient, agent: AgentInfo, log: LogInfo, link: PlaceLink): Promise<void> {
  showAgent(agent.id)
  const side = agent.shown.agent === log.id || (agent.shown.startup !== log.id && log.kind === 'agent') ? 'agent' : 'startup'
  // Panes come with their terminal, which the first picture does not wait for.
  const [{ revealByteInPane }, { paneIdOf }] = await Promise.all([import('@/features/pane'), import('@/features/tabs/pane-ids')])
  revealByteInPane(paneIdOf(agent.id, side), log.id, link.offset)
  if (agent.shown[side] === log.id) return
  const result = await engine.request('log.show', { agentId: agent.id, side, logId: log.id })
  if (!result.ok) showFailure(result.failure)
}

function workspaceOf(workspaces: readonly WorkspaceInfo[], { target }: PlaceLink): WorkspaceInfo | undefined {
  return workspaces.find((one) => linkTarget(one) === target)
}

function agentOf(workspaces: readonly WorkspaceInfo[], link: PlaceLink): AgentInfo | null {
  const agents = workspaceOf(workspaces, link)?.agents ?? []
  return agents.find((one) => one.name === link.agent) ?? (agents.length === 1 ? (agents[0] ?? null) : null)
}

function logOf(agent: AgentInfo, { path }: PlaceLink): LogInfo | null {
  return agent.logs.find((one) => one.store === 'file' && one.path === path) ?? null
}

/** What a link calls a workspace. */
export function linkTarget(workspace: WorkspaceInfo): string {
  return workspace.kind === 'demo' ? 'demo:' : workspace.target
}
