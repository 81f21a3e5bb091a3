import type { EngineLoad, RecordingManifest, WorkspaceInfo } from '@shared/model'
import type { NamedLog } from '../coder'
import type { Ask, LinkPorts, SshTarget } from '../ssh'
import type { RecordedAgent, Recording, SavedRecording } from '../recordings'
import type { BlockCache, LastRuns } from '../source'
import { AgentSession, type AgentSessionOptions } from './agent-session'
import { CoderWorkspaces } from './coder-workspaces'
import type { ApproachPorts } from './coder-approach'
import { agentId, workspaceId } from './ids'
import { visit, type Visit } from './visit'

interface Workspace {
  id: string
  name: string
  kind: 'ssh' | 'demo'
  target: string
  agents: AgentSession[]
}

export interface RegistryPorts extends ApproachPorts {
  link: Omit<LinkPorts, 'ask'>
  /** How the link of one agent asks the person. */
  asker(agentId: string): Ask
  cache: BlockCache
  /** Records the runs of an agent; none of the demo's. */
  record(agent: RecordedAgent): Recording
  /** What is recorded of agents. */
  recorded: {
    /** An agent's own recordings, newest first, at most so many. */
    runsOf(agentId: string, most: number): Promise<{ id: string; manifest: RecordingManifest }[]>
    /** Null where it cannot be read. */
    open(id: string): Promise<SavedRecording | null>
    /** The last runs of an agent's log. */
    lastRuns(agentId: string, logId: string, path: string): LastRuns
  }
  /** After how long without a visible pane a connection is closed (ms). */
  idleMs(coder: boolean): number
  /** Something that `list` shows has changed. */
  onChange(): void
}

/** All workspaces: those opened by hand, in that order, then those of Coder's list. */
export class WorkspaceRegistry {
  readonly coder: CoderWorkspaces
  private readonly workspaces = new Map<string, Workspace>()

  constructor(private readonly ports: RegistryPorts) {
    this.coder = new CoderWorkspaces({ ...ports, makeSession: (options) => this.session(options) })
  }

  list(): WorkspaceInfo[] {
    const byHand = [...this.workspaces.values()].map(
      ({ id, name, kind, target, agents }): WorkspaceInfo => ({ id, name, kind, target, agents: agents.map((a) => a.info()), coder: null }),
    )
    return [...byHand, ...this.coder.list()]
  }

  /** Opens a workspace, or gives the id of the one that is open for this target. */
  open(target: string, name: string, kind: Workspace['kind'], agents: { name: string; target: SshTarget }[]): string {
    const id = workspaceId(target)
    if (!this.workspaces.has(id)) {
      const sessions = agents.map(({ name: agent }) =>
        this.session({ id: agentId(id, agent), workspaceId: id, name: agent, coder: false, openCopy: () => null }, kind !== 'demo'),
      )
      this.workspaces.set(id, { id, name, kind, target, agents: sessions })
      sessions.forEach((session, i) => session.connect(agents[i]!.target))
      this.ports.onChange()
    }
    return id
  }

  close(id: string): boolean {
    const workspace = this.workspaces.get(id)
    if (!workspace) return false
    // What is recorded of it as it ends says whose it is.
    for (const agent of workspace.agents) agent.close()
    this.workspaces.delete(id)
    this.ports.onChange()
    return true
  }

  closeAll(): void {
    for (const id of [...this.workspaces.keys()]) this.close(id)
    this.coder.stop()
  }

  agent(id: string): AgentSession | null {
    return this.sessions().find((a) => a.id === id) ?? null
  }

  /**
   * Lets somebody read an agent's files for a moment: over the connection that stands, or one of its own to an agent of
   * Coder's list. Null where there is no way, as to a host that is not connected. `named`: the logs that the list names.
   */
  async visit(id: string, signal: AbortSignal): Promise<{ visit: Visit; named: readonly NamedLog[] } | null> {
    const door = await this.coder.door(id)
    const named = door?.ok ? door.value.named : []
    const files = this.agent(id)?.liveFiles
    if (files) return { visit: { files, own: false, end: () => undefined }, named }
    if (!door?.ok) return null
    const visited = await visit(door.value.target, this.ports.link, signal)
    return visited.ok ? { visit: visited.value, named } : null
  }

  /** The machine woke up: every connection is looked at. */
  wake(): void {
    for (const session of this.sessions()) session.poke()
  }

  /** The machine's addresses changed. */
  networkChanged(): void {
    for (const session of this.sessions()) session.networkChanged()
  }

  load(): EngineLoad {
    const sessions = this.sessions()
    return {
      connections: sessions.filter((s) => s.info().link.phase === 'connected').length,
      coderProcesses: sessions.reduce((sum, s) => sum + s.processes, 0),
    }
  }

  private sessions(): AgentSession[] {
    return [...[...this.workspaces.values()].flatMap((w) => w.agents), ...this.coder.sessions]
  }

  private session(options: Pick<AgentSessionOptions, 'id' | 'workspaceId' | 'name' | 'coder' | 'openCopy'>, keeps = true): AgentSession {
    const { link, asker, cache, recorded, record, idleMs, onChange, onDefect } = this.ports
    const workspace = (): ReturnType<RecordedAgent['workspace']> => {
      const found = this.list().find((one) => one.id === options.workspaceId)
      // Files of this machine and saved runs have no session, so none of theirs comes here.
      return found && found.kind !== 'local' && found.kind !== 'saved' ? { id: found.id, name: found.name, kind: found.kind, target: found.target } : null
    }
    return new AgentSession({
      ...options,
      link: { ...link, ask: asker(options.id) },
      cache,
      recorded: keeps
        ? { list: (most) => recorded.runsOf(options.id, most), open: (id) => recorded.open(id), lastRuns: (log, path) => recorded.lastRuns(options.id, log, path) }
        : null,
      record: keeps ? (agent) => record({ ...agent, workspace }) : null,
      idleMs: () => idleMs(options.coder),
      onChange,
      onDefect,
    })
  }
}
