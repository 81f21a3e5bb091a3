import type { LogLine } from './log-lines'
import type { CauseRule } from './rule'
import { generalRules } from './rules-general'
import { languageRules } from './rules-languages'
import { packageRules } from './rules-packages'
import { reportRules } from './rules-reports'
import { serviceRules } from './rules-services'
import { systemRules } from './rules-system'
import { toolRules } from './rules-tools'

/** What a line says by itself. */
export interface Judgement {
  rule: CauseRule
  match: RegExpExecArray
  /** The rule's score, less what the line itself takes back ("ignored", "warning"). */
  own: number
}

/** The first that matches counts: what only reports or announces, then what tools say, then what no tool owns. */
const rules = [...reportRules, ...packageRules, ...languageRules, ...toolRules, ...systemRules, ...serviceRules, ...generalRules]
/** Nothing without one of these words is looked at by the rules: most lines of a log are not. */
const WORDS =
  /error|err!|^err|^e:|fatal|fail|cannot|can't|could ?n[o']t|unable|denied|not |n't |no[- ]such|^no |: no |unknown|invalid|missing|refus|time(?:d|out)|abort|panic|exception|kill|unbound|unexpected|required?|must|conflict|expired|exceed|quota|space|unauthorized|forbidden|too |unsupported|memory|fault|core dumped|host key|✗|✘|✖|×|❌|🛑|💥|corrupt|mismatch|certificate|lock|bad |already|^(?:curl|wget|e|fatal|dpkg|mount|error|go|gyp|ssh|sudo)[: (]|gave up|giving up|unset|empty|no (?:match|package|rule|route|available|solution|configuration|space)|enoent|eacces|eperm|refspec|reset|broken|eof|depends|err_|undefined|interpreter|option|argument|credentials|did not|does ?n[o']t|reject|died|went wrong|\b[45]\d\d\b|closed|hang up|problem|pubkey|sigkill|illegal|please|in use|no valid|need|wrong|only|never|expect|incompatible|because|yn\d{4}|^e {2,}|emerg|unhealthy|stale|changed significantly|unprotected|rtnetlink|negotiate|differ|insufficient|noauth|wrongpass|backoff|●|syntax|untrusted|revoked|revision|caused by|!!!|identification|neither/i

/** Told as a failure by name or number, and none. */
const HARMLESS =
  /\b(?:0|no|zero|without(?: any)?) (?:errors?|failures?|failed|vulnerabilities|problems|conflicts?|warnings?)\b|\b(?:errors?|fail(?:ed|ures?)|err)[=:] ?0\b|\bfound 0\b|\b0 fail|\bif (?:any|it|this|you|the)\b.*\b(?:fail|error)|^(?:get|hit|ign):\d|^(?:selecting|preparing|unpacking|setting up|processing triggers|downloading|collecting|installing|requirement already|compiling|copying|creating|building|adding|fetching|reading|writing|checking(?! out)|testing|extracting|removing|updating|using|loading|importing|receiving|resolving|remote: (?:counting|compressing|enumerating|total))\b(?!.*(?:fail|error:|denied|not found|cannot|could not|unable|refused|timed out|no such))/i
/** What tools say in every container, and what hints and helps say after the error itself. */
const NOISE =
  /^(?:perl: warning|locale: Cannot set|\S*: warning: setlocale|manpath: can't|debconf: |invoke-rc\.d: (?:could not determine|policy-rc\.d)|sudo: (?:unable to resolve host|setrlimit)|mesg: |stty: |tput: |bash: (?:cannot set terminal|no job control)|dpkg-preconfigure: |npm notice|hint: |help: |note: |= (?:note|help): |info: |advice: |tip: |tar: Removing leading|tar: Error is not recoverable|initdb: warning|groups: cannot find name|WARNING: Running pip as|WARNING: apt does not have|Warning: apt-key|delaying package configuration|A complete log of this run|More details here|See ['"`]?(?:systemctl|journalctl|docker|config\.log)|Usage: |usage: |\(try |Run ['"`]?\S+ .*--help|Try ['"`].*--help|LOG: |DETAIL: |HINT: |CONTEXT: )/
const SOFT =
  /\b(?:warn(?:ing)?s?|deprecat\w+|ignor(?:ed|ing)|skip(?:ped|ping)?|optional(?:ly)?|non-?(?:fatal|critical)|not (?:fatal|critical|an error|needed|required)|falling back|fallback|continuing|will (?:be )?(?:retr(?:y|ied)|continue|try)|retry(?:ing)?|trying again|try again(?: later)?|harmless|using (?:the )?default|can be ignored|as expected|that is fine|it's fine|ok(?:ay)? to ignore|treating as)\b|^w: |\|\| true|^(?:⚠|ℹ)|^\[?(?:info|debug|notice|trace|verbose)\b/iu
const SOFTENED = /\b(?:ignor(?:ed|ing)|skipp(?:ed|ing)|non-?(?:fatal|critical)|not (?:fatal|critical)|falling back|continuing|retr(?:y|ying)\b|trying again|using (?:the )?default|instead|can be ignored|attempt \d)/i
/** What a tool puts before the words of another one that it ran. */
const WRAPPED = /^(?:npm (?:ERR!|error) |remote: |[│|╰├└>✗×]+[─▶>]* *|-> |(?:std)?err(?:or)?(?:: | \| )|Error: |ERROR: |E: |\d+: )+(?=\S)/

/** What a line says by itself; null when that is nothing. */
export function judgeLine(line: LogLine, after: LogLine | undefined): Judgement | null {
  const { body } = line
  if (body.length < 3 || !WORDS.test(body) || /^\++ /.test(body) || HARMLESS.test(body) || NOISE.test(body)) return null
  const found = byRules(body)
  if (!found) return null
  if (!found.rule.firm) {
    if (SOFT.test(body)) found.own -= 34
    else if (after && SOFTENED.test(after.body)) found.own -= 22
  }
  // Sentences for people, usage texts and comments rather than what a program says as it fails.
  if (/^\s*(?:#|\/\/|--?\w|\*|•|Usage)/.test(body) && found.rule.topic === 'general') found.own -= 25
  return found
}

function byRules(body: string): Judgement | null {
  const whole = firstOf(body)
  // What another tool said is judged by its own rules, where they know more of it.
  if (whole && whole.own >= 85) return whole
  const inner = body.replace(WRAPPED, '')
  const within = inner === body || (whole && whole.own < 30) ? null : firstOf(inner)
  return within && within.own >= 80 && within.own > (whole?.own ?? 0) ? within : whole
}

function firstOf(body: string): Judgement | null {
  for (const rule of rules) {
    const match = rule.pattern.exec(body)
    if (match) return { rule, match, own: rule.score }
  }
  return null
}
