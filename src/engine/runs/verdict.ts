import type { Verdict, VerdictKind } from '@shared/model'
import { formatDuration } from '@shared/text/units'
import type { Silence } from './output'
import type { Proof, Run, ScriptRun } from './run'
import { innermostCause } from './script-end'

/** What the agent log alone proves; where the cause stands in a script's log is found elsewhere. */
export interface RunVerdict extends Pick<Verdict, 'kind' | 'sentence' | 'why' | 'exitCode' | 'durationMs'> {
  /** What a start that goes on looks like; null where that is not known, and for all others. */
  silence: Silence | null
  script: ScriptRun | null
  /** The agent's own words on the cause, with its entry; null where it has none. */
  told: (Proof & { sentence: string; text: string }) | null
  evidence: Proof[]
}

const START_STATES = new Set(['starting', 'start_timeout', 'start_error', 'ready'])
/** Attempts to reach Coder after which a start that never got an answer counts as failed. */
const REFUSED_OFTEN = 3

/** How the log of a script that runs looks; null where it is not watched. */
export type SilenceOf = (script: ScriptRun) => Silence | null

/**
 * What is concluded about a run. `nowMs`: for how long it goes on; the log's own last time for a saved one. `silenceOf` is
 * asked about scripts that have not ended.
 */
export function verdictOf(run: Run, nowMs: number, silenceOf: SilenceOf = () => null): RunVerdict {
  const state = run.transitions.findLast((t) => START_STATES.has(t.state))
  const scripts = run.scripts.filter((s) => s.phase === 'start')
  const bad = scripts.filter((s) => isBad(s)).sort((a, b) => (a.endedMs ?? 0) - (b.endedMs ?? 0))
  const evidence = state ? [{ offset: state.offset, timeMs: state.timeMs }] : []
  if (state?.state === 'ready') return ready(run, state, evidence)
  if (state?.state === 'start_error' || (!state && run.summary)) return failed(run, bad.find((s) => s.outcome !== 'timed-out') ?? bad[0] ?? null, evidence, 'failed', state?.timeMs ?? null)
  if (state?.state === 'start_timeout') {
    const slow = scripts.find((s) => s.outcome === 'timed-out' || s.overTimeMs !== null) ?? bad[0] ?? null
    return failed(run, slow, evidence, 'timed-out', state.timeMs)
  }
  const worst = bad[0]
  if (worst) {
    const open = scripts.filter((s) => s.outcome === 'running').length
    const kind: VerdictKind = run.endedMs === null && open > 0 ? 'failing' : worst.outcome === 'timed-out' ? 'timed-out' : 'failed'
    return failed(run, worst, [], kind, null, open)
  }
  const slow = scripts.find((s) => s.overTimeMs !== null)
  if (slow) return failed(run, slow, [], 'timed-out', slow.overTimeMs)
  return undecided(run, scripts, evidence, nowMs, silenceOf)
}

function isBad(script: ScriptRun): boolean {
  return script.outcome === 'failed' || script.outcome === 'timed-out' || script.outcome === 'left-open' || script.outcome === 'not-started'
}

function ready(run: Run, state: Proof, evidence: Proof[]): RunVerdict {
  const durationMs = run.beginning === 'mid-log' ? null : Math.max(0, state.timeMs - run.startedMs)
  return { ...nothing('ready', durationMs === null ? 'Ready' : `Ready after ${formatDuration(durationMs)}`), durationMs, evidence }
}

function failed(run: Run, script: ScriptRun | null, states: Proof[], kind: VerdictKind, stateMs: number | null, open = 0): RunVerdict {
  const durationMs = script ? (script.durationMs ?? (script.endedMs === null ? null : script.endedMs - script.startedMs)) : null
  const took = durationMs ?? (stateMs === null ? null : stateMs - run.startedMs)
  const after = took === null ? '' : ` after ${formatDuration(Math.max(0, took))}`
  const where = script?.logPath ? `, in ${fileName(script.logPath)}` : ''
  const others = open === 0 ? '' : open === 1 ? '; another script still runs' : `; ${open} other scripts still run`
  const goesOn = kind === 'timed-out' && script?.outcome === 'running'
  return {
    kind,
    sentence: failedWords(script, kind, after, where) + others,
    why: goesOn ? 'The script goes on: this version of the agent lets it.' : null,
    exitCode: script?.exitCode ?? null,
    durationMs,
    script,
    silence: null,
    told: agentsWords(run, script),
    evidence: [...(script?.ended ? [script.ended] : []), ...states],
  }
}

function failedWords(script: ScriptRun | null, kind: VerdictKind, after: string, where: string): string {
  switch (script?.outcome) {
    case 'timed-out':
      return `A startup script timed out${after}${where}`
    case 'left-open':
      return `A startup script ended but left its output open${after}${where}`
    case 'not-started':
      return `A startup script could not be started${where}`
  }
  if (kind === 'timed-out') return `Startup timed out${after}${where}`
  if (script?.exitCode != null) return `Startup failed with exit ${script.exitCode}${after}${where}`
  if (script?.signal) return `A startup script was ended by a signal (${script.signal})${after}${where}`
  return `Startup failed${after}${where}`
}

/** Not ready, not failed: it goes on, or nobody knows how it would have ended. */
function undecided(run: Run, scripts: ScriptRun[], evidence: Proof[], nowMs: number, silenceOf: SilenceOf): RunVerdict {
  const running = scripts.filter((s) => s.outcome === 'running' || s.outcome === 'lost')
  const { refused } = run
  if (refused && !run.connected && (refused.count >= REFUSED_OFTEN || run.endedMs !== null)) {
    const text = innermostCause(refused.error)
    return {
      ...nothing('failed', 'The agent never reached Coder'),
      told: { offset: refused.offset, timeMs: refused.timeMs, sentence: 'Each attempt to reach Coder failed.', text },
      evidence: [refused],
    }
  }
  if (run.endedMs !== null) return { ...nothing('unknown', 'Nobody knows how this start would have ended'), why: whyEnded(run, running), evidence }
  if (run.beginning === 'mid-log' && run.transitions.length === 0 && scripts.length === 0) {
    return { ...nothing('unknown', 'The log does not tell how this run began'), why: 'The log begins after the start, and no entry since then tells of its outcome.' }
  }
  if (run.beginning === 'mid-log' && evidence.length === 0 && run.transitions.length > 0) {
    return { ...nothing('unknown', 'The log does not tell how this run began'), why: 'The log begins after the start.' }
  }
  const durationMs = Math.max(0, nowMs - run.startedMs)
  if (refused && !run.connected) return { ...nothing('starting', 'The agent has not reached Coder yet'), durationMs, evidence: [refused] }
  const { script, silence } = telling(running, silenceOf)
  return { ...nothing('starting', ''), ...goingOn(running, silence, durationMs), script, silence, durationMs, evidence }
}

/** Of the scripts that run, the one that says most of the start: one that asks, else one that is busy, else the quietest. */
function telling(running: readonly ScriptRun[], silenceOf: SilenceOf): { script: ScriptRun | null; silence: Silence | null } {
  const all = running.map((script) => ({ script, silence: silenceOf(script) }))
  const kind = (one: Silence['kind']) => all.find(({ silence }) => silence?.kind === one)
  return kind('prompt') ?? kind('busy') ?? kind('quiet') ?? kind('server') ?? all[0] ?? { script: null, silence: null }
}

/** From when on a silence is worth a word (ms). */
const WORTH_MS = 10_000
const LONG_MS = 60_000

/** A start that goes on, in words. What is said of its silence is a hint and sounds like one. */
function goingOn(running: readonly ScriptRun[], silence: Silence | null, durationMs: number): Pick<RunVerdict, 'kind' | 'sentence' | 'why'> {
  const quiet = formatDuration(silence?.quietMs ?? 0)
  const name = running.length === 1 && running[0]!.logPath !== '' ? fileName(running[0]!.logPath) : null
  if (silence?.kind === 'prompt') return { kind: 'stalled', sentence: 'Startup may be waiting at a prompt', why: null }
  if (silence?.kind === 'quiet') {
    return { kind: 'stalled', sentence: `Startup may have stalled: nothing was written for ${quiet}`, why: 'It may as well be at work without a word: this is longer than it was quiet before, no more.' }
  }
  const still = durationMs >= LONG_MS ? `Startup is still running, ${formatDuration(durationMs)}` : 'Startup is running'
  if (silence?.kind === 'server') {
    return { kind: 'starting', sentence: durationMs >= LONG_MS ? still : `Startup is still running, ${formatDuration(durationMs)}`, why: `${name ?? 'A script'} looks like a server in the foreground. A script that does not end is no failure, but the start is not ready before it ends.` }
  }
  const others = running.length > 1 ? `${running.length} scripts have not ended: ${running.slice(0, 3).map((s) => fileName(s.logPath) || 'a script').join(', ')}${running.length > 3 ? ' and more' : ''}. ` : ''
  const last = silence && silence.quietMs >= WORTH_MS ? `Last output ${quiet} ago.` : ''
  return { kind: 'starting', sentence: still, why: `${others}${last}`.trim() || null }
}

function whyEnded(run: Run, running: readonly ScriptRun[]): string {
  const script = running.find((s) => s.logPath !== '')
  const during = script ? ` while ${fileName(script.logPath)} was running` : ' before its start had ended'
  if (run.end === 'lost') return `The agent stopped without a word${during}: killed, out of memory, or crashed.`
  return run.end === 're-init' ? `The agent began anew in the same process${during}.` : `The agent was told to stop${during}.`
}

/** The agent's words on a script: its error at its core. */
function agentsWords(run: Run, script: ScriptRun | null): RunVerdict['told'] {
  const proof = script?.ended ?? run.summary
  if (!proof) return null
  const text = innermostCause(script?.error || run.summary?.error || '')
  return { offset: proof.offset, timeMs: proof.timeMs, sentence: agentsSentence(script), text }
}

function agentsSentence(script: ScriptRun | null): string {
  switch (script?.outcome) {
    case 'timed-out':
      return 'The agent ended the script since it took longer than allowed.'
    case 'left-open':
      return 'Something that the script started in the background keeps its output open.'
    case 'not-started':
      return 'The agent could not open the log file of the script.'
  }
  return 'The agent says no more than this.'
}

function nothing(kind: VerdictKind, sentence: string): RunVerdict {
  return { kind, sentence, why: null, exitCode: null, durationMs: null, script: null, silence: null, told: null, evidence: [] }
}

/** The last part of a path, with either kind of slash. */
export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}
