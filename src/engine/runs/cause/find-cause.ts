import type { LogLine } from './log-lines'
import { isProgress, traced } from './progress'
import { sentenceOf, type CauseRule, type CauseTopic } from './rule'
import { generalRules } from './rules-general'
import { packageRules } from './rules-packages'
import { serviceRules } from './rules-services'
import { systemRules } from './rules-system'

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

interface Candidate {
  index: number
  rule: CauseRule
  match: RegExpExecArray
  /** The rule's score, less what the line itself takes back ("ignored", "warning"). */
  own: number
  total: number
}

const TEXT_CHARS = 300
/** Below this a line is no explanation. */
const LEAST = 40
/** How much weaker than the best the first line of the same trouble may be. */
const NEAR = 14
/** Lines of one trouble stand this close together. */
const BLOCK_LINES = 60

/** The first that matches counts: rules of one tool come before those of all. */
const rules = [...packageRules, ...systemRules, ...serviceRules, ...generalRules]
/** Nothing without one of these words is looked at by the rules: most lines of a log are not. */
const WORDS =
  /error|err!|^err|^e:|fatal|fail|cannot|can't|could ?n[o']t|unable|denied|not |no[- ]such|unknown|invalid|missing|refus|time(?:d|out)|abort|panic|exception|kill|unbound|unexpected|required?|must|conflict|expired|exceed|quota|space|unauthorized|forbidden|too |unsupported|memory|fault|core dumped|host key|✗|✘|✖|×|❌|🛑|💥|corrupt|mismatch|certificate|lock|bad |already|^(?:curl|wget|e|fatal|dpkg|mount|error|go|gyp|ssh|sudo)[: (]|gave up|giving up|unset|empty|no (?:match|package|rule|route|available|solution|configuration|space)|enoent|eacces|eperm|refspec|reset|broken|eof|depends|err_|undefined|interpreter|option|argument|credentials|did not|does ?n[o']t|reject|died|went wrong|\b[45]\d\d\b|closed|hang up|problem|pubkey|sigkill|illegal|please|in use|no valid/i

/** Told as a failure by name or number, and none. */
const HARMLESS =
  /\b(?:0|no|zero|without(?: any)?) (?:errors?|failures?|failed|vulnerabilities|problems|conflicts?|warnings?)\b|\b(?:errors?|fail(?:ed|ures?)|err)[=:] ?0\b|\bfound 0\b|\b0 fail|\bif (?:any|it|this|you|the)\b.*\b(?:fail|error)|^(?:get|hit|ign):\d|^(?:selecting|preparing|unpacking|setting up|processing triggers|downloading|collecting|installing|requirement already|compiling|copying|creating|building|adding|fetching|reading|writing|checking(?! out)|testing|extracting|removing|updating|using|loading|importing|receiving|resolving|remote: (?:counting|compressing|enumerating|total))\b(?!.*(?:fail|error:|denied|not found|cannot|could not|unable|refused|timed out|no such))/i
const SOFT =
  /\b(?:warn(?:ing)?s?|deprecat\w+|ignor(?:ed|ing)|skip(?:ped|ping)?|optional(?:ly)?|non-?(?:fatal|critical)|not (?:fatal|critical|an error|needed|required)|falling back|fallback|continuing|will (?:be )?(?:retr(?:y|ied)|continue|try)|retry(?:ing)?|trying again|try again(?: later)?|harmless|expected|using (?:the )?default|can be ignored|as expected|that is fine|it's fine|ok(?:ay)? to ignore|treating as|instead)\b|^w: |\|\| true|^(?:⚠|ℹ)/iu
const SOFTENED = /\b(?:ignor(?:ed|ing)|skipp(?:ed|ing)|non-?(?:fatal|critical)|not (?:fatal|critical)|falling back|continuing|retr(?:y|ying)\b|trying again|using (?:the )?default|instead|can be ignored|attempt \d)/i

type Judgement = Pick<Candidate, 'rule' | 'match' | 'own'> | null

/** How long lines are judged at a stretch (ms): the loop that does it serves panes as well. */
const SLICE_MS = 8

/** As `findCause`, in short slices of time. Null when it was aborted. */
export async function findCauseInSlices(lines: readonly LogLine[], exitCode: number | null, signal: AbortSignal): Promise<ScriptCause | null> {
  const judged: Judgement[] = []
  let until = performance.now() + SLICE_MS
  for (const [index, line] of lines.entries()) {
    judged.push(judge(line, lines[index + 1]))
    if ((index & 63) !== 0 || performance.now() < until) continue
    await new Promise((resolve) => setImmediate(resolve))
    if (signal.aborted) return null
    until = performance.now() + SLICE_MS
  }
  return decide(lines, judged, exitCode)
}

/**
 * Finds the first line that explains a failure: rules give lines a score, what stands near the end counts more
 * than what the script went on after, and of one trouble the first line is taken. Null where nothing explains it.
 * @param exitCode the script's exit code; null where it is not known
 */
export function findCause(lines: readonly LogLine[], exitCode: number | null): ScriptCause | null {
  const judged = lines.map((line, index) => judge(line, lines[index + 1]))
  return decide(lines, judged, exitCode)
}

function decide(lines: readonly LogLine[], judged: readonly Judgement[], exitCode: number | null): ScriptCause | null {
  const trace = traced(lines)
  const { passed, left } = countAhead(lines, trace)
  const candidates: Candidate[] = []
  judged.forEach((found, index) => {
    if (!found) return
    const place = recency(left[index] ?? 0) - Math.min(42, 14 * (passed[index] ?? 0))
    candidates.push({ ...found, index, total: found.own + place + exitBonus(found.rule, found.match, exitCode) })
  })
  const best = candidates.reduce<Candidate | null>((top, one) => (top && top.total >= one.total ? top : one), null)
  if (best && best.total >= LEAST && best.own >= 20) return told(lines, first(candidates, best, lines, passed), best.total)
  const last = trace.last
  if (last === null) return null
  const command = lines[last]!.text.replace(/^\++ /, '')
  return { sentence: `The script ended with the command ${command.slice(0, 80)}.`, ...placeOf(lines[last]!), score: LEAST }
}

/** What a line says by itself; null when that is nothing. */
function judge(line: LogLine, after: LogLine | undefined): Judgement {
  const { body } = line
  if (body.length < 3 || !WORDS.test(body) || /^\++ /.test(body) || HARMLESS.test(body)) return null
  for (const rule of rules) {
    const match = rule.pattern.exec(body)
    if (!match) continue
    let own = rule.score
    if (SOFT.test(body)) own -= 34
    else if (after && SOFTENED.test(after.body)) own -= 22
    // Sentences for people, usage texts and comments rather than what a program says as it fails.
    if (/^\s*(?:#|\/\/|--?\w|\*|•|Usage)/.test(body) && rule.topic === 'general') own -= 25
    return { rule, match, own }
  }
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
    const together = passed[one.index] === passed[best.index] && best.index - one.index <= BLOCK_LINES
    if (together && one.own >= best.own - NEAR && !softGap(lines, one, best)) return one
    const root = BRINGS[one.rule.topic]?.includes(best.rule.topic) && (one.rule.topic !== best.rule.topic || best.index - one.index <= BLOCK_LINES)
    const strong = one.rule.score >= 86 && best.rule.topic !== 'general' && one.own >= best.own - 40
    if (root && strong && one.rule.topic !== best.rule.topic && !lines.slice(one.index + 1, best.index).some((line) => WORKED.test(line.body))) found = one
  }
  return found
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
