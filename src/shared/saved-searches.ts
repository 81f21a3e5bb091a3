import * as v from 'valibot'
import { searchPattern, type SearchPattern } from './contract/search'
import { DEFAULT_HIGHLIGHT_RULES, RULE_KINDS, type RuleKind } from './highlight-rules'

/** Where a saved search is run: in the pane that has the focus, or over whole logs beside it. */
export const SEARCH_SCOPES = ['pane', 'log', 'agent', 'all'] as const
export type SearchScope = (typeof SEARCH_SCOPES)[number]

/** Searches that are kept at a time. */
export const MOST_SAVED_SEARCHES = 100

export const savedSearch = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  pattern: searchPattern,
  scope: v.picklist(SEARCH_SCOPES),
  /** The kind of logs that it is offered for first. */
  kind: v.picklist(RULE_KINDS),
})
export type SavedSearch = v.InferOutput<typeof savedSearch>

export const savedSearches = v.pipe(v.array(savedSearch), v.maxLength(MOST_SAVED_SEARCHES))

/** What highlight rules of these names mean, as one pattern. */
function meantBy(...names: string[]): SearchPattern {
  const rules = DEFAULT_HIGHLIGHT_RULES.filter((rule) => names.includes(rule.name))
  const caseSensitive = rules.every((rule) => rule.pattern.caseSensitive)
  return { text: rules.map((rule) => rule.pattern.text).join('|'), regex: true, caseSensitive, wholeWord: false }
}

const loose = (text: string): SearchPattern => ({ text, regex: true, caseSensitive: false, wholeWord: false })

function search(id: string, name: string, kind: RuleKind, pattern: SearchPattern, scope: SearchScope = 'pane'): SavedSearch {
  return { id: `default-${id}`, name, pattern, scope, kind }
}

/** What people look for in the output of a start, and in an agent's log, before they know the cause. */
export const DEFAULT_SAVED_SEARCHES: readonly SavedSearch[] = [
  search('errors', 'Errors of any kind', 'startup', loose('\\b(error|fatal|fail(ed|ure)?|cannot|could not|unable to|denied)\\b|^(E|Err:\\d+): |ERR!')),
  search('warnings', 'Warnings', 'startup', loose('\\bwarn(ing)?\\b|^W: ')),
  search('apt', 'apt and dpkg', 'startup', meantBy('apt and dpkg errors', 'apt and dpkg warnings')),
  search('npm', 'npm, yarn and pnpm', 'startup', meantBy('npm, yarn and pnpm errors', 'npm warnings')),
  search('pip', 'pip', 'startup', meantBy('pip errors', 'pip warnings')),
  search('git', 'git', 'startup', meantBy('git errors')),
  search('curl', 'curl and wget', 'startup', meantBy('curl and wget errors')),
  search('docker', 'docker', 'startup', meantBy('docker errors')),
  search('permission', 'Permission', 'startup', meantBy('Permission')),
  search('disk', 'Disk', 'startup', meantBy('Disk')),
  search('network', 'Network', 'startup', meantBy('Network')),
  search('missing', 'Not found', 'startup', meantBy('Not found')),
  search('exit', 'Exit codes, in all logs of the agent', 'any', meantBy('Exit codes'), 'agent'),
  search('scripts', 'Script outcomes', 'agent', meantBy('Script outcomes', 'Script failures')),
  search('server', 'Connections to the server', 'agent', loose('connecting to coderd|disconnected from coderd|run exited with error')),
]
