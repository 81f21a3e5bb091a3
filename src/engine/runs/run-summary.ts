import type { LogPlace, RunSummary, ScriptSummary } from '@shared/model'
import type { Proof, Run, ScriptRun } from './run'
import { fileName, verdictOf } from './verdict'

/** Gives a path its log: null where no log that is offered has it. */
export type LogIdOf = (path: string) => string | null

const NAMES = { start: 'Startup script', stop: 'Shutdown script', later: 'Script' } as const

/** A run as the window shows it. `agentPath` is the agent log's, `startupPath` stands in where the log names no script's. */
export function summaryOf(run: Run, agentPath: string, startupPath: string | null, idOf: LogIdOf, nowMs: number): RunSummary {
  const { kind, sentence } = verdictOf(run, nowMs)
  const place = (offset: number): LogPlace => ({ logId: idOf(agentPath), path: agentPath, offset })
  const transitions = run.transitions.map(({ state, timeMs, offset }) => ({ state, timeMs, place: place(offset) }))
  const scripts = run.scripts.map((script) => scriptSummary(script, startupPath, idOf, place))
  return { startedMs: run.startedMs, endedMs: run.endedMs, end: run.end, kind, sentence, transitions, scripts }
}

function scriptSummary(script: ScriptRun, startupPath: string | null, idOf: LogIdOf, place: (offset: number) => LogPlace): ScriptSummary {
  const path = script.logPath || (script.phase === 'start' ? (startupPath ?? '') : '')
  const proof = (one: Proof | null): LogPlace | null => (one ? place(one.offset) : null)
  return {
    name: script.logPath ? fileName(script.logPath) : NAMES[script.phase],
    phase: script.phase,
    logId: path ? idOf(path) : null,
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
