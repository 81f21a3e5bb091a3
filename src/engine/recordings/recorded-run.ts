import type { LogPlace, RecordedPlace, RecordedRun, RecordedScript, RecordedVerdict, RunSummary, Verdict } from '@shared/model'

const UNKNOWN: RecordedVerdict = { kind: 'unknown', sentence: 'No agent log tells of this run', why: null, script: null, exitCode: null, durationMs: null, cause: null, evidence: [] }
/** What a script was seen doing while its log was watched; offsets are those of the log's source. */
export type SeenScript = Pick<RecordedScript, 'steps' | 'quietMs'>

const MOST = { lifecycle: 200, scripts: 64, evidence: 100, steps: 100 }

/**
 * What the manifest tells of a run. `verdict`: with the cause from the script's own log, where it is the newest run. `baseOf`:
 * where in the source of a log (offset in bytes) its recording begins. `seen`: what the script of a log was seen doing, in the
 * recording's offsets.
 */
export function recordedRun(
  run: RunSummary | null,
  verdict: Verdict | null,
  startedMs: number | null,
  baseOf: (path: string) => number,
  seen: (path: string) => SeenScript | null = () => null,
): RecordedRun {
  if (!run) return { id: null, startedMs, endedMs: null, end: null, lifecycle: [], verdict: UNKNOWN, scripts: [] }
  const place = (one: LogPlace | null): RecordedPlace | null => one && placeIn(run, one, baseOf)
  const { id, endedMs, end } = run
  return {
    id,
    startedMs: run.startedMs,
    endedMs,
    end,
    lifecycle: run.transitions.slice(0, MOST.lifecycle).map(({ state, timeMs, place: at }) => ({ state, timeMs, place: place(at) })),
    verdict: recordedVerdict(run, verdict ?? run.verdict, baseOf),
    scripts: run.scripts.slice(0, MOST.scripts).map((script) => {
      const { steps, quietMs } = (script.phase === 'start' ? seen(script.path) : null) ?? { steps: [], quietMs: null }
      const { name, path, phase, startedMs: began, endedMs: ended, outcome, exitCode } = script
      return { name: name.slice(0, 300), path, phase, startedMs: began, endedMs: ended, outcome, exitCode, began: place(script.began), ended: place(script.ended), steps: steps.slice(0, MOST.steps), quietMs }
    }),
  }
}

function recordedVerdict(run: RunSummary, { kind, sentence, why, script, exitCode, durationMs, cause, evidence }: Verdict, baseOf: (path: string) => number): RecordedVerdict {
  return {
    kind,
    sentence,
    why,
    script,
    exitCode,
    durationMs,
    cause: cause && { ...placeIn(run, cause, baseOf), sentence: cause.sentence, text: cause.text, line: cause.line, from: cause.from },
    evidence: evidence.slice(0, MOST.evidence).map((one) => placeIn(run, one, baseOf)),
  }
}

/** Places in the agent log count from the run's first entry, those of other logs from the run's first byte in them. */
function placeIn(run: RunSummary, { path, offset, address }: LogPlace, baseOf: (path: string) => number): RecordedPlace {
  const begin = run.began.address
  if (address !== undefined && begin !== undefined) return { path, offset: Math.max(0, address - begin) }
  return { path, offset: path === run.began.path ? offset : Math.max(0, offset - baseOf(path)) }
}
