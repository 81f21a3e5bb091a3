import type { AgentInfo, WorkspaceInfo } from '@shared/model'
import type { Evidence } from '@shared/contract/watch'
import type { EngineClient } from '@/bridge'
import { findAgent, useWorkspaces } from '@/features/workspaces'

let stopWaiting: () => void = () => {}

/** Brings an agent or a workspace forward by its id, and the line that proves something into view, as soon as they are there. */
export function showSubject(
  engine: EngineClient,
  id: string,
  evidence: Evidence | null,
  show: { agent(agentId: string): void; workspace(workspaceId: string): void },
): void {
  whenListed((workspaces) => {
    if (workspaces.some((one) => one.id === id)) return () => show.workspace(id)
    if (!findAgent(workspaces, id)) return null
    return () => {
      show.agent(id)
      if (evidence) whenListed((now) => withLog(now, id, evidence, engine))
    }
  })
}

/** The agent's logs are known once it is connected. */
function withLog(workspaces: readonly WorkspaceInfo[], agentId: string, { logId, offset }: Evidence, engine: EngineClient): (() => void) | null {
  const agent = findAgent(workspaces, agentId)?.agent
  const log = agent?.logs.find((one) => one.id === logId)
  return agent && log ? () => void bringIntoView(engine, agent, { logId, path: log.path, offset }) : null
}

async function bringIntoView(engine: EngineClient, agent: AgentInfo, place: Evidence & { path: string }): Promise<void> {
  // It brings panes with it, which the first picture does not wait for.
  const { showPlace } = await import('@/features/verdict')
  await showPlace(engine, agent, place)
}

/** Does what `find` gives, now or when the list has it. Only the newest is waited for: a person clicked once more. */
function whenListed(find: (workspaces: readonly WorkspaceInfo[]) => (() => void) | null): void {
  stopWaiting()
  const look = (): void => {
    const act = find(useWorkspaces.getState().workspaces)
    if (!act) return
    stop()
    act()
  }
  const stop = useWorkspaces.subscribe(look)
  stopWaiting = stop
  look()
}
