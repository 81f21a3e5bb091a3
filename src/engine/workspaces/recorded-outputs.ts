import type { LogPlace, RecordedPlace, RecordedScript, ScriptOutputInfo } from '@shared/model'
import { StepHistory } from '../runs'

/** What was seen of the scripts of a recorded run: their steps, those that are worth showing. */
export function recordedOutputs(scripts: readonly RecordedScript[], place: (at: RecordedPlace) => LogPlace): ScriptOutputInfo[] {
  return scripts.filter(({ steps }) => steps.length > 0).map(({ path, steps, endedMs }) => {
    const worth = new StepHistory().compare(steps.map((one) => ({ ...one, kind: 'heading' as const })), endedMs, endedMs ?? steps.at(-1)!.startedMs ?? 0)
    return { path, wroteMs: endedMs, lastOffset: null, volume: null, steps: worth.map(({ name, offset, startedMs, endedMs: end, usualMs, unusual }) => ({ ...place({ path, offset }), name, startedMs, endedMs: end, usualMs, unusual })) }
  })
}
