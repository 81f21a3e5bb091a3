import type { RunSummary } from '@shared/model'
import { runTime } from './run-words'

/** What there is to say of a script's log while an older run is looked at; null where the log still is that run's, or none of it. */
export function scriptRemark(run: RunSummary, path: string, nowMs: number): { sentence: string; nextStep: string } | null {
  const script = run.scripts.find((one) => one.path === path)
  if (script?.overwrittenMs === undefined) return null
  const kept = run.keptLogs?.some((one) => one.ofPath === path) === true
  return {
    sentence: `This is not the output of the run of ${runTime(run.startedMs, nowMs)}.`,
    nextStep: `It was overwritten by the run of ${runTime(script.overwrittenMs, nowMs)}; Coder keeps only the newest.${kept ? ' What this app had read of it is kept.' : ''}`,
  }
}
