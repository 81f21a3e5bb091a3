import type { RunPart } from '@shared/model'
import type { Run } from './run'

/** A part of the agent log that belongs to a run (offsets in bytes). */
export interface RunStretch {
  part: Exclude<RunPart, 'all'>
  from: number
  /** Exclusive; null while it goes on. */
  to: number | null
}

/**
 * The parts of a run that have begun: the startup to its outcome, what runs then, and the shutdown. Each begins where
 * the one before it ends; all of the run's bytes are in one of them.
 */
export function stretchesOf(run: Run): RunStretch[] {
  const decided = decidedAt(run)
  const stop = run.shutdown?.offset ?? null
  const begin = run.offset
  // A shutdown may come in the midst of the startup; then nothing ran between them.
  const startEnd = decided !== null && (stop === null || decided <= stop) ? decided : (stop ?? run.endOffset)
  const stretches: RunStretch[] = [{ part: 'startup', from: begin, to: startEnd }]
  if (decided !== null && startEnd === decided) {
    stretches.push({ part: 'running', from: decided, to: stop ?? run.endOffset })
  }
  if (stop !== null) stretches.push({ part: 'shutdown', from: stop, to: run.endOffset })
  return stretches.filter(({ from, to }) => to === null || to > from)
}

/** Where the entry ends that says how the start came out; null while it is open. */
function decidedAt(run: Run): number | null {
  const final = run.transitions.find(({ state }) => state === 'ready' || state === 'start_error')
  if (final) return final.end
  const late = run.transitions.find(({ state }) => state === 'start_timeout')
  // Before v2.2 the script goes on after it took too long, and the outcome is still to come.
  const goesOn = run.scripts.some((script) => script.phase === 'start' && script.outcome === 'running')
  return late && !goesOn ? late.end : null
}
