import type { VerdictKind } from '@shared/model'
import { AgentLogComposer, type Era, type PlannedScript } from './agent-log.test-kit'

/** A labelled start: what the agent and its scripts wrote, and what is true of it. */
export interface LabelledStart {
  name: string
  era: Era
  scripts: (PlannedScript & { output: string })[]
  /** What comes after the composed part of the agent log, e.g. a stop or nothing. */
  after?: (log: AgentLogComposer) => void
  outcome: VerdictKind
  exitCode: number | null
  /** The line that explains it; `agent` where only the agent's entry does, null where nothing failed. */
  cause: string | 'agent' | null
}

/** Marks the line of an output that explains the failure, anywhere in it. */
const MARK = '»'
const DEFAULT_TEXT = '#!/usr/bin/env bash\nset -euo pipefail\n\necho "agent is starting now"\n2023-01-01 is no time\n\n./setup.sh'

/** A start with one script: `ends` 0 is ready, any other code failed with the marked line as its cause. */
export function start(name: string, era: Era, ends: PlannedScript['ends'], output: string, change: Partial<LabelledStart> = {}): LabelledStart {
  const cause = output.split('\n').find((line) => line.includes(MARK))?.replace(MARK, '')
  const code = typeof ends === 'number' ? ends : null
  return {
    name,
    era,
    scripts: [script(ends, output)],
    outcome: ends === 0 ? 'ready' : ends === 'running' ? 'starting' : ends === 'timeout' ? 'timed-out' : 'failed',
    exitCode: ends === 0 || ends === 'running' ? null : code,
    cause: ends === 0 || ends === 'running' ? null : (cause ?? 'agent'),
    ...change,
  }
}

export function script(ends: PlannedScript['ends'], output: string, path = '/tmp/coder-startup-script.log', tookMs = 41_208): LabelledStart['scripts'][number] {
  return { path, text: DEFAULT_TEXT, tookMs, ends, output: output.replace(/^\n/, '').replaceAll(MARK, '') }
}

/** The agent log of a start. Scripts end in the order of their times. */
export function agentLogOf(one: LabelledStart): string {
  const log = new AgentLogComposer(one.era, Date.UTC(2026, 6, 10, 9, 13, 21, 907))
  log.start()
  log.chatter()
  log.begin(one.scripts)
  log.chatter()
  let passed = 0
  const order = one.scripts.map((script, index) => ({ script, index })).sort((a, b) => a.script.tookMs - b.script.tookMs)
  for (const { script, index } of order) {
    log.later(script.tookMs - passed)
    passed = script.tookMs
    log.end(script, index)
  }
  log.finish(order.map(({ script }) => script))
  log.chatter()
  log.connect()
  one.after?.(log)
  return log.log
}
