import type { OutputVolume, RunSummary, ScriptOutcome, ScriptOutputInfo, ScriptStep, ScriptSummary } from '@shared/model'
import { formatDuration } from '@shared/text/units'

export interface TimelineBar {
  script: ScriptSummary
  /** Where the bar begins and how long it is, in shares of the whole (0 to 1). */
  from: number
  share: number
  tone: 'ok' | 'bad' | 'busy' | 'idle'
  /** "11 s", "41 s · exit 100", "still running, 2 min". */
  words: string
  /** How much was written over time, as points of a curve in shares of the whole and of its highest; empty where nothing is known. */
  volume: { at: number; height: number }[]
  /** Steps whose times are known, in shares of the whole. */
  steps: TimelineStep[]
}

export interface TimelineStep {
  step: ScriptStep
  from: number
  share: number
  /** "Install tools, 12 s", and what it usually takes where it is unusual. */
  words: string
}

export interface Timeline {
  bars: TimelineBar[]
  /** Scripts that are not drawn. */
  left: number
  first: { timeMs: number; words: string }
  last: { timeMs: number; words: string } | null
}

/** More bars than this would push the logs down. */
const MOST_BARS = 6
const LEAST_SHARE = 0.004
const UP = new Set(['ready', 'start_error', 'start_timeout'])

/**
 * The start of a run as bars; null where there is nothing to tell: no scripts, or one that simply went well, in its usual time.
 * `nowMs` is how far a run that goes on has come.
 */
export function timelineOf(run: RunSummary, nowMs: number, outputs: readonly ScriptOutputInfo[] = []): Timeline | null {
  const scripts = run.scripts.filter((one) => one.phase === 'start')
  const unusual = outputs.some((one) => one.steps.some((step) => step.unusual))
  if (scripts.length === 0 || (scripts.length === 1 && run.kind === 'ready' && !unusual)) return null
  const starting = run.transitions.find((one) => one.state === 'starting')
  const decided = run.transitions.findLast((one) => UP.has(one.state))
  const fromMs = Math.min(starting?.timeMs ?? Infinity, ...scripts.map((one) => one.startedMs))
  const open = run.endedMs === null && scripts.some((one) => one.outcome === 'running')
  const ends = scripts.map((one) => one.endedMs ?? run.endedMs ?? one.startedMs)
  const toMs = Math.max(fromMs + 1, decided?.timeMs ?? 0, ...ends, open ? nowMs : 0)
  const share = (ms: number): number => Math.min(1, Math.max(0, ms / (toMs - fromMs)))
  const bars = scripts.slice(0, MOST_BARS).map((script): TimelineBar => {
    const endMs = script.endedMs ?? run.endedMs ?? toMs
    const tookMs = Math.max(0, endMs - script.startedMs)
    return {
      script,
      from: share(script.startedMs - fromMs),
      share: Math.max(LEAST_SHARE, share(tookMs)),
      tone: TONES[script.outcome],
      words: wordsOf(script, formatDuration(tookMs)),
      ...written(outputs.find((one) => one.path === script.path && script.path !== ''), fromMs, toMs, endMs),
    }
  })
  return {
    bars,
    left: scripts.length - bars.length,
    first: { timeMs: fromMs, words: 'starting' },
    last: decided ? { timeMs: decided.timeMs, words: decided.state } : null,
  }
}

function isTimed(step: ScriptStep): step is ScriptStep & { startedMs: number } {
  return step.startedMs !== null
}

/** What a script wrote, on the scale of the whole. `endMs`: when it ended, or now. */
function written(output: ScriptOutputInfo | undefined, fromMs: number, toMs: number, endMs: number): Pick<TimelineBar, 'volume' | 'steps'> {
  const place = (ms: number): number => Math.min(1, Math.max(0, (ms - fromMs) / (toMs - fromMs)))
  const steps = (output?.steps ?? []).filter(isTimed).map((step): TimelineStep => {
    const ended = step.endedMs ?? endMs
    return { step, from: place(step.startedMs), share: Math.max(LEAST_SHARE, place(ended) - place(step.startedMs)), words: stepWords(step, ended) }
  })
  return { steps: steps.length > 1 ? steps : [], volume: output?.volume ? curveOf(output.volume, place) : [] }
}

/** Heights grow with the logarithm: a script that prints a line a second and a flood stand in one picture. */
function curveOf({ fromMs, bucketMs, bytes }: OutputVolume, place: (ms: number) => number): TimelineBar['volume'] {
  const highest = Math.log1p(Math.max(1, ...bytes))
  const points = bytes.map((count, index) => ({ at: place(fromMs + (index + 0.5) * bucketMs), height: Math.log1p(count) / highest }))
  const ends = [{ at: place(fromMs), height: 0 }, { at: place(fromMs + bytes.length * bucketMs), height: 0 }] as const
  return [ends[0], ...points, ends[1]]
}

function stepWords({ name, startedMs, endedMs, usualMs, unusual }: ScriptStep & { startedMs: number }, ended: number): string {
  const took = formatDuration(Math.max(0, ended - startedMs))
  const usual = unusual && usualMs !== null ? `, usually ${formatDuration(usualMs)}` : ''
  return `${name}, ${endedMs === null ? `${took} so far` : took}${usual}`
}

const TONES: Record<ScriptOutcome, TimelineBar['tone']> = {
  completed: 'ok',
  running: 'busy',
  failed: 'bad',
  'timed-out': 'bad',
  'left-open': 'bad',
  'not-started': 'bad',
  lost: 'idle',
}

function wordsOf({ outcome, exitCode }: ScriptSummary, took: string): string {
  switch (outcome) {
    case 'completed':
      return took
    case 'running':
      return `still running, ${took}`
    case 'failed':
      return `${took} · ${exitCode === null ? 'failed' : `exit ${exitCode}`}`
    case 'timed-out':
      return `${took} · timed out`
    case 'left-open':
      return `${took} · left its output open`
    case 'not-started':
      return 'could not be started'
    case 'lost':
      return `${took} · end not known`
  }
}
