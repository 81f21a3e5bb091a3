import type { Failure, Result, WorkspaceInfo } from '@shared/model'
import type { EngineClient } from '@/bridge'
import { showNotice } from '@/features/notices'
import { changeSetting, useSettings } from '@/features/settings'
import { forget, remember } from './recents'

/** Opens what a person typed or chose, and remembers it. The failure is the caller's to show. */
export async function openTarget(engine: EngineClient, target: string): Promise<Result<{ workspaceId: string }>> {
  const result = await engine.request('workspace.open', { target })
  if (result.ok) {
    void changeSetting({ recentTargets: remember(useSettings.getState().settings.recentTargets, target) })
    for (const listener of openedListeners) listener(result.value.workspaceId)
  }
  return result
}

const openedListeners = new Set<(workspaceId: string) => void>()

/** Hears of each workspace that the person opened, also of one that was in the list already. */
export function onWorkspaceOpened(listener: (workspaceId: string) => void): () => void {
  openedListeners.add(listener)
  return () => openedListeners.delete(listener)
}

export async function openDemo(engine: EngineClient): Promise<void> {
  const result = await engine.request('demo.open', {})
  if (!result.ok) showFailure(result.failure)
}

/** Opens a remembered target; a failure is shown as a notice. */
export async function openRecent(engine: EngineClient, target: string): Promise<void> {
  const result = await openTarget(engine, target)
  if (!result.ok) showFailure(result.failure)
}

export async function closeWorkspace(engine: EngineClient, workspace: WorkspaceInfo): Promise<void> {
  const result = await engine.request('workspace.close', { workspaceId: workspace.id })
  if (!result.ok) showFailure(result.failure)
}

export function reconnect(engine: EngineClient, workspace: WorkspaceInfo): void {
  for (const agent of workspace.agents) void reconnectAgent(engine, agent.id)
}

export async function reconnectAgent(engine: EngineClient, agentId: string): Promise<void> {
  const result = await engine.request('agent.reconnect', { agentId })
  if (!result.ok) showFailure(result.failure)
}

/** Gives up trying to connect until the person asks for it again. */
export async function stopTrying(engine: EngineClient, agentId: string): Promise<void> {
  const result = await engine.request('agent.stop-trying', { agentId })
  if (!result.ok) showFailure(result.failure)
}

/** Reads the lists of all deployments now. */
export async function refreshLists(engine: EngineClient): Promise<void> {
  const result = await engine.request('coder.refresh', {})
  if (!result.ok) showFailure(result.failure)
}

/** Closes a workspace and forgets it; the notice takes both back. */
export function removeWorkspace(engine: EngineClient, workspace: WorkspaceInfo): void {
  void closeWorkspace(engine, workspace)
  forgetTarget(workspace.name, workspace.target, () =>
    void (workspace.kind === 'demo' ? openDemo(engine) : openRecent(engine, workspace.target)),
  )
}

/** Forgets a remembered target; the notice takes it back. */
export function forgetTarget(name: string, target: string, alsoUndo?: () => void): void {
  const before = useSettings.getState().settings.recentTargets
  void changeSetting({ recentTargets: forget(before, target) })
  showNotice({
    text: `${name} was removed from the list.`,
    action: {
      label: 'Undo',
      run: () => {
        void changeSetting({ recentTargets: before })
        alsoUndo?.()
      },
    },
  })
}

export function showFailure(failure: Failure): void {
  showNotice({ tone: 'bad', text: `${failure.sentence} ${failure.nextStep}` })
}
