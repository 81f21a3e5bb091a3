import type { AgentInfo, LinkState, WorkspaceInfo } from '@shared/model'

/**
 * What is watched of a workspace: its agents, and the build of a Coder workspace as if it were one more, under the
 * workspace's id and name. A build that failed speaks for the agents, which may not even exist.
 */
export function subjectsOf(workspace: WorkspaceInfo): AgentInfo[] {
  const { coder, agents } = workspace
  if (!coder) return agents
  const failed = coder.status === 'failed'
  const build: AgentInfo = {
    id: workspace.id,
    workspaceId: workspace.id,
    name: workspace.name,
    address: workspace.name,
    link: CLOSED,
    state: {
      kind: failed ? 'failed' : 'stopped',
      fact: failed ? 'build failed' : '',
      sentence: failed ? 'The build failed' : '',
      lifecycle: null,
      exitCode: null,
      runStartedMs: coder.statusSinceMs,
      sinceMs: coder.statusSinceMs,
    },
    logs: [],
    shown: { startup: null, agent: null },
    opened: false,
    parentId: null,
    verdict: null,
    runs: [],
  }
  // What stands for missing agents is the build itself.
  return failed ? [build] : [build, ...agents.filter(({ id }) => id !== workspace.id)]
}

const CLOSED: LinkState = { phase: 'closed', sinceMs: 0, retryAtMs: null, identity: null, failure: null, progress: null, awakeSinceMs: null }
