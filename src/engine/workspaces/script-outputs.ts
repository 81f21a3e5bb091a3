import type { ScriptOutputInfo } from '@shared/model'
import { ScriptOutput, StepHistory, type Run, type ScriptRun, type SilenceOf } from '../runs'
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
}

/** Scripts of a start that are watched at a time. */
const MOST_WATCHED = 6
const MOST_HISTORIES = 50
/** A script that began less than this ago was seen from its beginning (ms). */
const FRESH_MS = 5000

/** Watches what the startup scripts of the newest run write, and remembers what their steps took in earlier ones. */
export class ScriptOutputs {
  private readonly watched = new Map<string, Watched>()
  private readonly histories = new Map<string, StepHistory>()
  private startupPath: string | null = null

  constructor(private readonly ports: ScriptOutputsPorts) {}

  /** The newest run as it stands; `startupPath` is the log of a script that the agent log does not name (before v2.2). */
  follow(run: Run | null, startupPath: string | null): void {
    this.startupPath = startupPath
    const scripts = (run?.scripts ?? []).filter((one) => one.phase === 'start' && this.pathOf(one) !== '').slice(0, MOST_WATCHED)
    for (const [path, { output }] of this.watched) {
      if (scripts.some((one) => this.pathOf(one) === path)) continue
      output.dispose()
      this.watched.delete(path)
    }
    for (const script of scripts) this.followScript(`${run!.startedMs}:${script.began?.offset ?? ''}`, script)
  }

  /** How the logs of scripts look at a time. */
  silenceAt(nowMs: number): SilenceOf {
    return (script) => {
      const path = this.pathOf(script)
      return this.watched.get(path)?.output.silence(nowMs, this.historyOf(path).longestQuietMs) ?? null
    }
  }

  list(nowMs: number): ScriptOutputInfo[] {
    return [...this.watched].map(([path, { output, endedMs }]) => ({
      path,
      wroteMs: output.wroteMs,
      volume: output.curve,
      steps: this.historyOf(path)
        .compare(output.found, endedMs, nowMs)
        .map(({ name, offset, startedMs, endedMs: end, usualMs, unusual }) => ({ name, logId: this.ports.logIdOf(path), path, offset, startedMs, endedMs: end, usualMs, unusual })),
    }))
  }

  stop(): void {
    for (const { output } of this.watched.values()) output.dispose()
    this.watched.clear()
  }

  private followScript(key: string, script: ScriptRun): void {
    const path = this.pathOf(script)
    const before = this.watched.get(path)
    if (before?.key === key) {
      // What a run came to that failed is no measure for the next one.
      if (script.outcome === 'completed' && before.endedMs === null && script.endedMs !== null) {
        this.historyOf(path).add(before.output.found, script.endedMs, before.output.longestQuietMs)
      }
      before.endedMs = script.endedMs
      return
    }
    before?.output.dispose()
    const { source, onChange, onDefect } = this.ports
    const fresh = Math.abs(Date.now() - script.startedMs) < FRESH_MS
    this.watched.set(path, { key, output: new ScriptOutput(source(path), onChange, onDefect, fresh), endedMs: script.endedMs })
  }

  private historyOf(path: string): StepHistory {
    const known = this.histories.get(path)
    if (known) return known
    const history = new StepHistory()
    if (this.histories.size < MOST_HISTORIES) this.histories.set(path, history)
    return history
  }

  private pathOf(script: ScriptRun): string {
    return script.logPath || this.startupPath || ''
  }
}
