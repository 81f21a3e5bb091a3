import type { AgentState } from '@shared/model'
import { formatAge, formatDuration } from '@shared/text/units'
import type { Run, ScriptRun } from './run-tracker'

export const UNKNOWN_STATE: AgentState = {
  kind: 'unknown',
  fact: '',
  sentence: '',
  lifecycle: null,
  exitCode: null,
  runStartedMs: null,
}

/**
 * What a person is told of an agent, from its newest run. `atPrompt`: the startup
 * script's last line looks like a question and nothing came after it.
 */
export function agentState(run: Run | null, atPrompt: boolean, nowMs: number): AgentState {
  if (!run) return { ...UNKNOWN_STATE, fact: 'no run yet', sentence: 'No run in the agent log yet' }
  const failed = run.scripts.find((s) => s.outcome === 'failed' || s.outcome === 'timed-out') ?? null
  const script = failed?.logPath ? baseName(failed.logPath) : null
  const base = { lifecycle: run.lifecycle, exitCode: failed?.exitCode ?? null, runStartedMs: run.startedMs, sinceMs: run.lifecycleMs, script }
  const took = formatDuration(Math.max(0, (run.lifecycleMs ?? nowMs) - run.startedMs))
  switch (run.lifecycle) {
    case 'ready':
      return { ...base, kind: 'ready', fact: `ready ${took}`, sentence: `Ready after ${took}` }
    case 'start_error':
      return { ...base, kind: 'failed', ...failure(failed, took) }
    case 'start_timeout':
      return { ...base, kind: 'timed-out', fact: 'timed out', sentence: `Startup timed out after ${took}` }
    case 'shutting_down':
      return { ...base, kind: 'stopped', fact: 'stopping', sentence: 'The agent is shutting down' }
    case 'shutdown_error':
    case 'shutdown_timeout':
    case 'off':
      return { ...base, kind: 'stopped', fact: stoppedFact(run, nowMs), sentence: 'The agent has shut down' }
  }
  if (failed) return { ...base, sinceMs: failed.endedMs, kind: 'failed', ...failure(failed, formatDuration((failed.endedMs ?? nowMs) - failed.startedMs)) }
  const open = run.scripts.filter((s) => s.endedMs === null).length
  if (atPrompt) return { ...base, kind: 'stalled', fact: 'at a prompt', sentence: 'Startup may be waiting at a prompt' }
  const count = run.scripts.length
  const fact = count > 1 ? `${count - open} of ${count} scripts` : 'starting'
  return { ...base, kind: 'starting', fact, sentence: 'Startup is running' }
}

function failure(script: ScriptRun | null, took: string): Pick<AgentState, 'fact' | 'sentence'> {
  const where = script?.logPath ? `, in ${baseName(script.logPath)}` : ''
  if (script?.outcome === 'timed-out') return { fact: 'timed out', sentence: `A startup script timed out after ${took}${where}` }
  if (script?.exitCode == null) return { fact: 'failed', sentence: `Startup failed after ${took}${where}` }
  const lasted = script.endedMs === null ? took : formatDuration(script.endedMs - script.startedMs)
  return { fact: `exit ${script.exitCode}`, sentence: `Startup failed with exit ${script.exitCode} after ${lasted}${where}` }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function stoppedFact(run: Run, nowMs: number): string {
  const age = nowMs - (run.lifecycleMs ?? nowMs)
  return age < 60_000 ? 'stopped' : `stopped ${formatAge(age)}`
}

/**
 * Whether an unterminated last line looks like a question to a person: a hint, never more.
 * `[Y/n]`-like choices, `(yes/no)`, a password or passphrase prompt, or a closing `?`/`:`.
 */
export function looksLikePrompt(lastLine: string): boolean {
  const line = lastLine.trimEnd()
  if (line.length === 0 || line.length > 400) return false
  return (
    /\[(y\/n|yes\/no|n\/y)[^\]]*\]\s*:?$/i.test(line) ||
    /\((y\/n|yes\/no(\/\[fingerprint\])?)\)\s*[?:]?$/i.test(line) ||
    /(password|passphrase|username|pin)\b.{0,80}:$/i.test(line) ||
    /(press|hit) .{0,30}(key|enter|return)/i.test(line) ||
    /^(select|choose|enter|please|do you|are you|would you|overwrite|continue|proceed)\b.*[?:>]$/i.test(line) ||
    /\?$/.test(line)
  )
}
