import type { RunOutcome, WatchSummary } from '@shared/contract/watch'
import type { AgentInfo, DeploymentInfo, WorkspaceInfo } from '@shared/model'
import type { Settings } from '@shared/settings'
import { CauseWait } from './cause-wait'
import { WatchMemory } from './memory'
import { sightingOf, type Explanation, type Sighting } from './outcome'
import { subjectsOf } from './subjects'
import { summarize } from './summary'

/** A workspace of Coder's list that nobody opened for so long is not watched by default (ms). */
const RECENT_MS = 14 * 24 * 3600_000
/** When agents were last seen is kept this often (ms); what was told is kept at once. */
const SAVE_MS = 60_000

export interface WatchPorts {
  /** Where what was told is remembered (absolute path). */
  file: string
  onOutcome(outcome: RunOutcome): void
  onSummary(summary: WatchSummary): void
  /** Looks at the logs of a start that has ended just now; null where it cannot be looked at. */
  lookAt?(workspace: WorkspaceInfo, agent: AgentInfo): Promise<Explanation | null> | null
  note(level: 'warn', text: string): void
  /** Ms since the epoch. */
  now?: () => number
}

export type WatchSettings = Pick<Settings, 'watch' | 'watchAll' | 'favourites'>

/**
 * Tells what the runs of the watched agents come to, once each. It looks only at what the engine knows anyway:
 * Coder's list for workspaces that are not open (no SSH, so nothing is kept awake), the agent log for those that are.
 */
export class Watch {
  private readonly memory: WatchMemory
  private readonly news: CauseWait
  private readonly now: () => number
  /** Agents that were seen since the engine started. */
  private readonly sighted = new Set<string>()
  /** Since when a host, or a deployment's list, could have told of an agent (ms since the epoch). */
  private readonly listedMs = new Map<string, number>()
  private summary = ''
  private savedMs: number

  constructor(
    private readonly ports: WatchPorts,
    private settings: WatchSettings,
  ) {
    this.now = ports.now ?? Date.now
    this.memory = new WatchMemory(ports.file, (text) => ports.note('warn', text), this.now)
    this.news = new CauseWait((outcome) => ports.onOutcome(outcome))
    this.savedMs = this.now()
  }

  applySettings(settings: WatchSettings): void {
    this.settings = settings
  }

  /** Looks at the whole list, at each change of it. */
  take(workspaces: readonly WorkspaceInfo[], deployments: readonly DeploymentInfo[]): void {
    const watched = workspaces.filter((one) => this.isWatched(one))
    let told = false
    for (const workspace of watched) {
      for (const agent of subjectsOf(workspace)) told = this.look(workspace, agent) || told
    }
    const summary = summarize(watched, deployments)
    const text = JSON.stringify(summary)
    if (text !== this.summary) this.ports.onSummary(summary)
    this.summary = text
    if (told || this.now() - this.savedMs >= SAVE_MS) {
      this.savedMs = this.now()
      void this.memory.save()
    }
  }

  /** Resolves when everything is kept. */
  stop(): Promise<void> {
    this.news.stop()
    return this.memory.save()
  }

  private isWatched(workspace: WorkspaceInfo): boolean {
    if (workspace.agents.some((agent) => agent.opened)) this.memory.open(workspace.id)
    if (!this.settings.watch) return false
    if (workspace.kind !== 'coder' || this.settings.watchAll) return true
    const openedMs = this.memory.openedMs(workspace.id)
    return this.settings.favourites.includes(workspace.target) || (openedMs !== null && this.now() - openedMs < RECENT_MS)
  }

  /** True when there is something new to remember. */
  private look(workspace: WorkspaceInfo, agent: AgentInfo): boolean {
    const listedMs = this.listed(workspace)
    if (agent.state.kind === 'unknown') return false
    this.news.look(workspace, agent)
    const first = !this.sighted.has(agent.id)
    this.sighted.add(agent.id)
    const seenMs = this.memory.seenMs(agent.id)
    this.memory.see(agent.id)
    const seen = sightingOf(workspace, agent)
    if (!seen || this.memory.told(agent.id, seen)) return false
    this.memory.tell(agent.id, seen)
    // What stood there already when it was first looked at is news only if it happened while nobody could look.
    const news = !first || (seen.atMs !== null && seen.atMs > (seenMs ?? listedMs))
    if (news) this.news.take(workspace, agent, seen, this.lookAt(workspace, agent, seen))
    return true
  }

  private lookAt(workspace: WorkspaceInfo, agent: AgentInfo, { kind }: Sighting): Promise<Explanation | null> | null {
    const ended = kind === 'ready' || kind === 'failed' || kind === 'timed-out'
    // A build has no machine to look into, and the demo is the same tomorrow.
    if (!ended || agent.id === workspace.id || workspace.kind === 'demo') return null
    return this.ports.lookAt?.(workspace, agent) ?? null
  }

  private listed({ id, coder }: WorkspaceInfo): number {
    const key = coder?.deploymentId ?? id
    const since = this.listedMs.get(key) ?? this.now()
    this.listedMs.set(key, since)
    return since
  }
}
