import type { AgentInfo, LinkState, Result, WorkspaceInfo } from '@shared/model'
import { coderAgentState, findTunnel, namedLogs, workspaceFacts, type CoderAgent, type CoderWorkspace, type NamedLog } from '../coder'
import type { SshTarget } from '../ssh'
import type { AgentSession, AgentSessionOptions } from './agent-session'
import { BuildVerdict } from './build-verdict'
import { buildLogName, CoderApproach, whyNot, type ApproachPorts } from './coder-approach'
import { agentId, logId, workspaceId } from './ids'

interface Opened {
  session: AgentSession
  approach: CoderApproach
  build: BuildVerdict
  /** What the list said last; kept when it does not name it any more. */
  workspace: CoderWorkspace
  agent: CoderAgent
}

export interface CoderWorkspacesPorts extends ApproachPorts {
  makeSession(options: Pick<AgentSessionOptions, 'id' | 'workspaceId' | 'name' | 'coder' | 'openCopy'>): AgentSession
  onChange(): void
}

/** The workspaces of Coder's list, and the sessions of those agents that were opened. */
export class CoderWorkspaces {
  private readonly opened = new Map<string, Opened>()
  private readonly subscription: { dispose(): void }

  constructor(private readonly ports: CoderWorkspacesPorts) {
    this.subscription = ports.deployments.onChange(() => this.listChanged())
  }

  list(): WorkspaceInfo[] {
    const listed = this.ports.deployments.list().workspaces
    const gone = [...this.opened.values()].map((o) => o.workspace).filter((w) => !listed.some((l) => l.id === w.id))
    return [...listed, ...gone.filter((w, i) => gone.indexOf(w) === i)].map((w) => this.info(w))
  }

  session(id: string): AgentSession | null {
    return this.opened.get(id)?.session ?? null
  }

  get sessions(): AgentSession[] {
    return [...this.opened.values()].map((o) => o.session)
  }

  /** Connects to a listed agent; false when the list does not have it. */
  open(id: string): boolean {
    if (this.opened.has(id)) return true
    const found = this.find(id)
    if (!found) return false
    const { workspace, agent } = found
    const approach: CoderApproach = new CoderApproach(this.ports, () => session)
    const session = this.ports.makeSession({
      id,
      workspaceId: idOf(workspace),
      name: agent.name,
      coder: true,
      openCopy: (name) => approach.openCopy(name),
    })
    const build = new BuildVerdict({
      buildLog: (of) => {
        const log = logId(id, buildLogName(of))
        const source = session.source(log, null)
        return source && { logId: log, source }
      },
      onChange: this.ports.onChange,
      onDefect: this.ports.onDefect,
    })
    this.opened.set(id, { session, approach, build, workspace, agent })
    approach.take(workspace, agent)
    build.take(workspace)
    this.ports.onChange()
    return true
  }

  close(id: string): boolean {
    const opened = this.opened.get(id)
    if (!opened) return false
    this.opened.delete(id)
    opened.build.stop()
    opened.session.close()
    this.ports.onChange()
    return true
  }

  /** How to reach an agent without opening it, and the logs that the list names; null when the list does not have it. */
  async door(id: string): Promise<Result<{ target: SshTarget; named: readonly NamedLog[] }> | null> {
    const found = this.find(id)
    const access = found && this.ports.deployments.access(found.workspace.deploymentId)
    if (!access) return null
    const { workspace, agent } = found
    const failure = whyNot(workspace, agent)
    if (failure) return { ok: false, failure }
    const target = await findTunnel(access, workspace, agent, this.ports.env)
    return target.ok ? { ok: true, value: { target: target.value, named: namedLogs(agent) } } : target
  }

  /** The server's id of a workspace; null when it is none of Coder's. */
  serverId(id: string): string | null {
    return this.ports.deployments.list().workspaces.find((w) => idOf(w) === id)?.id ?? null
  }

  stop(): void {
    this.subscription.dispose()
    for (const id of [...this.opened.keys()]) this.close(id)
  }

  private listChanged(): void {
    for (const [id, opened] of this.opened) {
      const found = this.find(id)
      if (!found) opened.approach.gone()
      else {
        const same = JSON.stringify([opened.workspace, opened.agent]) === JSON.stringify([found.workspace, found.agent])
        Object.assign(opened, found)
        if (!same) opened.approach.take(found.workspace, found.agent)
        opened.build.take(found.workspace)
      }
    }
    this.ports.onChange()
  }

  private find(id: string): { workspace: CoderWorkspace; agent: CoderAgent } | null {
    for (const workspace of this.ports.deployments.list().workspaces) {
      const agent = agentsOf(workspace).find((a) => idOfAgent(workspace, a) === id)
      if (agent) return { workspace, agent }
    }
    return null
  }

  private info(workspace: CoderWorkspace): WorkspaceInfo {
    const id = idOf(workspace)
    const access = this.ports.deployments.access(workspace.deploymentId)
    return {
      id,
      name: workspace.name,
      kind: 'coder',
      target: `coder:${access?.url ?? workspace.deploymentId}/${workspace.owner}/${workspace.name}`,
      agents: agentsOf(workspace).map((agent) => this.agentInfo(id, workspace, agent)),
      coder: workspaceFacts(workspace),
    }
  }

  private agentInfo(workspaceId: string, workspace: CoderWorkspace, agent: CoderAgent): AgentInfo {
    const id = idOfAgent(workspace, agent)
    const parent = workspace.agents.find((a) => a.id === agent.parentId)
    const parentId = parent ? agentId(workspaceId, parent.name) : null
    const opened = this.opened.get(id)
    const state = coderAgentState(workspace, agent, Date.now())
    if (opened) {
      const info = opened.session.info()
      const verdict = opened.build.verdict(workspace, agent, state) ?? info.verdict
      return { ...info, parentId, verdict, state: opened.session.knowsItsRun && info.state.kind !== 'unknown' ? info.state : state }
    }
    const address = agent === BUILD ? workspace.name : `${workspace.name}.${agent.name}`
    return { id, workspaceId, name: agent.name, address, link: CLOSED, state, logs: [], shown: NONE, opened: false, parentId, verdict: null, runs: [] }
  }
}

const NONE = { startup: null, agent: null }
const CLOSED: LinkState = { phase: 'closed', sinceMs: 0, retryAtMs: null, identity: null, failure: null, progress: null, awakeSinceMs: null }

/**
 * Stands for the agents of a workspace whose build has not come to any (it failed, or is under way), so that the build's log
 * can be read and explained. It goes by the workspace's own id, whose place the first agent takes.
 */
const BUILD: CoderAgent = {
  id: '',
  parentId: null,
  name: 'build',
  status: 'connecting',
  lifecycle: null,
  createdMs: null,
  firstConnectedMs: null,
  lastConnectedMs: null,
  disconnectedMs: null,
  startedMs: null,
  readyMs: null,
  connectTimeoutSeconds: 0,
  version: '',
  os: '',
  directory: '',
  expandedDirectory: '',
  logSources: [],
  scripts: [],
  logsLength: 0,
  logsOverflowed: false,
}

function agentsOf({ agents, status }: CoderWorkspace): CoderAgent[] {
  if (agents.length > 0) return agents
  return status === 'failed' || status === 'pending' || status === 'starting' ? [BUILD] : []
}

function idOfAgent(workspace: CoderWorkspace, agent: CoderAgent): string {
  return agent === BUILD ? idOf(workspace) : agentId(idOf(workspace), agent.name)
}

function idOf(workspace: CoderWorkspace): string {
  return workspaceId(`coder:${workspace.deploymentId}/${workspace.id}`)
}
