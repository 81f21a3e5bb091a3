import type { RecordedLog, RecordingManifest, ScriptOutcome, VerdictKind } from '@shared/model'
import type { SavedRecording } from '../recordings'
import { readScriptCause, type ScriptCause } from '../runs'

/** A run, as far as it matters for what explains it. */
export interface ExplainedRun {
  kind: VerdictKind
  exitCode: number | null
  /** The script that decided; null where the run names none. */
  script: { path: string; outcome: ScriptOutcome } | null
}

const BAD: ReadonlySet<VerdictKind> = new Set(['failed', 'failing', 'timed-out'])

/** Whether there is something to explain. */
export function isBad({ kind }: Pick<ExplainedRun, 'kind'>): boolean {
  return BAD.has(kind)
}

/** The recorded log in which a line may explain a failure; null where nothing failed, or it was not recorded. */
export function blamedLog(logs: RecordingManifest['logs'], run: ExplainedRun): RecordedLog | null {
  const { script } = run
  if (!isBad(run) || (script && script.outcome !== 'failed')) return null
  const own = logs.find((one) => one.path === script?.path && one.kind !== 'agent')
  // Coder's own copy has what all scripts wrote, under a name of its own.
  const copy = logs.find((one) => one.kind === 'startup' && (!script?.path || !one.path.startsWith('/')))
  const log = own ?? copy
  return log && log.ranges.length > 0 ? log : null
}

/** The first line of a recorded log that explains the failure of its run; null where none does. Reads at most its first and last MiB. */
export async function recordedCause(recording: SavedRecording, run: ExplainedRun, signal: AbortSignal): Promise<{ log: RecordedLog; found: ScriptCause } | null> {
  const log = blamedLog(recording.manifest().logs, run)
  const source = log && recording.source(log.name)
  if (!source) return null
  // From there on it is the next run's.
  const next = log.boundaries.findIndex(({ cause }) => cause === 'rewritten')
  const own = next < 0 ? log.boundaries : log.boundaries.slice(0, next)
  const span = { from: own.at(-1)?.at ?? 0, to: log.boundaries[next]?.at ?? source.size() }
  const found = await readScriptCause(source, run.exitCode, signal, span)
  return found && { log, found }
}

/** Finds what explains a recorded run where its manifest has no more than the agent's word, and puts it there. True when it did. */
export async function explainRecording(recording: SavedRecording, signal: AbortSignal): Promise<boolean> {
  const { verdict, scripts } = recording.manifest().run
  if (verdict.cause?.from === 'script') return false
  const cause = await recordedCause(recording, { kind: verdict.kind, exitCode: verdict.exitCode, script: scripts[verdict.script ?? -1] ?? null }, signal)
  if (!cause || signal.aborted) return false
  const { sentence, text, line, offset } = cause.found
  verdict.cause = { path: cause.log.path, offset, sentence, text, line, from: 'script' }
  return true
}
