import { readFileSync, readdirSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { DEFAULT_HIGHLIGHT_RULES, highlightRule, highlightRules, isForLog, refuseRule } from './highlight-rules'
import { lineText, textMatcher } from './pattern'

const matchers = DEFAULT_HIGHLIGHT_RULES.map((rule) => {
  const matcher = textMatcher(rule.pattern)
  if (!matcher.ok) throw new Error(`${rule.name}: ${matcher.failure.sentence}`)
  return { rule, matcher: matcher.value }
})

/** Names of the rules that match a line of a startup log. */
function rulesOf(line: string): string[] {
  return matchers.filter(({ rule, matcher }) => isForLog(rule.kind, 'startup') && matcher.ranges(lineText(line)).length > 0).map(({ rule }) => rule.name)
}

describe('the rules that come with the app', () => {
  it('are all valid, and each has a name of its own', () => {
    expect(v.is(highlightRules, [...DEFAULT_HIGHLIGHT_RULES])).toBe(true)
    expect(new Set(DEFAULT_HIGHLIGHT_RULES.map(({ name }) => name)).size).toBe(DEFAULT_HIGHLIGHT_RULES.length)
  })

  it.each([
    ['E: Unable to locate package libfoo-dev', 'apt and dpkg errors'],
    ['W: Some index files failed to download. They have been ignored, or old ones used instead.', 'apt and dpkg warnings'],
    ['Err:4 http://deb.example.com/debian bookworm InRelease', 'apt and dpkg errors'],
    ['npm ERR! code E404', 'npm, yarn and pnpm errors'],
    ['npm error 404 Not Found - GET https://registry.example.com/leftpadd', 'npm, yarn and pnpm errors'],
    ['npm warn deprecated inflight@1.0.6: This module is not supported', 'npm warnings'],
    ['ERROR: Could not find a version that satisfies the requirement torchh (from versions: none)', 'pip errors'],
    ['fatal: repository \'https://example.com/x.git/\' not found', 'git errors'],
    ['curl: (6) Could not resolve host: example.invalid', 'curl and wget errors'],
    ['2026-07-10 09:14:12 ERROR 404: Not Found.', 'curl and wget errors'],
    ['docker: Error response from daemon: pull access denied for web.', 'docker errors'],
    ['Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?', 'docker errors'],
    ['mkdir: cannot create directory ‘/opt/x’: Permission denied', 'Permission'],
    ['tar: ./data: Cannot write: No space left on device', 'Disk'],
    ['npm error code ENOSPC', 'Disk'],
    ['/tmp/start.sh: line 12: pyenv: command not found', 'Not found'],
    ['bash: /opt/run: No such file or directory', 'Not found'],
    ['ssh: connect to host git.example.com port 22: Connection refused', 'Network'],
    ['make: *** [Makefile:3: all] Error 2, exit status 2', 'Exit codes'],
  ])('%s', (line, name) => expect(rulesOf(line)).toContain(name))

  it.each(['Get:1 http://deb.example.com/debian bookworm InRelease [151 kB]', 'added 214 packages in 9s', 'Successfully installed pip-24.0', "Cloning into 'app'...", 'exit code 0', 'Setting up libgpg-error0:amd64 (1.46-1) ...', '0 errors, 0 warnings'])(
    'leave alone what went well: %s',
    (line) => expect(rulesOf(line)).toEqual([]),
  )

  it('mean little of outputs that went well, and something of each failure that was recorded', () => {
    const known = new URL('../engine/marks/corpus/known/', import.meta.url)
    /** Each line begins with a sign of what it tells, and a blank. */
    const share = (file: string) => {
      const lines = readFileSync(new URL(file, known), 'utf8').split('\n').map((line) => line.slice(2)).filter(Boolean)
      return lines.filter((line) => rulesOf(line).length > 0).length / lines.length
    }
    const files = readdirSync(known)
    const well = files.filter((one) => /success|-ok\.txt/.test(one))
    const failed = files.filter((one) => /^(apt-(missing|unreachable)|npm-(404|conn)|pip-|curl-|disk-full|perms|git-(clone|ssh))/.test(one))
    expect([well.length, failed.length]).toEqual([3, 13])
    for (const file of well) expect(share(file), file).toBe(0)
    for (const file of failed) expect(share(file), file).toBeGreaterThan(0)
  })
})

it('keeps a rule for one kind of log from the others', () => {
  expect([isForLog('startup', 'startup'), isForLog('startup', 'script'), isForLog('startup', 'custom'), isForLog('startup', 'agent')]).toEqual([true, true, true, false])
  expect([isForLog('agent', 'agent'), isForLog('agent', 'shutdown'), isForLog('any', 'agent'), isForLog('any', 'custom')]).toEqual([true, false, true, true])
})

it('says why a rule cannot be kept, and refuses it in a file as well', () => {
  const good = DEFAULT_HIGHLIGHT_RULES[0]!
  const pattern = { ...good.pattern, text: '(' }
  expect(refuseRule(good)).toBeNull()
  expect(refuseRule({ ...good, pattern })).toEqual({ field: 'pattern', sentence: 'A group has no end.', nextStep: 'Close it with ")", or write \\( for the character.' })
  expect(refuseRule({ ...good, name: '  ' })?.field).toBe('name')
  expect(v.is(highlightRule, { ...good, pattern })).toBe(false)
  expect(v.is(highlightRule, { ...good, colour: 'mauve' })).toBe(false)
})
