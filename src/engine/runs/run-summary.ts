import type { LogPlace, RunSummary, ScriptSummary, Verdict } from '@shared/model'
import type { Proof, Run, ScriptRun } from './run'
import { stretchesOf } from './run-slices'
import { causeOf, type LogIdOf } from './script-cause'
import { fileName, verdictOf } from './verdict'

/** What a window's words need to know besides the run. */
export interface SummaryContext {
  /** A byte of the agent log or of what it was rotated into. */
  placeOf(offset: number): LogPlace
  /** Stands in where the log names no script's. */
  startupPath: string | null
  logIdOf: LogIdOf
  /** The id under which a part of a run opens as a log. */
  sliceIdOf(part: 'startup' | 'running' | 'shutdown', runId: string): string
  nowMs: number
}

const NAMES = { start: 'Startup script', stop: 'Shutdown script', later: 'Script' } as const

/** Runs as the window shows them, oldest first as they came. */
export function summariesOf(runs: readonly Run[], context: SummaryContext): RunSummary[] {
  const ids = runIds(runs)
  /** Start of the oldest run after the one at hand that wrote to a path. */
  const writtenMs = new Map<string, number>()
  const summaries: RunSummary[] = []
  for (let index = runs.length - 1; index >= 0; index--) {
    const run = runs[index]!
    const summary = summaryOf(run, ids[index]!, context)
    for (const script of summary.scripts) {
      const overwrittenMs = writtenMs.get(script.path)
      if (overwrittenMs !== undefined) script.overwrittenMs = overwrittenMs
    }
    for (const { path } of summary.scripts) if (path !== '') writtenMs.set(path, run.startedMs)
    summaries.push(summary)
  }
  return summaries.reverse()
}

/** Their starts tell runs apart, whatever of the log was read; of two that began at once the later one has a number. */
export function runIds(runs: readonly Run[]): string[] {
  const seen = new Map<string, number>()
  return runs.map(({ startedMs }) => {
    const id = Number.isFinite(startedMs) && startedMs > 0 ? startedMs.toString(36) : 'x'
    const before = seen.get(id) ?? 0
    seen.set(id, before + 1)
    return before === 0 ? id : `${id}-${before}`
  })
}

function summaryOf(run: Run, id: string, context: SummaryContext): RunSummary {
  const { placeOf, sliceIdOf } = context
  const verdict = plainVerdict(run, context)
  const { kind, sentence } = verdict
  return {
    id,
    began: placeOf(run.offset),
    verdict,
    slices: stretchesOf(run).map(({ part, from, to }) => ({ part, logId: sliceIdOf(part, id), from, to })),
    startedMs: run.startedMs,
    endedMs: run.endedMs,
    end: run.end,
    kind,
    sentence,
    transitions: run.transitions.map(({ state, timeMs, offset }) => ({ state, timeMs, place: placeOf(offset) })),
    scripts: run.scripts.map((script) => scriptSummary(script, context)),
  }
}

/** What the agent log alone says of a run. */
function plainVerdict(run: Run, { placeOf, logIdOf, nowMs }: SummaryContext): Verdict {
  const found = verdictOf(run, nowMs)
  const { kind, sentence, why, exitCode, durationMs, script, evidence } = found
  return {
    kind,
    sentence,
    why,
    script: script ? run.scripts.indexOf(script) : null,
    exitCode,
    durationMs,
    cause: causeOf(found, { path: '', found: null }, placeOf, logIdOf),
    evidence: evidence.map(({ offset }) => placeOf(offset)),
  }
}

function scriptSummary(script: ScriptRun, { startupPath, logIdOf, placeOf }: SummaryContext): ScriptSummary {
  const path = script.logPath || (script.phase === 'start' ? (startupPath ?? '') : '')
  const proof = (one: Proof | null): LogPlace | null => (one ? placeOf(one.offset) : null)
  return {
    name: script.logPath ? fileName(script.logPath) : NAMES[script.phase],
    phase: script.phase,
    logId: path ? logIdOf(path) : null,
    path,
    offset: 0,
    startedMs: script.startedMs,
    endedMs: script.endedMs,
    outcome: script.outcome,
    exitCode: script.exitCode,
    began: proof(script.began),
    ended: proof(script.ended),
  }
}
