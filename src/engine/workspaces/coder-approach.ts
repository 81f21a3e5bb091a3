import type { Failure } from '@shared/model'
import { findTunnel, namedLogs, openBuildLog, openScriptCopy, type CoderAgent, type CoderWorkspace, type Deployments, type GrowingText, type OpenSocket } from '../coder'
import type { AgentSession } from './agent-session'
import type { FoundLog } from './discover'

export interface ApproachPorts {
  deployments: Deployments
  openSocket: OpenSocket
  env: NodeJS.ProcessEnv
  onDefect(error: unknown): void
}

/**
 * Brings an agent of Coder's list and its session together: connects when the workspace
 * runs, says why not when it does not, and offers Coder's own copies of the logs.
 */
export class CoderApproach {
  private attempt = 0

  constructor(
    private readonly ports: ApproachPorts,
    private readonly session: () => AgentSession,
  ) {}

  /** The list says this of it now. */
  take(workspace: CoderWorkspace, agent: CoderAgent): void {
    const failure = whyNot(workspace, agent)
    this.session().takeListed(namedLogs(agent), copiesOf(workspace, agent), failure === null)
    this.attempt++
    if (failure) this.session().rest(failure)
    else void this.connect(workspace, agent, this.attempt).catch(this.ports.onDefect)
  }

  /** It is not in the list any more. */
  gone(): void {
    this.attempt++
    this.session().rest(GONE)
  }

  /** Opens one of the copies that `copiesOf` named. */
  openCopy(name: string): GrowingText | null {
    const [, deploymentId, kind, id, source] = name.split('/')
    const access = deploymentId ? this.ports.deployments.access(deploymentId) : null
    if (!access || !id) return null
    const feed = { rest: () => access.rest(), openSocket: this.ports.openSocket }
    return kind === 'build' ? openBuildLog(feed, id) : openScriptCopy(feed, id, source || null)
  }

  private async connect(workspace: CoderWorkspace, agent: CoderAgent, attempt: number): Promise<void> {
    const access = this.ports.deployments.access(workspace.deploymentId)
    if (!access) return
    const target = await findTunnel(access, workspace, agent, this.ports.env)
    // The list may have said something newer meanwhile.
    if (attempt !== this.attempt) return
    if (target.ok) this.session().connect(target.value)
    else this.session().rest(target.failure)
  }
}

/** Why SSH cannot reach the agent; null when it can be tried. */
export function whyNot(workspace: CoderWorkspace, agent: CoderAgent): Failure | null {
  const { status } = workspace
  if (status === 'stopped' || status === 'stopping' || status === 'canceled' || status === 'canceling') {
    return { code: 'WORKSPACE_STOPPED', sentence: 'This workspace is stopped.', nextStep: 'Start it to connect; Coder’s own copy of its logs is shown meanwhile.' }
  }
  if (status === 'deleted' || status === 'deleting') return GONE
  if (status === 'failed') {
    return { code: 'WORKSPACE_STOPPED', sentence: 'The build of this workspace failed.', nextStep: 'The build log says why.' }
  }
  if (status === 'pending' || status === 'starting') {
    return { code: 'AGENT_NOT_CONNECTED', sentence: 'This workspace is being built.', nextStep: 'Its build log is shown; the connection is made when the agent is up.' }
  }
  if (agent.status === 'connecting' || agent.status === 'timeout') {
    return { code: 'AGENT_NOT_CONNECTED', sentence: 'The agent has not connected to Coder yet.', nextStep: 'The connection is made as soon as it has.' }
  }
  return null
}

const GONE: Failure = { code: 'WORKSPACE_GONE', sentence: 'This workspace is gone.', nextStep: 'What is shown here stays until its tab is closed.' }

/** The name of the log of a workspace's latest build, as `copiesOf` offers it. */
export function buildLogName(workspace: CoderWorkspace): string {
  return ['coder', workspace.deploymentId, 'build', workspace.buildId].join('/')
}

/** Coder's own copies: of each startup script's output, and the build's log. Their paths are names only. */
function copiesOf(workspace: CoderWorkspace, agent: CoderAgent): FoundLog[] {
  const name = (...parts: string[]) => ['coder', workspace.deploymentId, ...parts].join('/')
  const modifiedMs = agent.readyMs ?? agent.startedMs ?? workspace.statusSinceMs ?? 0
  const scripts = agent.logsLength > 0 ? namedLogs(agent).filter((log) => log.kind !== 'shutdown') : []
  const copies: FoundLog[] = scripts.map((log) => ({
    path: name('script', agent.id, log.logSourceId ?? ''),
    kind: log.kind,
    title: log.title,
    origin: 'coder-list',
    store: 'server-copy',
    seen: { sizeBytes: agent.logsLength, modifiedMs },
  }))
  copies.push({
    path: buildLogName(workspace),
    // It stands where the agent log would, while there is none to be had.
    kind: 'agent',
    title: `Build log ${workspace.buildNumber}`,
    origin: 'coder-list',
    store: 'build',
    seen: { sizeBytes: 0, modifiedMs: workspace.statusSinceMs ?? modifiedMs },
  })
  return copies
}
