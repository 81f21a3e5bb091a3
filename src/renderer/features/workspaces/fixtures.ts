import type { AgentInfo, AgentState, LinkState, LogInfo, WorkspaceInfo } from '@shared/model'

/** Workspaces for tests of what the window makes of them. */

export const connected: LinkState = { phase: 'connected', sinceMs: 0, retryAtMs: null, identity: null, failure: null }

export function stateOf(kind: AgentState['kind'], fact = '', sentence = ''): AgentState {
  return { kind, fact, sentence, lifecycle: null, exitCode: null, runStartedMs: null }
}

export function agentOf(id: string, change: Partial<AgentInfo> = {}): AgentInfo {
  return {
    id,
    workspaceId: 'w',
    name: id,
    address: `dev@${id}:22`,
    link: connected,
    state: stateOf('unknown'),
    logs: [],
    shown: { startup: null, agent: null },
    ...change,
  }
}

export function logOf(agentId: string, id: string): LogInfo {
  return { id, agentId, kind: 'startup', title: 'Startup script', path: `/tmp/${id}.log`, origin: 'well-known', seen: null }
}

export function workspaceOf(name: string, agents: AgentInfo[], kind: WorkspaceInfo['kind'] = 'ssh'): WorkspaceInfo {
  return { id: `w:${name}`, name, kind, target: name, agents }
}
