import type { AgentInfo, AgentState, CoderFacts, DeploymentInfo, LinkState, LogInfo, WorkspaceInfo } from '@shared/model'

/** Workspaces for tests of what the window makes of them. */

export const connected: LinkState = {
  phase: 'connected',
  sinceMs: 0,
  retryAtMs: null,
  identity: null,
  failure: null,
  awakeSinceMs: null,
  progress: null,
}

/** The link of an agent that is listed and not opened. */
export const unopened: LinkState = { ...connected, phase: 'closed' }

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
    opened: true,
    parentId: null,
    verdict: null,
    runs: [],
    ...change,
  }
}

export function logOf(agentId: string, id: string): LogInfo {
  return { id, agentId, kind: 'startup', title: 'Startup script', path: `/tmp/${id}.log`, origin: 'well-known', store: 'file', seen: null }
}

export function workspaceOf(name: string, agents: AgentInfo[], kind: 'ssh' | 'demo' = 'ssh'): WorkspaceInfo {
  return { id: `w:${name}`, name, kind, target: name, agents, coder: null }
}

/** A workspace that a deployment lists; its agents are not opened unless they say so. */
export function coderOf(name: string, agents: AgentInfo[], facts: Partial<CoderFacts> = {}): WorkspaceInfo {
  return {
    id: `w:${name}`,
    name,
    kind: 'coder',
    target: `coder:${name}`,
    agents,
    coder: { deploymentId: 'd1', owner: 'kim', status: 'running', statusSinceMs: null, outdated: false, ...facts },
  }
}

/** An agent of such a workspace, before its tab was opened. */
export function listedOf(id: string, change: Partial<AgentInfo> = {}): AgentInfo {
  return agentOf(id, { opened: false, link: unopened, ...change })
}

export function deploymentOf(change: Partial<DeploymentInfo> = {}): DeploymentInfo {
  return { id: 'd1', url: 'https://coder.example.com', via: 'cli', checkedMs: 0, failure: null, refreshing: false, ...change }
}
