import type { AgentInfo, Checkpoint, Failure, LogInfo, RunSummary } from '@shared/model'
import type { GrowingText, NamedLog } from '../coder'
import { createLink, type Disposable, type LinkPorts, type RemoteFiles, type SshTarget } from '../ssh'
import type { FollowedLog, RecordedAgent, Recording } from '../recordings'
import type { Searchable } from '../search'
import { Poller, RemoteSource, TextSource, type BlockCache, type ByteSource, type LastRuns } from '../source'
import { UNKNOWN_STATE } from '../runs'
import { AgentLink } from './agent-link'
import { AgentLogs } from './agent-logs'
import { describe, type FoundLog } from './discover'
import { IdleWatch, pausedIdle } from './idle-watch'
import { isRecordedLog, logId, viewOf } from './ids'
import { RecordedRuns, type RecordedRunsPorts } from './recorded-runs'
import { RunWatch } from './run-watch'

/** While a shown log is missing, the folders are looked through again, first after this time (ms), then after twice as much each time. */
const LOOK_AGAIN_MS = 5000
/** It never becomes rarer than this (ms). */
const LOOK_AT_LEAST_MS = 30_000

export interface AgentSessionOptions {
  id: string
  workspaceId: string
  name: string
  /** Closes sooner when nobody looks, since a connection keeps the workspace awake. */
  coder: boolean
  link: LinkPorts
  cache: BlockCache
  /** What is recorded of it; null where its runs are not recorded. */
  recorded: (Pick<RecordedRunsPorts, 'list' | 'open'> & { lastRuns(logId: string, path: string): LastRuns }) | null
  /** Records its runs; null where they are not recorded. */
  record: ((agent: Omit<RecordedAgent, 'workspace'>) => Recording) | null
  /** After how long without a visible pane the connection is closed (ms). */
  idleMs(): number
  /** Opens one of Coder's own copies by its name. */
  openCopy(name: string): GrowingText | null
  onChange(): void
  onDefect(error: unknown): void
}

/** One agent: its connection, its logs as sources, and the state of its newest run. */
export class AgentSession {
  readonly id: string
  private readonly link: AgentLink
  private readonly poller = new Poller()
  private readonly sources = new Map<string, RemoteSource>()
  private readonly copies = new Map<string, TextSource>()
  private readonly logs: AgentLogs
  private readonly run: RunWatch
  private readonly idle: IdleWatch
  private readonly subscription: Disposable
  private readonly recording: Recording | null
  private readonly recorded: RecordedRuns | null
  /** Recorded logs of older runs that are shown in place of the agent's own. */
  private shownRecorded: { startup: LogInfo | null; agent: LogInfo | null } = { startup: null, agent: null }
  private files: RemoteFiles | null = null
  /** What was known of the newest run. */
  private told = ''
  private lookTimer: NodeJS.Timeout | null = null
  private closed = false

  constructor(private readonly options: AgentSessionOptions) {
    const { onChange, onDefect } = options
    this.id = options.id
    this.link = new AgentLink(options.name, (target) => createLink(target, options.link))
    this.logs = new AgentLogs(
      options.id,
      () => this.logsChanged(),
      (likely) => likely.forEach((log) => this.sourceAt(log.path, null, log.seen)),
    )
    const { recorded } = options
    this.recorded = recorded && new RecordedRuns({ agentId: this.id, list: recorded.list, open: recorded.open, onScripts: (runs) => this.run.takeRecorded(runs), onChange, onDefect })
    this.run = new RunWatch({
      agentId: this.id,
      history: { files: () => this.link.files(), cache: options.cache },
      source: (path) => this.sourceAt(path, null),
      logIdOf: (path) => (this.logs.byPath(path) ? logId(this.id, path) : null),
      onNames: (run) => {
        for (const script of run.scripts) this.sources.get(script.logPath || (this.logs.startupPath ?? ''))?.expectRun(script.startedMs)
        if (this.files) void this.logs.takeRun(this.files, run).catch(onDefect)
      },
      complete: (run) => this.recorded?.complete(run) ?? run,
      onChange: () => {
        this.runChanged()
        onChange()
      },
      onDefect,
    })
    this.idle = new IdleWatch({
      idleMs: options.idleMs,
      looked: () => !this.link.isOpen || [...this.sources.values()].some((source) => source.looked),
      onIdle: () => this.link.pause(pausedIdle(options.coder)),
    })
    this.subscription = this.link.onState(() => this.linkChanged())
    this.recording =
      options.record?.({
        agent: { id: this.id, name: options.name },
        logs: () => this.followed(),
        runs: () => this.run.runs(Date.now()),
        verdict: () => this.run.verdict(Date.now()),
        seen: (path) => this.run.seen(path),
        slice: (id) => this.source(id, null),
        undecided: () => this.logs.byPath(this.logs.agentPath ?? '')?.seen != null && this.run.state(Date.now()) === null,
      }) ?? null
  }

  /** Connects to it from now on. */
  connect(target: SshTarget): void {
    this.idle.touch()
    this.link.open(target)
  }

  /** There is no way to it for now. */
  rest(failure: Failure): void {
    this.link.pause(failure)
  }

  info(): AgentInfo {
    const link = this.link.state()
    const awake = this.options.coder && link.phase === 'connected' ? link.sinceMs : null
    return {
      id: this.id,
      workspaceId: this.options.workspaceId,
      name: this.options.name,
      address: this.link.address,
      link: { ...link, awakeSinceMs: awake },
      state: this.run.state(Date.now()) ?? UNKNOWN_STATE,
      logs: [...this.logs.list(), ...this.recordedLogs()],
      shown: { ...this.logs.shown(), ...shownIds(this.shownRecorded) },
      opened: true,
      parentId: null,
      verdict: this.run.verdict(Date.now()),
      runs: this.run.runs(Date.now()),
      history: this.run.history(),
      outputs: this.run.written(Date.now()),
    }
  }

  /** All runs that are known, newest first; reads the older ones. */
  listRuns(): RunSummary[] {
    this.recorded?.look(this.run.newestId, true)
    return this.run.allRuns(Date.now())
  }

  /** Whether its own agent log tells how its run stands. */
  get knowsItsRun(): boolean {
    return this.files !== null && this.run.state(Date.now()) !== null
  }

  /** Its files while it is connected. */
  get liveFiles(): RemoteFiles | null {
    return this.files
  }

  get processes(): number {
    return this.link.processes()
  }

  /** The source of a log; with a checkpoint of an earlier engine, also of a log that was not found yet. */
  source(id: string, resume: Checkpoint | null): ByteSource | null {
    const view = viewOf(id)
    if (view) return this.run.view(view.part, view.run)
    if (isRecordedLog(id)) return this.recorded?.source(id) ?? null
    const log = this.logs.byId(id)
    if (log && log.store !== 'file') return this.copyAt(log.path)
    const path = log?.path ?? (resume && logId(this.id, resume.path) === id ? resume.path : null)
    return path === null ? null : this.sourceAt(path, resume)
  }

  /** A log as a search takes it: commands run in plain SSH hosts only, since a Coder agent writes each session into its log. */
  searchable(id: string): Searchable | null {
    const source = this.source(id, null)
    if (!source) return null
    const remote = source instanceof RemoteSource
    return { source, remote: remote || viewOf(id) !== null, exec: remote && !this.options.coder ? (command) => this.link.exec(command) : null }
  }

  reconnectNow(): void {
    this.idle.touch()
    this.link.reconnectNow()
  }

  stopTrying(): void {
    this.link.stopTrying()
  }

  /** The machine woke up. */
  poke(): void {
    this.link.poke()
  }

  networkChanged(): void {
    this.link.networkChanged()
  }

  async lookAgain(): Promise<void> {
    if (this.files) await this.logs.look(this.files)
  }

  addLog(path: string): Promise<LogInfo> {
    return this.logs.add(this.files, path)
  }

  /** Shows a log on one side of the tab from now on; false where there is no such log. */
  async showLog(side: 'startup' | 'agent', id: string): Promise<boolean> {
    const recorded = isRecordedLog(id) ? ((await this.recorded?.open(id)) ?? null) : null
    if (!recorded && !this.logs.show(side, id)) return false
    this.shownRecorded = { ...this.shownRecorded, [side]: recorded }
    this.options.onChange()
    return true
  }

  /** What Coder's list says of its logs. */
  takeListed(named: readonly NamedLog[], copies: readonly FoundLog[], filesReachable: boolean): void {
    if (this.logs.takeListed(named, copies, filesReachable)) void this.lookAgain().catch(this.options.onDefect)
  }

  close(): void {
    this.closed = true
    // Before the sources let go what they hold.
    this.recording?.stop()
    if (this.lookTimer) clearTimeout(this.lookTimer)
    this.idle.dispose()
    this.run.stop()
    this.recorded?.dispose()
    this.subscription.dispose()
    for (const source of [...this.sources.values(), ...this.copies.values()]) source.dispose()
    this.sources.clear()
    this.copies.clear()
    this.poller.dispose()
    this.link.close()
  }

  /** What a run came to is recorded at once, since the next one may write over its logs. */
  private runChanged(): void {
    this.recorded?.look(this.run.newestId)
    const { kind, cause } = this.run.verdict(Date.now()) ?? {}
    const told = `${this.run.newestId}:${kind}:${cause?.from}`
    if (told !== this.told) setImmediate(() => this.recording?.tick())
    this.told = told
  }

  private linkChanged(): void {
    const files = this.link.files()
    if (files !== this.files) {
      this.files = files
      if (files) void this.connected(files).catch(this.options.onDefect)
      // Once the sources know it too.
      else setImmediate(() => this.recording?.tick())
    }
    this.options.onChange()
  }

  private async connected(files: RemoteFiles): Promise<void> {
    this.idle.touch()
    await this.logs.look(files)
    if (files === this.files) this.lookLater(LOOK_AGAIN_MS)
  }

  /** Less and less often: most hosts that lack a log will never have it, and the places that are shown are polled anyway. */
  private lookLater(waitMs: number): void {
    if (this.lookTimer) clearTimeout(this.lookTimer)
    if (this.closed) return
    this.lookTimer = setTimeout(() => {
      if (this.logs.incomplete) void this.lookAgain().catch(this.options.onDefect)
      this.lookLater(Math.min(waitMs * 2, LOOK_AT_LEAST_MS))
    }, waitMs)
  }

  private logsChanged(): void {
    if (this.closed) return
    const file = (path: string | null): string | null => (path !== null && this.logs.byPath(path)?.store === 'file' ? path : null)
    this.run.look(file(this.logs.agentPath), file(this.logs.startupPath))
    this.options.onChange()
  }

  private recordedLogs(): LogInfo[] {
    const shown = Object.values(this.shownRecorded).filter((log) => log !== null)
    return shown.filter((log, index) => shown.findIndex((one) => one.id === log.id) === index)
  }

  /** Files that panes or the watch follow, but for the agent's own, which is recorded by its parts. */
  private followed(): FollowedLog[] {
    return [...this.sources].flatMap(([path, source]) => {
      const { kind, title } = this.logs.byPath(path) ?? describe(path)
      return kind === 'agent' ? [] : [{ path, kind, title, source, beganMs: source.epochBeganMs() }]
    })
  }

  /** `seen`: what the path was a moment ago. */
  private sourceAt(path: string, resume: Checkpoint | null, seen: LogInfo['seen'] = null): RemoteSource {
    let source = this.sources.get(path)
    if (!source) {
      const { link, poller } = this
      const look = seen ? ({ ...seen, kind: 'file' } as const) : null
      const onVisible = (): void => {
        if (this.link.state().failure?.code === 'PAUSED_IDLE') this.reconnectNow()
      }
      const { cache, onDefect } = this.options
      const appendOnly = (this.logs.byPath(path) ?? describe(path)).kind === 'agent'
      const name = logId(this.id, path)
      const lastRuns = this.options.recorded?.lastRuns(name, path) ?? null
      source = new RemoteSource({ link, poller, cache, path, name, resume, look, appendOnly, lastRuns, onVisible, onDefect })
      this.sources.set(path, source)
    }
    return source
  }

  private copyAt(name: string): TextSource | null {
    const open = this.copies.get(name)
    if (open) return open
    const text = this.options.openCopy(name)
    if (!text) return null
    const source = new TextSource(name, text)
    this.copies.set(name, source)
    return source
  }
}

function shownIds({ startup, agent }: Record<'startup' | 'agent', LogInfo | null>): Partial<AgentInfo['shown']> {
  return { ...(startup && { startup: startup.id }), ...(agent && { agent: agent.id }) }
}
