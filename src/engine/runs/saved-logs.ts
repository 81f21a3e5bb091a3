import { findCause, linesOf, type LogPart, type ScriptCause } from './cause'
import { EntryReader } from './entry-reader'
import { lastOpenLine } from './last-line'
import { looksLikePrompt } from './prompt-hint'
import type { Run, ScriptRun } from './run'
import { RunTracker } from './run-tracker'
import { causeOf } from './script-cause'
import { fileName, verdictOf } from './verdict'

/** A saved log. */
export interface SavedFile {
  path: string
  sizeBytes: number
  /** Up to `length` bytes at `offset`. */
  read(offset: number, length: number): Buffer
}

const CHUNK_BYTES = 256 * 1024
const HEAD_BYTES = 1024 * 1024
const TAIL_BYTES = 1024 * 1024
const ROTATED = /^(coder-agent)-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3})\.log$/
const ENTRY = /^(?:\x1b\[[\d;]*m)*(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} (?:\x1b\[[\d;]*m)*\[[A-Za-z]{4,8}\]|\{"ts":")/m // eslint-disable-line no-control-regex

/**
 * Judges saved logs: agent logs by their content, rotated ones chained with the one of now, all others as logs of
 * scripts. `find` gives a script's log by its name where it was not named, or null. The answer's shape is
 * described in docs/verdict.md; it is plain JSON.
 */
export function judgeSaved(files: readonly SavedFile[], find: (name: string, beside: string) => SavedFile | null) {
  const agents = files.filter(isAgentLog)
  const others = files.filter((file) => !agents.includes(file))
  const used = new Set<string>()
  const logOf = (name: string, beside: string): SavedFile | null => {
    const named = others.filter((file) => fileName(file.path) === name)
    const log = named.find((file) => folderOf(file.path) === folderOf(beside)) ?? named[0] ?? find(name, beside)
    if (log) used.add(log.path)
    return log
  }
  const agentLogs = chains(agents).map((chain) => judgeChain(chain, (name) => logOf(name, chain.at(-1)!.path)))
  const scriptLogs = others.filter((file) => !used.has(file.path)).map((file) => ({ file: file.path, cause: loneCause(file) }))
  return { format: 'tailpane-verdict', version: 1, agentLogs, scriptLogs }
}

export function isAgentLog(file: SavedFile): boolean {
  return ENTRY.test(file.read(0, 64 * 1024).toString('latin1'))
}

/** Rotated logs of a folder come before the one of now, in the order of their times; other names stand alone. */
function chains(files: readonly SavedFile[]): SavedFile[][] {
  const groups = new Map<string, SavedFile[]>()
  for (const file of files) {
    const name = fileName(file.path)
    const key = ROTATED.test(name) || name === 'coder-agent.log' ? folderOf(file.path) : file.path
    groups.set(key, [...(groups.get(key) ?? []), file])
  }
  const time = (file: SavedFile): string => ROTATED.exec(fileName(file.path))?.[2] ?? '9'
  return [...groups.values()].map((group) => group.sort((a, b) => (time(a) < time(b) ? -1 : 1)))
}

function judgeChain(chain: readonly SavedFile[], logOf: (name: string) => SavedFile | null) {
  const tracker = new RunTracker()
  const reader = new EntryReader((entry) => tracker.take(entry))
  const starts: number[] = []
  let total = 0
  for (const file of chain) {
    starts.push(total)
    for (let at = 0; at < file.sizeBytes; ) {
      const bytes = file.read(at, CHUNK_BYTES)
      if (bytes.length === 0) break
      reader.feed(bytes)
      at += bytes.length
    }
    reader.end()
    total += file.sizeBytes
  }
  const place = (offset: number): Place => {
    const index = Math.max(0, starts.findLastIndex((start) => start <= offset))
    return { file: chain[index]!.path, offset: offset - starts[index]! }
  }
  const lastMs = reader.lastMs ?? 0
  const owners = new Map(tracker.runs.flatMap((run) => run.scripts).map((script) => [keyOf(script), script]))
  const ownLog = (script: ScriptRun | null): SavedFile | null => (script && owners.get(keyOf(script)) === script ? logOf(nameOf(script)) : null)
  const runs = tracker.runs.map((run) => judgeRun(run, lastMs, place, ownLog)).reverse()
  return { files: chain.map((file) => file.path), sizeBytes: total, runs }
}

interface Place {
  file: string
  offset: number
}

function judgeRun(run: Run, lastMs: number, place: (offset: number) => Place, ownLog: (script: ScriptRun | null) => SavedFile | null) {
  const plain = verdictOf(run, lastMs)
  const running = plain.kind === 'starting' && plain.script ? ownLog(plain.script) : null
  const verdict = running && asks(running) ? verdictOf(run, lastMs, () => ({ kind: 'prompt', quietMs: 0 })) : plain
  const { kind, sentence, why, exitCode, durationMs, script, evidence } = verdict
  const log = script?.outcome === 'failed' ? ownLog(script) : null
  const found = log ? causeIn(log, exitCode) : null
  const cause = causeOf(verdict, { path: log?.path ?? '', found }, (offset) => ({ logId: null, path: '', offset }), () => null)
  const proof = (one: { offset: number } | null): Place | null => (one ? place(one.offset) : null)
  return {
    startedAt: iso(run.startedMs),
    endedAt: iso(run.endedMs),
    beginning: run.beginning,
    end: run.end,
    version: run.version,
    at: place(run.offset),
    outcome: kind,
    sentence,
    why,
    exitCode,
    durationMs,
    script: script ? run.scripts.indexOf(script) : null,
    cause: cause && {
      sentence: cause.sentence,
      text: cause.text,
      from: cause.from,
      line: cause.line,
      ...(cause.from === 'script' ? { file: cause.path, offset: cause.offset } : place(cause.offset)),
    },
    evidence: evidence.map((one) => place(one.offset)),
    transitions: run.transitions.map(({ state, timeMs, offset }) => ({ state, at: iso(timeMs), ...place(offset) })),
    scripts: run.scripts.map((one) => ({
      logPath: one.logPath,
      phase: one.phase,
      startedAt: iso(one.startedMs),
      endedAt: iso(one.endedMs),
      durationMs: one.durationMs,
      outcome: one.outcome,
      exitCode: one.exitCode,
      signal: one.signal,
      began: proof(one.began),
      ended: proof(one.ended),
    })),
  }
}

function causeIn(file: SavedFile, exitCode: number | null): ScriptCause | null {
  const headEnd = Math.min(file.sizeBytes, HEAD_BYTES)
  const tailStart = Math.max(headEnd, file.sizeBytes - TAIL_BYTES)
  const parts: LogPart[] = [{ offset: 0, bytes: file.read(0, headEnd) }]
  if (tailStart < file.sizeBytes) {
    const tail = { offset: tailStart, bytes: file.read(tailStart, file.sizeBytes - tailStart) }
    if (tailStart === headEnd) parts[0] = { offset: 0, bytes: Buffer.concat([parts[0]!.bytes, tail.bytes]) }
    else parts.push(tail)
  }
  return findCause(linesOf(parts), exitCode)
}

/** What a script's log says where no agent log tells whether it failed: only what is said plainly. */
function loneCause(file: SavedFile): Omit<ScriptCause, 'score'> | null {
  const cause = causeIn(file, null)
  if (!cause) return null
  const { sentence, text, offset, line } = cause
  return { sentence, text, offset, line }
}

function asks(file: SavedFile): boolean {
  const from = Math.max(0, file.sizeBytes - 1024)
  return looksLikePrompt(lastOpenLine(file.read(from, file.sizeBytes - from).toString('utf8')))
}

function nameOf(script: ScriptRun): string {
  return script.logPath ? fileName(script.logPath) : script.phase === 'stop' ? 'coder-shutdown-script.log' : 'coder-startup-script.log'
}

function keyOf(script: ScriptRun): string {
  return script.logPath || script.phase
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
