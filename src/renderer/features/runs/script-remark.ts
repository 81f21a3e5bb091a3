import type { RunSummary } from '@shared/model'
import { runTime } from './run-words'

/** What there is to say of a script's log while an older run is looked at; null where the log still is that run's, or none of it. */
export function scriptRemark(run: RunSummary, path: string, nowMs: number): { sentence: string; nextStep: string } | null {
  const script = run.scripts.find((one) => one.path === path)
  if (script?.overwrittenMs === undefined) return null
  return {
    sentence: `The output of the run of ${runTime(run.startedMs, nowMs)} was overwritten by the run of ${runTime(script.overwrittenMs, nowMs)}.`,
    nextStep: 'Coder keeps only the newest. What this app had read of it, if anything, stands above the mark where the new one begins.',
  }
}
