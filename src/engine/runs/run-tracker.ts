import { LIFECYCLES } from '@shared/model'
import type { Entry } from './entry'
import { newRun, type Run, type ScriptRun } from './run'
import { endOfScript, type ScriptEnd } from './script-end'

const STARTS = new Set(['agent is starting now', 'starting agent'])
const REINITS = new Set(['agent received instruction to reinitialize', 'agent reinitializing'])
const OVER = new Set(['off', 'shutdown_error', 'shutdown_timeout'])
/** Runs kept in memory; older ones are forgotten. */
const MOST_RUNS = 200
/** Changes of state of one run; a start has about five. The first and the newest are kept. */
const MOST_TRANSITIONS = 200
/** Scripts of one run; one that runs every second must not grow without end. */
const MOST_SCRIPTS = 100

/**
 * Follows runs through the agent log's entries. Messages are compared whole: "starting agent routine",
 * "connecting to coderd" and a script that prints such words are no starts.
 */
export class RunTracker {
  /** Oldest first. */
  readonly runs: Run[] = []
  /** Entries taken so far: what was told before stays true while this stands. */
  taken = 0
  /** Scripts whose output stays open are told of before they are told to have failed. */
  private leftOpen = new Set<string>()

  /** The newest run; null before any sign of one. */
  get run(): Run | null {
    return this.runs.at(-1) ?? null
  }

  take(entry: Entry): void {
    this.taken++
    const { message, fields, timeMs } = entry
    if (STARTS.has(message)) return this.begin('agent-start', entry)
    if (REINITS.has(message)) return this.reinit(entry)
    switch (message) {
      case 'set lifecycle state':
        return this.setLifecycle(entry)
      case 'initializing agent scripts': {
        const run = this.current(entry)
        run.logDir = fields.get('log_dir') ?? null
        run.connected = true
        return
      }
      case 'running agent script':
        return this.beginScript(entry, fields.get('log_source_id') ?? null, fields.get('log_path') ?? '')
      case 'running startup script':
      case 'running shutdown script':
      case 'running script':
        return this.beginScript(entry, null, '', message.includes('shutdown') || fields.get('lifecycle') === 'shutdown' ? 'stop' : 'start')
      case 'fetched manifest':
      case 'fetched metadata': {
        const run = this.current(entry)
        run.connected = true
        run.refused = null
        return
      }
      case 'run exited with error':
        return this.refuse(entry)
      case 'agent received signal':
      case 'agent shutting down':
      case 'shutting down agent':
      case 'agent main loop exited': {
        const run = this.current(entry)
        run.end ??= 'signal'
        run.endedMs ??= timeMs
        noteShutdown(run, entry)
        return
      }
      case 'startup script(s) failed':
      case 'shutdown script(s) failed':
        return this.summarize(entry)
    }
    this.scriptEntry(entry)
  }

  /** `startup script failed` with its time and code is one script's end; without them it sums up all of them (v2.2 to v2.3.2). */
  private scriptEntry(entry: Entry): void {
    const { message, fields } = entry
    const named = /^(startup|shutdown) script (completed|failed|timed out)$/.exec(message)
    if (named) {
      const phase = named[1] === 'shutdown' ? 'stop' : 'start'
      if (named[2] === 'timed out') return this.overTime(entry, phase)
      if (named[2] === 'failed' && isSum(entry, this.run?.logDir != null)) return this.summarize(entry)
      return this.endScript(entry, null, '', endOfScript(entry, named[2] === 'completed', false), phase)
    }
    if (message === 'script timed out') return this.overTime(entry, fields.get('lifecycle') === 'shutdown' ? 'stop' : 'start')
    if (/^script exited successfully, but output pipes were not closed after [\d.]+m?s$/.test(message)) {
      this.leftOpen.add(fields.get('log_path') ?? '')
      return
    }
    const ended = /^((?:\/|[A-Za-z]:[\\/]).*) script (completed|failed)$/s.exec(message)
    if (!ended) return
    const path = ended[1]!
    if ((fields.get('log_path') ?? path) !== path) return
    const open = this.leftOpen.delete(path) || this.leftOpen.delete('')
    this.endScript(entry, fields.get('log_source_id') ?? null, path, endOfScript(entry, ended[2] === 'completed', open))
  }

  private begin(beginning: Run['beginning'], entry: Entry): void {
    const before = this.run
    if (before) close(before, entry)
    this.leftOpen.clear()
    const run = newRun(beginning, entry)
    run.version = entry.fields.get('version') ?? before?.version ?? null
    this.runs.push(run)
    if (this.runs.length > MOST_RUNS) this.runs.shift()
  }

  /** Both of its messages mean the same restart inside the process, which writes no line of a start. */
  private reinit(entry: Entry): void {
    const { run } = this
    if (run?.beginning === 're-init' && run.transitions.length === 0 && run.scripts.length === 0) return
    if (run) run.end ??= 're-init'
    this.begin('re-init', entry)
  }

  private current(entry: Entry): Run {
    if (!this.run) this.runs.push(newRun('mid-log', entry))
    return this.run!
  }

  private setLifecycle(entry: Entry): void {
    const state = LIFECYCLES.find((one) => one === stateOf(entry.fields))
    if (!state) return
    const run = this.current(entry)
    if (run.transitions.length >= MOST_TRANSITIONS) run.transitions.splice(MOST_TRANSITIONS / 2, 1)
    run.transitions.push({ state, timeMs: entry.timeMs, offset: entry.offset, end: entry.end })
    if (state === 'shutting_down') noteShutdown(run, entry)
    run.lifecycle = state
    run.lifecycleMs = entry.timeMs
    run.connected = true
    if (OVER.has(state)) {
      run.end = 'off'
      run.endedMs = entry.timeMs
    }
  }

  private refuse(entry: Entry): void {
    const run = this.current(entry)
    if (run.connected) return
    run.refused ??= { offset: entry.offset, timeMs: entry.timeMs, error: entry.fields.get('error') ?? '', count: 0 }
    run.refused.count++
  }

  private beginScript(entry: Entry, id: string | null, logPath: string, known?: ScriptRun['phase']): void {
    const run = this.current(entry)
    const phase = known ?? phaseNow(run, id, logPath)
    const began = { offset: entry.offset, timeMs: entry.timeMs }
    const script: ScriptRun = { ...newScript(phase, entry.timeMs), id, logPath, began }
    if (run.scripts.length >= MOST_SCRIPTS) {
      const old = run.scripts.findIndex((s) => s.phase === 'later')
      if (old < 0) return
      run.scripts.splice(old, 1)
    }
    run.scripts.push(script)
  }

  private endScript(entry: Entry, id: string | null, logPath: string, end: ScriptEnd, phase?: ScriptRun['phase']): void {
    const run = this.current(entry)
    const matches = (s: ScriptRun): boolean =>
      s.endedMs === null && s.logPath === logPath && (id === null || s.id === null || s.id === id) && (phase === undefined || s.phase === phase)
    let script = run.scripts.find(matches)
    if (!script) {
      // Begun before the part that was read, or in a version that does not tell of the beginning.
      script = { ...newScript(phase ?? phaseNow(run, id, logPath), entry.timeMs - (end.durationMs ?? 0)), id, logPath }
      run.scripts.push(script)
    }
    Object.assign(script, end, { endedMs: entry.timeMs, ended: { offset: entry.offset, timeMs: entry.timeMs } })
  }

  private overTime(entry: Entry, phase: ScriptRun['phase']): void {
    const script = this.current(entry).scripts.find((s) => s.endedMs === null && s.phase === phase)
    if (script) script.overTimeMs = entry.timeMs
  }

  /** A script that could not be started has no entry of its own; only the sum tells of it. */
  private summarize(entry: Entry): void {
    const run = this.current(entry)
    const error = entry.fields.get('error') ?? ''
    const phase: ScriptRun['phase'] = entry.message.startsWith('shutdown') ? 'stop' : 'start'
    if (phase === 'start') run.summary = { offset: entry.offset, timeMs: entry.timeMs, error }
    const scripts = run.scripts.filter((s) => s.phase === phase)
    const named = /run agent script \\?"([^"\\]+)\\?"/.exec(error)?.[1]
    const open = scripts.filter((s) => s.endedMs === null)
    const meant = open.find((s) => s.id !== null && s.id === named) ?? open.find((s) => s.logPath !== '' && error.includes(s.logPath)) ?? (open.length === 1 ? open[0] : undefined)
    const told = scripts.some((s) => s.endedMs !== null && s.outcome !== 'completed' && (named === undefined || s.id === null || s.id === named))
    if (!meant || told) return
    const { exitCode, signal, durationMs } = endOfScript(entry, false, false)
    const ended = { offset: entry.offset, timeMs: entry.timeMs }
    Object.assign(meant, { endedMs: entry.timeMs, outcome: exitCode === null ? 'not-started' : 'failed', error, exitCode, signal, durationMs, ended })
  }
}

function newScript(phase: ScriptRun['phase'], startedMs: number): ScriptRun {
  return {
    id: null,
    logPath: '',
    phase,
    startedMs,
    endedMs: null,
    durationMs: null,
    outcome: 'running',
    exitCode: null,
    signal: null,
    overTimeMs: null,
    error: '',
    began: null,
    ended: null,
  }
}

/** Scripts begin with the start or the shutdown; what begins later, or for a second time, runs by its schedule. */
function phaseNow(run: Run, id: string | null, logPath: string): ScriptRun['phase'] {
  if (run.lifecycle === 'shutting_down' || (run.lifecycle !== null && OVER.has(run.lifecycle))) return 'stop'
  const starting = run.lifecycle === null ? run.beginning !== 'mid-log' : run.lifecycle === 'starting' || run.lifecycle === 'created'
  const again = run.scripts.some((s) => s.endedMs !== null && s.logPath === logPath && s.id === id)
  return (starting || run.lifecycle === null) && !again ? 'start' : 'later'
}

/** Since v2.2 (where a folder of logs is named) it sums up all scripts, and has neither their time nor their code. */
function isSum({ fields }: Entry, named: boolean): boolean {
  return !fields.has('execution_time') && !fields.has('exit_code') && (named || /^run agent script /.test(fields.get('error') ?? ''))
}

function noteShutdown(run: Run, { offset, timeMs }: Entry): void {
  run.shutdown ??= { offset, timeMs }
}

/** A new start means that the run before it is over, whether it said so or not. */
function close(run: Run, next: Entry): void {
  run.end ??= 'lost'
  run.endedMs ??= next.previousMs ?? next.timeMs
  run.endOffset = next.offset
  for (const script of run.scripts) if (script.outcome === 'running') script.outcome = 'lost'
}

/** `current={"state":…}` since v0.25, `state=` or the JSON field before. */
function stateOf(fields: ReadonlyMap<string, string>): string {
  const current = fields.get('current')
  if (current === undefined) return fields.get('state') ?? ''
  return /"state": ?"([a-z_]+)"/.exec(current)?.[1] ?? ''
}
