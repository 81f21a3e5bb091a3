import type { WorkspaceInfo } from '@shared/model'
import type { Ask, LinkPorts, SshTarget } from '../ssh'
import type { BlockCache } from '../source'
import { AgentSession } from './agent-session'
import { agentId, workspaceId } from './ids'

interface Workspace {
  id: string
  name: string
  kind: WorkspaceInfo['kind']
  target: string
  agents: AgentSession[]
}

export interface RegistryPorts {
  link: Omit<LinkPorts, 'ask'>
  /** How the link of one agent asks the person. */
  asker(agentId: string): Ask
  cache: BlockCache
  /** Something that `list` shows has changed. */
  onChange(): void
  onDefect(error: unknown): void
}

/** The workspaces that are open, in the order in which they were opened. */
export class WorkspaceRegistry {
  private readonly workspaces = new Map<string, Workspace>()

  constructor(private readonly ports: RegistryPorts) {}

  list(): WorkspaceInfo[] {
    return [...this.workspaces.values()].map(({ id, name, kind, target, agents }) => ({
      id,
      name,
      kind,
      target,
      agents: agents.map((a) => a.info()),
      coder: null,
    }))
  }

  /** Opens a workspace, or gives the id of the one that is open for this target. */
  open(target: string, name: string, kind: WorkspaceInfo['kind'], agents: { name: string; target: SshTarget }[]): string {
    const id = workspaceId(target)
    if (!this.workspaces.has(id)) {
      const workspace: Workspace = { id, name, kind, target, agents: [] }
      this.workspaces.set(id, workspace)
      for (const agent of agents) workspace.agents.push(this.session(id, agent))
      this.ports.onChange()
    }
    return id
  }

  close(id: string): boolean {
    const workspace = this.workspaces.get(id)
    if (!workspace) return false
    this.workspaces.delete(id)
    for (const agent of workspace.agents) agent.close()
    this.ports.onChange()
    return true
  }

  closeAll(): void {
    for (const id of [...this.workspaces.keys()]) this.close(id)
  }

  agent(id: string): AgentSession | null {
    for (const workspace of this.workspaces.values()) {
      const agent = workspace.agents.find((a) => a.id === id)
      if (agent) return agent
    }
    return null
  }

  private session(workspace: string, agent: { name: string; target: SshTarget }): AgentSession {
    const id = agentId(workspace, agent.name)
    return new AgentSession({
      id,
      workspaceId: workspace,
      name: agent.name,
      target: agent.target,
      link: { ...this.ports.link, ask: this.ports.asker(id) },
      cache: this.ports.cache,
      onChange: this.ports.onChange,
      onDefect: this.ports.onDefect,
    })
  }
}
