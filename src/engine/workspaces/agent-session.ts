import type { AgentInfo, Checkpoint, LogInfo } from '@shared/model'
import { createLink, type Disposable, type Link, type LinkPorts, type RemoteFiles, type SshTarget } from '../ssh'
import { Poller, RemoteSource, type BlockCache } from '../source'
import { agentState, PromptWatch, RunFollower, UNKNOWN_STATE, type Run } from '../runs'
import { AgentLogs } from './agent-logs'
import { seenAt } from './discover'
import { logId } from './ids'

/** While a shown log is missing, the folders are looked through again this often (ms). */
const LOOK_AGAIN_MS = 5000

export interface AgentSessionOptions {
  id: string
  workspaceId: string
  name: string
  target: SshTarget
  link: LinkPorts
  cache: BlockCache
  onChange(): void
  onDefect(error: unknown): void
}

/** One agent: its connection, its logs as sources, and the state of its newest run. */
export class AgentSession {
  readonly id: string
  private readonly link: Link
  private readonly poller = new Poller()
  private readonly sources = new Map<string, RemoteSource>()
  private readonly logs: AgentLogs
  private readonly subscription: Disposable
  private files: RemoteFiles | null = null
  private follower: { path: string; stop(): void } | null = null
  private promptWatch: { path: string; stop(): void } | null = null
  private run: Run | null = null
  private runKnown = false
  private atPrompt = false
  private lookTimer: NodeJS.Timeout | null = null
  private closed = false

  constructor(private readonly options: AgentSessionOptions) {
    this.id = options.id
    this.logs = new AgentLogs(
      options.id,
      () => this.logsChanged(),
      (likely) => likely.forEach((log) => this.sourceAt(log.path, null, log.seen)),
    )
    this.link = createLink(options.target, options.link)
    this.subscription = this.link.onState(() => this.linkChanged())
    this.linkChanged()
  }

  info(): AgentInfo {
    return {
      id: this.id,
      workspaceId: this.options.workspaceId,
      name: this.options.name,
      address: this.link.address,
      link: this.link.state(),
      state: this.runKnown ? agentState(this.run, this.atPrompt, Date.now()) : UNKNOWN_STATE,
      logs: this.logs.list(),
      shown: this.logs.shown(),
    }
  }

  /** The source of a log; with a checkpoint of an earlier engine, also of a log that was not found yet. */
  source(id: string, resume: Checkpoint | null): RemoteSource | null {
    const path = this.logs.pathOf(id) ?? (resume && logId(this.id, resume.path) === id ? resume.path : null)
    return path === null ? null : this.sourceAt(path, resume)
  }

  reconnectNow(): void {
    this.link.reconnectNow()
  }

  async lookAgain(): Promise<void> {
    if (this.files) await this.logs.look(this.files)
  }

  async addLog(path: string): Promise<LogInfo> {
    const seen = this.files ? await seenAt(this.files, path) : null
    return this.logs.add(path, seen)
  }

  showLog(side: 'startup' | 'agent', id: string): boolean {
    return this.logs.show(side, id)
  }

  close(): void {
    this.closed = true
    if (this.lookTimer) clearInterval(this.lookTimer)
    this.follower?.stop()
    this.promptWatch?.stop()
    this.subscription.dispose()
    for (const source of this.sources.values()) source.dispose()
    this.sources.clear()
    this.poller.dispose()
    this.link.close()
  }

  private linkChanged(): void {
    const files = this.link.files()
    if (files !== this.files) {
      this.files = files
      if (files) void this.connected(files).catch((error: unknown) => this.options.onDefect(error))
    }
    this.options.onChange()
  }

  private async connected(files: RemoteFiles): Promise<void> {
    await this.logs.look(files)
    this.lookTimer ??= setInterval(() => {
      if (this.logs.incomplete) void this.lookAgain().catch((error: unknown) => this.options.onDefect(error))
    }, LOOK_AGAIN_MS)
  }

  /** Follows the run of the shown agent log, and the prompt of the shown startup log. */
  private logsChanged(): void {
    if (this.closed) return
    const agentPath = this.logs.agentPath
    if (agentPath && agentPath !== this.follower?.path) {
      this.follower?.stop()
      const source = this.sourceAt(agentPath, null)
      const follower = new RunFollower(source, (run) => this.runChanged(run), this.options.onDefect)
      let wanted = source.want('starting')
      this.follower = {
        path: agentPath,
        stop: () => {
          follower.dispose()
          wanted.dispose()
        },
      }
      this.eagerness = (interest) => {
        const next = source.want(interest)
        wanted.dispose()
        wanted = next
      }
    }
    const startupPath = this.logs.startupPath
    if (startupPath && startupPath !== this.promptWatch?.path) {
      this.promptWatch?.stop()
      const watch = new PromptWatch(this.sourceAt(startupPath, null), (atPrompt) => {
        this.atPrompt = atPrompt
        this.options.onChange()
      })
      this.promptWatch = { path: startupPath, stop: () => watch.dispose() }
    }
    this.options.onChange()
  }

  private eagerness: (interest: 'starting' | 'hidden') => void = () => undefined

  private runChanged(run: Run | null): void {
    const before = this.run
    this.run = run ? structuredClone(run) : null
    this.runKnown = true
    this.eagerness(!run || run.lifecycle === 'starting' || run.lifecycle === null ? 'starting' : 'hidden')
    const paths = (r: Run | null) => JSON.stringify([r?.startedMs, r?.logDir, r?.scripts.map((s) => s.logPath)])
    if (run && this.files && paths(run) !== paths(before)) {
      void this.logs.takeRun(this.files, run).catch((error: unknown) => this.options.onDefect(error))
    }
    this.options.onChange()
  }

  /** `seen`: what the path was a moment ago. */
  private sourceAt(path: string, resume: Checkpoint | null, seen: LogInfo['seen'] = null): RemoteSource {
    let source = this.sources.get(path)
    if (!source) {
      const { link, poller } = this
      const look = seen ? ({ ...seen, kind: 'file' } as const) : null
      source = new RemoteSource({ link, poller, cache: this.options.cache, path, name: logId(this.id, path), resume, look })
      this.sources.set(path, source)
    }
    return source
  }
}
