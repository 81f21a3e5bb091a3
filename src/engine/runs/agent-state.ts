import type { AgentState } from '@shared/model'
import { formatAge, formatDuration } from '@shared/text/units'
import type { Run } from './run'
import { verdictOf, type RunVerdict, type SilenceOf } from './verdict'

export const UNKNOWN_STATE: AgentState = {
  kind: 'unknown',
  fact: '',
  sentence: '',
  lifecycle: null,
  exitCode: null,
  runStartedMs: null,
}

/**
 * What a person is told of an agent in the sidebar, from its newest run. `silenceOf` tells
 * how the logs of scripts that run look.
 */
export function agentState(run: Run | null, silenceOf: SilenceOf, nowMs: number): AgentState {
  if (!run) return { ...UNKNOWN_STATE, fact: 'no run yet', sentence: 'No run in the agent log yet' }
  const verdict = verdictOf(run, nowMs, silenceOf)
  const script = verdict.script?.logPath ? baseName(verdict.script.logPath) : null
  // A start that is failing has come to that with its script, before the lifecycle says so.
  const sinceMs = verdict.kind === 'failing' ? (verdict.script?.endedMs ?? null) : run.lifecycleMs
  const base = { lifecycle: run.lifecycle, exitCode: verdict.exitCode, runStartedMs: run.startedMs, sinceMs, script }
  switch (run.lifecycle) {
    case 'shutting_down':
      return { ...base, kind: 'stopped', fact: 'stopping', sentence: 'The agent is shutting down' }
    case 'shutdown_error':
      return { ...base, kind: 'stopped', fact: stoppedFact(run, nowMs), sentence: 'The agent has shut down; its shutdown script failed' }
    case 'shutdown_timeout':
    case 'off':
      return { ...base, kind: 'stopped', fact: stoppedFact(run, nowMs), sentence: 'The agent has shut down' }
  }
  const { kind, sentence } = verdict
  // Being quiet is too weak a hint for the sign of a start that waits for somebody.
  if (verdict.silence?.kind === 'quiet') return { ...base, kind: 'starting', fact: `quiet ${formatDuration(verdict.silence.quietMs)}`, sentence }
  return { ...base, kind: kind === 'failing' ? 'failed' : kind, fact: factOf(run, verdict), sentence }
}

function factOf(run: Run, verdict: RunVerdict): string {
  switch (verdict.kind) {
    case 'ready':
      return verdict.durationMs === null ? 'ready' : `ready ${formatDuration(verdict.durationMs)}`
    case 'timed-out':
      return 'timed out'
    case 'stalled':
      return 'at a prompt'
    case 'unknown':
      return 'unknown'
    case 'starting': {
      const scripts = run.scripts.filter((s) => s.phase === 'start')
      return scripts.length > 1 ? `${scripts.filter((s) => s.endedMs !== null).length} of ${scripts.length} scripts` : 'starting'
    }
  }
  if (verdict.script?.outcome === 'timed-out') return 'timed out'
  if (verdict.script?.outcome === 'left-open') return 'left open'
  return verdict.exitCode === null ? 'failed' : `exit ${verdict.exitCode}`
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function stoppedFact(run: Run, nowMs: number): string {
  const age = nowMs - (run.lifecycleMs ?? nowMs)
  return age < 60_000 ? 'stopped' : `stopped ${formatAge(age)}`
}
