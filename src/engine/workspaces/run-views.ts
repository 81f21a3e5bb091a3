import type { HistoryInfo, LogPlace, RunPart, RunSummary } from '@shared/model'
import { runIds, RunFollower, RunHistory, stretchesOf, summariesOf, type Run } from '../runs'
import { CHAIN_BASE, SliceSource, type ByteSource, type SliceBounds } from '../source'
import { SftpError, type Disposable } from '../ssh'
import { AgentHistory, type AgentHistoryPorts } from './agent-history'
import { viewId } from './ids'

/** How far back the start of the newest run is looked for in what rotation has put aside, without being asked to (bytes). */
const NEAR_BYTES = 8 * 1024 * 1024

export interface RunViewsPorts extends AgentHistoryPorts {
  agentId: string
  startupPath(): string | null
  logIdOf(path: string): string | null
  /** The runs that are followed, oldest first, each time when they changed. */
  onRuns(runs: readonly Run[]): void
  /** Something about older runs changed. */
  onChange(): void
  onDefect(error: unknown): void
}

/** An agent log as a person goes through it: its runs, those before the newest among them, and each run's parts as logs. */
export class RunViews {
  private readonly history: AgentHistory
  private readonly follower: RunFollower
  private readonly older: RunHistory
  private readonly stop = new AbortController()
  private readonly listeners = new Set<() => void>()
  private followed: readonly Run[] = []
  private phase: HistoryInfo['phase'] = 'unread'
  private wanted = false
  private busy = false
  /** The start of the newest run was looked for in older files. */
  private lookedBack = false
  /** An earlier start of the newest run was found, and is being read from. */
  private restarting = false
  private known: { runs: Run[]; ids: string[] } | null = null
  private readonly subscription: Disposable

  constructor(
    private readonly live: ByteSource,
    private readonly ports: RunViewsPorts,
  ) {
    this.history = new AgentHistory(live, ports)
    const { source } = this.history
    this.older = new RunHistory({ source, extend: () => this.history.extend(), onRuns: () => this.tell(), signal: this.stop.signal })
    this.follower = new RunFollower(source, (runs) => this.changed(runs), ports.onDefect, () => this.listeners.forEach((listener) => listener()))
    this.subscription = live.onChange(() => this.work())
  }

  get path(): string {
    return this.live.path
  }

  dispose(): void {
    this.stop.abort()
    this.subscription.dispose()
    this.follower.dispose()
    this.history.dispose()
  }

  /** Reads the runs before the newest, once, as far back as the bound. */
  wantAll(): void {
    this.wanted = true
    this.work()
  }

  /** Newest first. `most`: of all that are known, the newest so many. */
  list(nowMs: number, most = Infinity): RunSummary[] {
    const { runs } = this.all()
    const { ports } = this
    const context = {
      placeOf: (address: number) => this.placeOf(address),
      startupPath: ports.startupPath(),
      logIdOf: (path: string) => ports.logIdOf(path),
      sliceIdOf: (part: RunPart, runId: string) => viewId(ports.agentId, part, runId),
      nowMs,
    }
    return summariesOf(runs.slice(-most), context).reverse()
  }

  /** Null before a run is known. */
  get newestId(): string | null {
    return this.all().ids.at(-1) ?? null
  }

  info(): HistoryInfo {
    const { files, bytes, left } = this.history
    const { agentId, logIdOf } = this.ports
    return { agentLogId: logIdOf(this.path), logId: viewId(agentId, 'all', ''), phase: this.phase, files, bytes, left, runs: this.all().runs.length }
  }

  placeOf(address: number): LogPlace {
    const { path, offset } = this.history.source.placeOf(address)
    return { logId: this.ports.logIdOf(path), path, offset, address }
  }

  /** The whole history, or a part of a run, as a source; it shows nothing until its run is known. */
  source(part: RunPart, runId: string): ByteSource {
    const { source } = this.history
    if (part === 'all') return source
    const boundary = {
      bounds: () => this.bounds(part, runId),
      onChange: (listener: () => void): Disposable => {
        this.listeners.add(listener)
        return { dispose: () => this.listeners.delete(listener) }
      },
    }
    return new SliceSource(source, boundary)
  }

  /** A part that goes on ends where the log was read to, so that nothing is shown that turns out to be of the next part. */
  private bounds(part: RunPart, runId: string): SliceBounds | null {
    const { runs, ids } = this.all()
    const index = ids.indexOf(runId)
    const stretch = index < 0 ? undefined : stretchesOf(runs[index]!).find((one) => one.part === part)
    if (!stretch) return null
    return { from: stretch.from, to: stretch.to ?? Math.max(stretch.from, this.follower.readTo), growing: stretch.to === null }
  }

  /** Oldest first. What was read backwards ends where what is followed begins. */
  private all(): { runs: Run[]; ids: string[] } {
    if (!this.known) {
      const runs = [...this.older.all.reverse(), ...this.followed]
      this.known = { runs, ids: runIds(runs) }
    }
    return this.known
  }

  private changed(runs: readonly Run[]): void {
    // Reading may have begun in the midst of an older run, which is read anew from its beginning when it is asked for.
    const first = runs.length > 1 && runs[0]!.beginning === 'mid-log' ? 1 : 0
    this.followed = structuredClone(runs.slice(first))
    this.restarting = false
    this.known = null
    this.ports.onRuns(this.followed)
    this.work()
    this.tell()
  }

  private tell(): void {
    this.known = null
    for (const listener of [...this.listeners]) listener()
    this.ports.onChange()
  }

  /** Reads what is still to be read; a lost connection ends that, and the next change begins it again. */
  private work(): void {
    if (this.busy || this.restarting || this.stop.signal.aborted || this.live.condition().kind !== 'live' || this.follower.readTo < 0) return
    const near = !this.lookedBack && !this.beginsWithStart()
    const all = this.wanted && this.phase !== 'read'
    if (!near && !all) return
    this.busy = true
    void this.lookBack(near, all)
      .catch((error: unknown) => {
        if (!(error instanceof SftpError) && !this.stop.signal.aborted) this.ports.onDefect(error)
      })
      .finally(() => {
        this.busy = false
      })
  }

  private async lookBack(near: boolean, all: boolean): Promise<void> {
    if (near || (all && !this.beginsWithStart())) {
      const start = await this.older.lastStart(this.firstFollowed(), all ? Infinity : NEAR_BYTES)
      this.lookedBack = true
      if (start !== null) return this.restart(start)
    }
    if (!all) return
    this.phase = 'reading'
    this.tell()
    await this.older.readBefore(this.firstFollowed())
    if (this.stop.signal.aborted) return
    this.phase = 'read'
    // No start at all is held: what stands before the newest run is that run's.
    const lead = this.older.runs.length === 0 && !this.beginsWithStart() ? this.older.takeLead() : null
    if (lead) this.restart(lead.offset)
    this.tell()
  }

  private restart(address: number): void {
    this.restarting = true
    this.follower.restart(address)
  }

  private beginsWithStart(): boolean {
    const [first] = this.followed
    return first !== undefined && first.beginning !== 'mid-log'
  }

  /** Where what is followed begins (address). */
  private firstFollowed(): number {
    return this.followed[0]?.offset ?? Math.max(CHAIN_BASE, this.follower.readTo)
  }
}
