import * as v from 'valibot'
import { searchPattern, type SearchPattern } from './contract/search'
import type { LogKind } from './model'
import { parsePattern, readPattern } from './pattern'

/** Colours of highlights; each is a pair of tokens for the ground of the text and the line below it, `--mark-NAME-bg` and `--mark-NAME`. */
export const HIGHLIGHT_COLOURS = ['red', 'orange', 'green', 'teal', 'blue', 'violet'] as const
export type HighlightColour = (typeof HIGHLIGHT_COLOURS)[number]

/** Logs that a rule is for: all, what scripts and programs write, or the agent's own log. */
export const RULE_KINDS = ['any', 'startup', 'agent'] as const
export type RuleKind = (typeof RULE_KINDS)[number]

/** More would cost a look at each line on screen for every one of them. */
export const MOST_HIGHLIGHT_RULES = 40

/** Patterns that were found to be good, as JSON. Settings are checked as a whole, at each start and with each change. */
const searchable = new Set<string>()
/** Those of all rules, a few times changed. */
const MOST_SEARCHABLE = 200

function isSearchable(pattern: SearchPattern): boolean {
  const key = JSON.stringify(pattern)
  if (searchable.has(key)) return true
  const good = parsePattern(pattern).ok
  if (searchable.size >= MOST_SEARCHABLE) searchable.clear()
  if (good) searchable.add(key)
  return good
}

/** Text that is shown in a colour wherever it matches. Of two rules that mean the same text the first one in the list holds. */
export const highlightRule = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  pattern: v.pipe(
    searchPattern,
    v.check(isSearchable),
  ),
  colour: v.picklist(HIGHLIGHT_COLOURS),
  kind: v.picklist(RULE_KINDS),
  on: v.boolean(),
})
export type HighlightRule = v.InferOutput<typeof highlightRule>

export const highlightRules = v.pipe(v.array(highlightRule), v.maxLength(MOST_HIGHLIGHT_RULES))

/** Whether what a person keeps for one kind of log is meant for this log. Logs of a kind of their own are taken for what a program writes. */
export function isForLog(kind: RuleKind, log: LogKind): boolean {
  return kind === 'any' || (kind === 'agent') === (log === 'agent')
}

function rule(name: string, kind: RuleKind, colour: HighlightColour, text: string, more: Partial<SearchPattern> = {}): HighlightRule {
  return { name, kind, colour, on: true, pattern: { text, regex: true, caseSensitive: true, wholeWord: false, ...more } }
}

/** What a start most often fails of, in the words of the programs themselves; the cause before what comes of it. */
export const DEFAULT_HIGHLIGHT_RULES: readonly HighlightRule[] = [
  rule('Permission', 'startup', 'violet', 'permission denied|operation not permitted|must be run as root|are you root\\?|not in the sudoers file|\\bE(ACCES|PERM)\\b', { caseSensitive: false }),
  rule('Disk', 'startup', 'violet', 'no space left on device|disk quota exceeded|read-only file system|input/output error|\\b(ENOSPC|EDQUOT|EROFS)\\b', { caseSensitive: false }),
  rule(
    'Network',
    'startup',
    'teal',
    'could not resolve (host|proxy)(: [^ ]+)?|temporary failure (in name resolution|resolving)|connection (refused|timed out|reset by peer)|network is unreachable|no route to host|certificate (verify failed|has expired)|\\b(ECONN(REFUSED|RESET)|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)\\b',
    { caseSensitive: false },
  ),
  rule('Not found', 'startup', 'orange', '[^ ]+: (command not found|not found$)|no such file or directory|unable to locate package [^ ]+|could not find a version that satisfies .*', { caseSensitive: false }),
  rule('apt and dpkg errors', 'startup', 'red', '^(E: .*|Err:\\d+ .*|dpkg: error.*)|Sub-process .* returned an error code.*'),
  rule('apt and dpkg warnings', 'startup', 'orange', '^(W: .*|dpkg: warning.*)'),
  rule('npm, yarn and pnpm errors', 'startup', 'red', '^(npm (ERR!|error)( .*)?|error (An unexpected error|Command failed).*| ?ERR_PNPM_[A-Z_]+.*)'),
  rule('npm warnings', 'startup', 'orange', '^npm (WARN|warn)( .*)?'),
  rule('pip errors', 'startup', 'red', '^ *ERROR: .*|^ +error: .*'),
  rule('pip warnings', 'startup', 'orange', '^ *WARNING: .*'),
  rule('git errors', 'startup', 'red', '^(fatal|error|remote: (error|fatal)): .*'),
  rule('curl and wget errors', 'startup', 'red', 'curl: \\(\\d+\\) .*|ERROR [45]\\d\\d: .*|wget: (unable|server returned error).*'),
  rule('docker errors', 'startup', 'red', 'Error response from daemon: .*|Cannot connect to the Docker daemon.*|failed to solve: .*|^docker: .*|manifest unknown|toomanyrequests: .*'),
  rule('Exit codes', 'any', 'red', '\\bexit(ed with)? (code|status):? [1-9]\\d*|\\bexit_code=[1-9]\\d*|returned a non-zero code: \\d+'),
  rule('Script outcomes', 'agent', 'blue', 'agent is starting now|[^ ]+ script completed|startup script completed'),
  rule('Script failures', 'agent', 'red', 'startup script\\(s\\) failed|[^ ]+ script (failed|timed out)|agent reinitializing'),
]

// The tests hold these to it.
for (const { pattern } of DEFAULT_HIGHLIGHT_RULES) searchable.add(JSON.stringify(pattern))

/** The one sentence of why a rule cannot be kept, with what helps; null when it can. */
export function refuseRule({ name, pattern }: Pick<HighlightRule, 'name' | 'pattern'>): { field: 'name' | 'pattern'; sentence: string; nextStep: string } | null {
  if (pattern.text === '') return { field: 'pattern', sentence: 'There is no text to look for yet.', nextStep: 'Enter what is to be highlighted.' }
  const read = readPattern(pattern)
  if (!read.ok) return { field: 'pattern', sentence: read.failure.sentence, nextStep: read.failure.nextStep }
  return name.trim() === '' ? { field: 'name', sentence: 'The rule has no name yet.', nextStep: 'Enter one to know it by.' } : null
}
