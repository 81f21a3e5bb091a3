import type { NamedLog } from '../coder'
import { EntryReader, findCauseInSlices, linesOf, RunTracker, verdictOf, type Run, type RunVerdict, type ScriptCause } from '../runs'
import type { RemoteFiles } from '../ssh'
import { choose, findNamed, readSurroundings, WELL_KNOWN } from '../workspaces'
import { FileBudget, type FileEnds } from './file-budget'

/** All that one look at an ended start may read (bytes). */
export const MAX_READ_BYTES = 4 * 1024 * 1024
/** Of each script's log: so much of its beginning, and of its end (bytes). */
const END_BYTES = 512 * 1024
/** How far back in the agent log its beginning is looked for, in steps (bytes). */
const BACK_STEPS = [128 * 1024, 512 * 1024, 1536 * 1024]
const START_STATES = new Set(['ready', 'start_error', 'start_timeout'])
/** An agent with more scripts than this keeps the logs of some for itself. */
const MOST_SCRIPTS = 30

/** What was read of a start that has ended. */
export interface StartReading {
  run: Run
  verdict: RunVerdict
  agentLog: { path: string; sizeBytes: number }
  /** The log of a script that the agent log does not name (before v2.2); null where none was found. */
  startupPath: string | null
  /** The agent's entries from the start to its outcome, first; then the scripts' logs, that of the one that failed first. */
  logs: FileEnds[]
  /** The line that explains a failure, in that script's log. */
  cause: (ScriptCause & { path: string }) | null
}

/**
 * Reads the newest start of an agent: its slice of the agent log, and its scripts' logs. Null where the agent log tells
 * of none. Rejects with `SftpError` when the connection goes, and when the signal is aborted.
 */
export async function readStart(
  files: RemoteFiles,
  named: readonly NamedLog[],
  signal: AbortSignal,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<StartReading | null> {
  const budget = new FileBudget(files, MAX_READ_BYTES, signal, onBytes)
  const { folders, resolved } = await readSurroundings(files, named.map((log) => log.path))
  const found = await findNamed(files, [...folders, ...WELL_KNOWN])
  const agent = choose(found, 'agent', true)
  if (!agent?.seen) return null
  const newest = await newestRun(budget, agent.path, agent.seen.sizeBytes)
  if (!newest) return null
  const { run, bytes, from } = newest
  const verdict = verdictOf(run, Date.now())

  const slice = startSlice(run, bytes, from)
  const logs: FileEnds[] = [{ path: agent.path, sizeBytes: agent.seen.sizeBytes, modifiedMs: agent.seen.modifiedMs, parts: [slice] }]
  const startup = choose(found, 'startup', true)?.path ?? null
  const failed = verdict.script ? verdict.script.logPath || startup : null
  let cause: StartReading['cause'] = null
  for (const path of scriptPaths(run, failed, startup, resolved)) {
    const log = await budget.ends(path, END_BYTES)
    if (!log) continue
    logs.push(log)
    if (path !== failed || (verdict.kind !== 'failed' && verdict.kind !== 'failing')) continue
    const line = await findCauseInSlices(linesOf(log.parts), verdict.exitCode, signal)
    cause = line && { ...line, path }
  }
  return { run, verdict, agentLog: { path: agent.path, sizeBytes: agent.seen.sizeBytes }, startupPath: startup, logs, cause }
}

/** Reads back from the end until the newest run's beginning is among what was read, or as far as the bound. */
async function newestRun(budget: FileBudget, path: string, size: number): Promise<{ run: Run; bytes: Buffer; from: number } | null> {
  let bytes: Buffer = Buffer.alloc(0)
  let from = size
  for (const step of BACK_STEPS) {
    const to = from
    from = Math.max(0, size - step)
    bytes = Buffer.concat([await budget.range(path, from, to), bytes])
    const tracker = new RunTracker()
    const entries = new EntryReader((entry) => tracker.take(entry))
    entries.seek(from)
    entries.feed(bytes)
    entries.end()
    const { run } = tracker
    const whole = run !== null && run.beginning !== 'mid-log'
    if (run && (whole || from === 0 || step === BACK_STEPS.at(-1))) return { run, bytes, from }
    if (from === 0) return null
  }
  return null
}

/** From the run's first entry to the end of the line that tells how its start ended. */
function startSlice(run: Run, bytes: Buffer, from: number): { offset: number; bytes: Buffer } {
  const ended = run.transitions.findLast((one) => START_STATES.has(one.state))
  const first = Math.max(0, run.offset - from)
  const lineEnd = ended ? bytes.indexOf(0x0a, ended.offset - from) : -1
  return { offset: from + first, bytes: bytes.subarray(first, lineEnd < 0 ? bytes.length : lineEnd + 1) }
}

/** Absolute paths, the failed script's first. Before v2.2 the agent log names none: the startup log is the one. */
function scriptPaths(run: Run, failed: string | null, startup: string | null, listed: readonly (string | null)[]): string[] {
  const ofRun = run.scripts.filter((one) => one.phase === 'start').map((one) => one.logPath)
  const all = [failed, ...ofRun, ...(ofRun.some((path) => path !== '') ? [] : [startup, ...listed])]
  return [...new Set(all)].filter((path): path is string => path?.startsWith('/') ?? false).slice(0, MOST_SCRIPTS)
}
