import { LIFECYCLES, type Lifecycle } from '@shared/model'
import type { Entry } from './entry'

export interface ScriptRun {
  /** Absolute path of the script's log; empty where the agent's version does not say. */
  logPath: string
  startedMs: number
  endedMs: number | null
  outcome: 'running' | 'completed' | 'failed' | 'timed-out'
  /** Null while it runs, and where the log does not say. */
  exitCode: number | null
}

/** What the agent log tells of one start of the agent. */
export interface Run {
  startedMs: number
  lifecycle: Lifecycle | null
  /** When that state was entered. */
  lifecycleMs: number | null
  /** Folder of the script logs (`log_dir=`, since v2.2); null where it is not named. */
  logDir: string | null
  scripts: ScriptRun[]
}

const STARTS = new Set(['agent is starting now', 'starting agent'])

/**
 * Follows a run through the agent log's entries. Messages are compared whole: words such
 * as "starting agent routine" or "connecting to coderd" are no starts.
 */
export class RunTracker {
  /** The newest run; null before any sign of one. */
  run: Run | null = null

  take(entry: Entry): void {
    const { message, fields, timeMs } = entry
    if (STARTS.has(message)) {
      this.run = newRun(timeMs)
      return
    }
    switch (message) {
      case 'set lifecycle state':
        this.setLifecycle(stateOf(fields), timeMs)
        return
      case 'initializing agent scripts':
        this.current(timeMs).logDir = fields.get('log_dir') ?? null
        return
      case 'running agent script':
        this.begin(fields.get('log_path') ?? '', timeMs)
        return
      case 'running startup script':
        this.begin('', timeMs)
        return
      case 'running script':
        if (fields.get('lifecycle') === 'startup') this.begin('', timeMs)
        return
      case 'startup script completed':
        this.end('', timeMs, 'completed', 0)
        return
      case 'startup script failed':
        // From v2.2 on this is the summary over all scripts and adds nothing to the lines of each.
        if (!this.run?.logDir) this.end('', timeMs, 'failed', exitCodeOf(entry))
        return
    }
    this.scriptEnd(entry)
  }

  /** `<log_path> script completed|failed`, the path equal to the field of that name where there is one. */
  private scriptEnd(entry: Entry): void {
    const match = /^(\/.*) script (completed|failed)$/.exec(entry.message)
    if (!match) return
    const path = match[1]!
    if ((entry.fields.get('log_path') ?? path) !== path) return
    if (match[2] === 'completed') return this.end(path, entry.timeMs, 'completed', 0)
    const timedOut = /script timed out/.test(entry.fields.get('error') ?? '') || /script timed out/.test(entry.more)
    this.end(path, entry.timeMs, timedOut ? 'timed-out' : 'failed', timedOut ? null : exitCodeOf(entry))
  }

  private current(timeMs: number): Run {
    return (this.run ??= newRun(timeMs))
  }

  private begin(logPath: string, timeMs: number): void {
    this.current(timeMs).scripts.push({ logPath, startedMs: timeMs, endedMs: null, outcome: 'running', exitCode: null })
  }

  private end(logPath: string, timeMs: number, outcome: ScriptRun['outcome'], exitCode: number | null): void {
    const script = this.run?.scripts.find((s) => s.endedMs === null && s.logPath === logPath)
    if (script) Object.assign(script, { endedMs: timeMs, outcome, exitCode })
  }

  private setLifecycle(state: string, timeMs: number): void {
    const lifecycle = LIFECYCLES.find((l) => l === state)
    if (!lifecycle) return
    const run = this.current(timeMs)
    run.lifecycle = lifecycle
    run.lifecycleMs = timeMs
  }
}

function newRun(startedMs: number): Run {
  return { startedMs, lifecycle: null, lifecycleMs: null, logDir: null, scripts: [] }
}

/** `current={"state":…}` since v0.25, `state=` or the JSON field before. */
function stateOf(fields: ReadonlyMap<string, string>): string {
  const current = fields.get('current')
  if (current === undefined) return fields.get('state') ?? ''
  return /^\{"state":"([a-z_]+)"/.exec(current)?.[1] ?? ''
}

/** 255 means that the agent does not know; before v0.25 the code stands in the error's text only. */
function exitCodeOf(entry: Entry): number | null {
  const field = entry.fields.get('exit_code')
  const text = field ?? /exit status (\d+)/.exec(`${entry.fields.get('error') ?? ''}\n${entry.more}`)?.[1]
  const code = Number(text)
  return text === undefined || !Number.isInteger(code) || code === 255 ? null : code
}
