import type { AgentState, HistoryInfo, RunPart, RunSummary, ScriptOutputInfo, Verdict } from '@shared/model'
import { agentState, causeOf, verdictOf, type Run, type RunVerdict } from '../runs'
import type { ByteSource, RemoteSource } from '../source'
import type { AgentHistoryPorts } from './agent-history'
import { CauseWatch } from './cause-watch'
import { RunViews } from './run-views'
import { ScriptOutputs, type WatchedSteps } from './script-outputs'

export interface RunWatchPorts {
  agentId: string
  source(path: string): RemoteSource
  /** For the files that rotation has put aside. */
  history: Omit<AgentHistoryPorts, 'name'>
  /** The id of the log with this path; null when none is offered. */
  logIdOf(path: string): string | null
  /** The newest run names other logs than before. */
  onNames(run: Run): void
  /** A run before the newest, with what is recorded of it. */
  complete(run: RunSummary): RunSummary
  onChange(): void
  onDefect(error: unknown): void
}

/** Runs that a window is told of. */
const MOST_TOLD = 10

/**
 * Knows how an agent's newest run stands: follows its agent log, watches what its scripts write,
 * and looks for the cause in the log of a script that failed.
 */
export class RunWatch {
  private follower: { path: string; views: RunViews; stop(): void } | null = null
  private readonly outputs: ScriptOutputs
  private cause: CauseWatch | null = null
  private eager: (interest: 'starting' | 'hidden') => void = () => undefined
  private newest: readonly Run[] = []
  private startupPath: string | null = null
  private known = false

  constructor(private readonly ports: RunWatchPorts) {
    this.outputs = new ScriptOutputs(ports)
  }

  /** Null until the agent log has been read. */
  state(nowMs: number): AgentState | null {
    return this.known ? agentState(this.run, this.outputs.silenceAt(nowMs), nowMs) : null
  }

  /** What is concluded about the newest run, and why; null before one is known. */
  verdict(nowMs: number): Verdict | null {
    const { run, follower } = this
    if (!run || !follower) return null
    const verdict = verdictOf(run, nowMs, this.outputs.silenceAt(nowMs))
    const { logIdOf } = this.ports
    const { kind, sentence, why, exitCode, durationMs, script } = verdict
    const path = this.logOf(verdict) ?? ''
    const found = this.cause?.key === keyOf(run, verdict, path) ? this.cause.found : null
    return {
      kind,
      sentence,
      why,
      script: script ? run.scripts.indexOf(script) : null,
      exitCode,
      durationMs,
      cause: causeOf(verdict, { path, found }, (address) => follower.views.placeOf(address), logIdOf),
      evidence: verdict.evidence.map(({ offset }) => follower.views.placeOf(offset)),
    }
  }

  /** Newest first. */
  runs(nowMs: number): RunSummary[] {
    return this.list(nowMs, MOST_TOLD)
  }

  /** All runs that are known, newest first; those before the newest are read from now on. */
  allRuns(nowMs: number): RunSummary[] {
    this.follower?.views.wantAll()
    return this.list(nowMs, Infinity)
  }

  private list(nowMs: number, most: number): RunSummary[] {
    const runs = this.follower?.views.list(nowMs, most) ?? []
    return runs.map((run, index) => (index === 0 ? run : this.ports.complete(run)))
  }

  history(): HistoryInfo | null {
    return this.follower?.views.info() ?? null
  }

  /** A part of a run, or the whole history, as a source; null while no agent log is followed. */
  view(part: RunPart, runId: string): ByteSource | null {
    return this.follower?.views.source(part, runId) ?? null
  }

  /** Follows these logs from now on. */
  look(agentPath: string | null, startupPath: string | null): void {
    this.startupPath = startupPath
    if (agentPath && agentPath !== this.follower?.path) this.followAgentLog(agentPath)
    this.outputs.follow(this.run, startupPath)
  }

  /** What the startup scripts of the newest run wrote. */
  written(nowMs: number): ScriptOutputInfo[] {
    return this.outputs.list(nowMs)
  }

  /** What is recorded of earlier runs, oldest first, is a measure for the newest. */
  takeRecorded(runs: Parameters<ScriptOutputs['takeRecorded']>[0]): void {
    this.outputs.takeRecorded(runs)
  }

  /** What the steps of a script of the newest run came to, to be recorded; null where it is not watched. */
  seen(path: string): WatchedSteps | null {
    return this.outputs.seen(path)
  }

  stop(): void {
    this.follower?.stop()
    this.outputs.stop()
    this.cause?.dispose()
  }

  /** Null before a run is known. */
  get newestId(): string | null {
    return this.follower?.views.newestId ?? null
  }

  private get run(): Run | null {
    return this.newest.at(-1) ?? null
  }

  private followAgentLog(path: string): void {
    this.follower?.stop()
    const source = this.ports.source(path)
    // A log that is not there tells of no start; one that is there is read at once, whoever wants it.
    let wanted = source.want('hidden')
    this.eager = (interest) => {
      const next = source.want(interest)
      wanted.dispose()
      wanted = next
    }
    const { agentId, history, logIdOf, onChange, onDefect } = this.ports
    const views = new RunViews(source, {
      ...history,
      name: `${agentId}~${path}`,
      agentId,
      startupPath: () => this.startupPath,
      logIdOf,
      onRuns: (runs) => this.changed(runs),
      onChange,
      onDefect,
    })
    const stop = (): void => {
      views.dispose()
      wanted.dispose()
    }
    this.follower = { path, views, stop }
  }

  private changed(runs: readonly Run[]): void {
    const before = namesOf(this.run)
    this.newest = runs.slice(-1)
    this.known = true
    const { run } = this
    this.eager(!run || run.lifecycle === 'starting' || run.lifecycle === null ? 'starting' : 'hidden')
    if (run && namesOf(run) !== before) this.ports.onNames(run)
    this.outputs.follow(run, this.startupPath)
    if (run) this.lookForCause(run)
    this.ports.onChange()
  }

  private lookForCause(run: Run): void {
    const verdict = verdictOf(run, Date.now())
    const path = this.logOf(verdict)
    const key = keyOf(run, verdict, path ?? '')
    if (this.cause?.key === key) return
    this.cause?.dispose()
    this.cause = null
    if (path === null || verdict.script?.outcome !== 'failed' || verdict.kind === 'ready') return
    const { source, onChange, onDefect } = this.ports
    this.cause = new CauseWatch(key, source(path), verdict.exitCode, onChange, onDefect)
  }

  /** Before v2.2 the agent log names no script's log; the startup log is the one. */
  private logOf({ script }: RunVerdict): string | null {
    return script ? script.logPath || this.startupPath : null
  }
}

function keyOf(run: Run, { script }: RunVerdict, path: string): string {
  return `${run.offset}:${script?.ended?.offset ?? ''}:${path}`
}

function namesOf(run: Run | null): string {
  return JSON.stringify([run?.startedMs, run?.logDir, run?.scripts.map((s) => s.logPath)])
}
