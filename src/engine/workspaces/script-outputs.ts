import type { RecordedScript, ScriptOutputInfo } from '@shared/model'
import { ScriptOutput, StepHistory, timedSteps, type Run, type ScriptRun, type SilenceOf } from '../runs'
import type { ByteSource } from '../source'

export interface ScriptOutputsPorts {
  source(path: string): ByteSource
  logIdOf(path: string): string | null
  onChange(): void
  onDefect(error: unknown): void
}

interface Watched {
  /** The run and the script that it is about. */
  key: string
  output: ScriptOutput
  endedMs: number | null
  /** Remembers what it came to, where that went well. */
  learn: (() => void) | null
}

/** What the steps of a script came to in a run, as far as it was watched. */
export type WatchedSteps = Pick<RecordedScript, 'steps' | 'quietMs'>

/** Scripts of a start that are watched at a time. */
const MOST_WATCHED = 6
const MOST_HISTORIES = 50
/** A script that began less than this ago was seen from its beginning (ms). */
const FRESH_MS = 5000

/** Watches what the startup scripts of the newest run write, and remembers what their steps took in earlier ones. */
export class ScriptOutputs {
  private readonly watched = new Map<string, Watched>()
  /** `runs`: the starts (ms since the epoch) of those that are remembered. */
  private readonly histories = new Map<string, { steps: StepHistory; runs: Set<number> }>()
  private recorded: readonly { startedMs: number; scripts: readonly RecordedScript[] }[] = []
  private runMs = 0
  private startupPath: string | null = null

  constructor(private readonly ports: ScriptOutputsPorts) {}

  /** The newest run as it stands; `startupPath` is the log of a script that the agent log does not name (before v2.2). */
  follow(run: Run | null, startupPath: string | null): void {
    this.startupPath = startupPath
    this.runMs = run?.startedMs ?? 0
    this.remember()
    const scripts = (run?.scripts ?? []).filter((one) => one.phase === 'start' && this.pathOf(one) !== '').slice(0, MOST_WATCHED)
    for (const [path, watched] of this.watched) {
      if (scripts.some((one) => this.pathOf(one) === path)) continue
      this.leave(watched)
      this.watched.delete(path)
    }
    for (const script of scripts) this.followScript(`${run!.startedMs}:${script.began?.offset ?? ''}`, script, run!.startedMs)
  }

  /** How the logs of scripts look at a time. */
  silenceAt(nowMs: number): SilenceOf {
    return (script) => {
      const path = this.pathOf(script)
      return this.watched.get(path)?.output.silence(nowMs, this.historyOf(path).steps.longestQuietMs) ?? null
    }
  }

  list(nowMs: number): ScriptOutputInfo[] {
    return [...this.watched].map(([path, { output, endedMs }]) => ({
      path,
      wroteMs: output.wroteMs,
      lastOffset: output.lastOffset,
      volume: output.curve,
      steps: this.historyOf(path)
        .steps.compare(output.found, endedMs, nowMs)
        .map(({ name, offset, startedMs, endedMs: end, usualMs, unusual }) => ({ name, logId: this.ports.logIdOf(path), path, offset, startedMs, endedMs: end, usualMs, unusual })),
    }))
  }

  /** What is recorded of runs, oldest first: those before the newest that went well are a measure for it. */
  takeRecorded(runs: readonly { startedMs: number; scripts: readonly RecordedScript[] }[]): void {
    this.recorded = runs
    this.remember()
  }

  /** What the log of a script of the newest run was seen to come to, to be recorded; null where it is not watched. */
  seen(path: string): WatchedSteps | null {
    const watched = this.watched.get(path)
    if (!watched) return null
    const { output, endedMs } = watched
    const steps = timedSteps(output.found, endedMs).map(({ name, offset, startedMs, endedMs: end }) => ({ name, offset, startedMs, endedMs: end }))
    return { steps, quietMs: output.seenWhole ? output.longestQuietMs : null }
  }

  stop(): void {
    for (const { output } of this.watched.values()) output.dispose()
    this.watched.clear()
  }

  private followScript(key: string, script: ScriptRun, runMs: number): void {
    const path = this.pathOf(script)
    const before = this.watched.get(path)
    if (before?.key === key) {
      // What a run came to that failed is no measure for the next one.
      if (script.outcome === 'completed' && before.endedMs === null && script.endedMs !== null) {
        const [steps, quietMs] = [timedSteps(before.output.found, script.endedMs), before.output.longestQuietMs]
        before.learn = () => this.learn(path, runMs, steps, quietMs)
      }
      before.endedMs = script.endedMs
      return
    }
    this.leave(before)
    const { source, onChange, onDefect } = this.ports
    const fresh = Math.abs(Date.now() - script.startedMs) < FRESH_MS
    this.watched.set(path, { key, output: new ScriptOutput(source(path), onChange, onDefect, fresh), endedMs: script.endedMs, learn: null })
  }

  /** Another run is the newest: this one is a measure for it. */
  private leave(watched: Watched | undefined): void {
    watched?.output.dispose()
    watched?.learn?.()
  }

  private remember(): void {
    for (const { startedMs, scripts } of this.recorded) {
      // What the newest run came to is no measure for itself.
      if (startedMs >= this.runMs) continue
      for (const { path, outcome, steps, quietMs } of scripts) if (outcome === 'completed' && quietMs !== null) this.learn(path, startedMs, steps, quietMs)
    }
  }

  private learn(path: string, runMs: number, steps: Parameters<StepHistory['add']>[0], quietMs: number): void {
    const history = this.historyOf(path)
    if (history.runs.has(runMs)) return
    history.runs.add(runMs)
    history.steps.add(steps, quietMs)
  }

  private historyOf(path: string): { steps: StepHistory; runs: Set<number> } {
    const known = this.histories.get(path)
    if (known) return known
    const history = { steps: new StepHistory(), runs: new Set<number>() }
    if (this.histories.size < MOST_HISTORIES) this.histories.set(path, history)
    return history
  }

  private pathOf(script: ScriptRun): string {
    return script.logPath || this.startupPath || ''
  }
}
