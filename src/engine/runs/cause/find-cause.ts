import { judgeLine, type Judgement } from './judge-line'
import type { LogLine } from './log-lines'
import { quoted } from './passages'
import { isProgress, traced } from './progress'
import { sentenceOf, type CauseRule, type CauseTopic } from './rule'

/** The line that explains why a script failed. */
export interface ScriptCause {
  sentence: string
  /** The line as a terminal shows it, at most 300 characters. */
  text: string
  /** Offset of the line's first byte at the source. */
  offset: number
  /** 1-based; null where the log's beginning was not read. */
  line: number | null
  /** How sure that is, 0 to 100 and a little more. */
  score: number
}

interface Candidate extends Judgement {
  index: number
  total: number
}

const TEXT_CHARS = 300
/** Below this a line is no explanation. */
const LEAST = 40
/** How much weaker than the best the first line of the same trouble may be. */
const NEAR = 14
/** Lines of one trouble stand this close together. */
const BLOCK_LINES = 60

/** How long lines are judged at a stretch (ms): the loop that does it serves panes as well. */
const SLICE_MS = 8

/** As `findCause`, in short slices of time. Null when it was aborted. */
export async function findCauseInSlices(lines: readonly LogLine[], exitCode: number | null, signal: AbortSignal): Promise<ScriptCause | null> {
  const steps = causeSteps(lines, exitCode)
  let until = performance.now() + SLICE_MS
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() < until) continue
    await new Promise((resolve) => setImmediate(resolve))
    if (signal.aborted) return null
    until = performance.now() + SLICE_MS
  }
}

/**
 * Finds the first line that explains a failure: rules give lines a score, what stands near the end counts more
 * than what the script went on after, and of one trouble the first line is taken. Null where nothing explains it.
 * @param exitCode the script's exit code; null where it is not known
 */
export function findCause(lines: readonly LogLine[], exitCode: number | null): ScriptCause | null {
  const steps = causeSteps(lines, exitCode)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/**
 * As `findCause`, for who has other things to do meanwhile: yields how much of it is done, from 0 to 1.
 * @param known for each line whether it also stands where nothing failed (1), so that it explains nothing; left out where nobody knows
 */
export function* causeSteps(lines: readonly LogLine[], exitCode: number | null, known?: Uint8Array): Generator<number, ScriptCause | null, void> {
  const judged: (Judgement | null)[] = []
  for (const [index, line] of lines.entries()) {
    judged.push(known?.[index] ? null : judgeLine(line, lines[index + 1]))
    if ((index & 63) === 0) yield index / lines.length
  }
  return decide(lines, judged, exitCode)
}

function decide(lines: readonly LogLine[], judged: readonly (Judgement | null)[], exitCode: number | null): ScriptCause | null {
  const trace = traced(lines)
  const { passed, left } = countAhead(lines, trace)
  const hidden = quoted(lines)
  const candidates: Candidate[] = []
  judged.forEach((found, at) => {
    if (!found || hidden[at]) return
    // An announcement stands for the line after it, unless that says more by itself.
    const index = found.rule.opens ? nextWithText(lines, at) : at
    if (index === null || (index !== at && (judged[index]?.own ?? 0) >= found.own)) return
    const place = recency(left[index] ?? 0) - Math.min(42, 14 * (passed[index] ?? 0))
    candidates.push({ ...found, index, total: found.own + place + exitBonus(found.rule, found.match, exitCode) })
  })
  const best = candidates.reduce<Candidate | null>((top, one) => (top && top.total >= one.total ? top : one), null)
  if (best && best.total >= LEAST && best.own >= 20) return told(lines, first(candidates, best, lines, passed), best.total)
  const last = trace.last
  if (last === null) return null
  const command = lines[last]!.text.replace(/^\++ /, '')
  const said = command === lines[last]!.text ? 'The script gave up and said why.' : `The script ended with the command ${command.slice(0, 80)}.`
  return { sentence: said, ...placeOf(lines[last]!), score: LEAST }
}

function nextWithText(lines: readonly LogLine[], from: number): number | null {
  for (let index = from + 1; index <= from + 3 && index < lines.length; index++) if (lines[index]!.body.length > 2) return index
  return null
}

/** A code that belongs to this kind of failure makes it much more likely. */
function exitBonus(rule: CauseRule, match: RegExpExecArray, exitCode: number | null): number {
  if (exitCode === null || exitCode === 0) return 0
  if (rule.exits?.includes(exitCode)) return exitCode === 1 ? 4 : 22
  if (exitCode !== 1 && /^curl: \(/.test(match[0])) return match[1] === String(exitCode) ? 24 : -8
  // These codes mean one thing only.
  if (exitCode === 127) return -22
  return 0
}

/** `left` counts lines with text after each one, `passed` how often the script went on to something else. */
function countAhead(lines: readonly LogLine[], trace: { on: boolean }): { passed: number[]; left: number[] } {
  const passed = new Array<number>(lines.length).fill(0)
  const left = new Array<number>(lines.length).fill(0)
  let steps = 0
  let count = 0
  for (let index = lines.length - 1; index >= 0; index--) {
    passed[index] = steps
    left[index] = count
    const { body } = lines[index]!
    if (body === '') continue
    count++
    if (isProgress(body, trace.on)) steps++
  }
  return { passed, left }
}

/** From 24 at the very end to -12 some hundred lines before it. */
function recency(linesAfter: number): number {
  return Math.max(-12, 24 - 6 * Math.log2(1 + linesAfter / 4))
}

/** What a trouble with one thing can bring about later: without names or room, packages and files are missing. */
const BRINGS: Partial<Record<CauseTopic, readonly CauseTopic[]>> = {
  network: ['network', 'package', 'git', 'command', 'file'],
  disk: ['disk', 'package', 'build', 'file', 'git', 'general'],
  memory: ['memory', 'package', 'build', 'general'],
  lock: ['lock', 'package', 'command'],
}
const WORKED = /^(?:get:\d|fetched \d|successfully |cloning into|setting up |added \d+ packages|saved )|\b(?:200 OK|downloaded successfully)\b/i

/** The first line of the trouble that `best` belongs to. */
function first(candidates: readonly Candidate[], best: Candidate, lines: readonly LogLine[], passed: readonly number[]): Candidate {
  let found = best
  for (const one of candidates) {
    if (one.index >= found.index) break
    const together = (passed[one.index] === passed[best.index] || sameSubject(one, best)) && best.index - one.index <= BLOCK_LINES
    if (together && one.own >= best.own - NEAR && !softGap(lines, one, best)) return one
    const root = BRINGS[one.rule.topic]?.includes(best.rule.topic) && (one.rule.topic !== best.rule.topic || best.index - one.index <= BLOCK_LINES)
    const strong = one.rule.score >= 86 && best.rule.topic !== 'general' && one.own >= best.own - 40
    if (root && strong && one.rule.topic !== best.rule.topic && !lines.slice(one.index + 1, best.index).some((line) => WORKED.test(line.body))) found = one
  }
  return found
}

/** Both name the same thing, as when a tool tries again. */
function sameSubject(one: Candidate, other: Candidate): boolean {
  const [name, same] = [one, other].map(({ match }) => match[1]?.replace(/\W+$/, ''))
  return name !== undefined && name.length > 3 && name === same
}

/** Between the two, the script said that it did not matter. */
function softGap(lines: readonly LogLine[], from: Candidate, to: Candidate): boolean {
  return lines.slice(from.index + 1, to.index).some((line) => /\b(?:continuing|ignor(?:ed|ing)|non-?fatal|not fatal|falling back|succeeded|recovered)\b/i.test(line.body))
}

function told(lines: readonly LogLine[], candidate: Candidate, score: number): ScriptCause {
  return { sentence: sentenceOf(candidate.rule, candidate.match), ...placeOf(lines[candidate.index]!), score: Math.round(score) }
}

function placeOf(line: LogLine): Pick<ScriptCause, 'text' | 'offset' | 'line'> {
  return { text: line.text.trim().slice(0, TEXT_CHARS), offset: line.offset, line: line.number }
}
