import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SearchPattern } from '@shared/contract/search'
import { parsePattern } from '@shared/pattern'
import { LineScanner } from './line-scanner'
import { makeMatcher, type Matcher } from './matcher'
import { patterns, texts } from './patterns.test-kit'
import { translate } from './translate'

const options = fc.record({ text: patterns, caseSensitive: fc.boolean(), wholeWord: fc.boolean(), regex: fc.constant(true) })
const literals = fc.record({ text: fc.string({ unit: fc.constantFrom(...'abcA0_-é日. [*^$\\|'), minLength: 1, maxLength: 4 }), caseSensitive: fc.boolean(), wholeWord: fc.boolean(), regex: fc.constant(false) })
const anyPattern = fc.oneof({ weight: 4, arbitrary: options }, { weight: 1, arbitrary: literals })

/** Offsets of the lines that the engine finds. */
function found(matcher: Matcher, text: Buffer): number[] {
  const scanner = new LineScanner(matcher, 0)
  return [...scanner.push(text), ...scanner.flush()].map((line) => line.offset)
}

function offsets(output: Buffer): number[] {
  return output.toString('latin1').split('\n').filter((line) => line !== '').map((line) => Number(line.split(':')[0]))
}

function grep(pattern: SearchPattern, text: Buffer): number[] {
  const ere = Buffer.from(translate(tree(pattern), 'ere'), 'latin1')
  // Bytes beyond UTF-8 cannot stand in an argument of Node's, so the pattern comes from a file.
  const run = spawnSync('sh', ['-c', 'LC_ALL=C; export LC_ALL; p=$(printf "%bX" "$1"); exec grep -a -b -E -e "${p%X}"', 'test', octal(ere)], { input: text })
  if ((run.status ?? 2) > 1) throw new Error(run.stderr.toString())
  return offsets(run.stdout)
}

function octal(bytes: Buffer): string {
  return [...bytes].map((byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('')
}

function rg(pattern: SearchPattern, text: Buffer): number[] {
  const run = spawnSync('rg', ['--no-config', '-a', '-b', '--no-heading', '--no-filename', '--no-line-number', '--encoding', 'none', '-e', translate(tree(pattern), 'rust'), '-'], { input: text })
  if ((run.status ?? 2) > 1) throw new Error(run.stderr.toString())
  return offsets(run.stdout)
}

function js(pattern: SearchPattern, text: Buffer): number[] {
  const regex = new RegExp(translate(tree(pattern), 'js'))
  const out: number[] = []
  let at = 0
  for (const line of text.toString('latin1').split('\n')) {
    if (at < text.length && regex.test(line)) out.push(at)
    at += line.length + 1
  }
  return out
}

function tree(pattern: SearchPattern) {
  const parsed = parsePattern(pattern)
  if (!parsed.ok) throw new Error(parsed.failure.sentence)
  return parsed.value
}

function accepted(pattern: SearchPattern): Matcher {
  const matcher = makeMatcher(pattern)
  fc.pre(matcher.ok)
  return matcher.value
}

describe('the one syntax', () => {
  it('finds the same lines in the engine as in JavaScript', () => {
    fc.assert(fc.property(anyPattern, texts, (pattern, text) => {
      expect(found(accepted(pattern), text)).toEqual(js(pattern, text))
    }), { numRuns: 2000 })
  })

  it('finds the same lines in the engine as in grep -E', () => {
    fc.assert(fc.property(anyPattern, texts, (pattern, text) => {
      expect(found(accepted(pattern), text)).toEqual(grep(pattern, text))
    }), { numRuns: 300 })
  })

  it('finds the same lines in the engine as in ripgrep', () => {
    fc.assert(fc.property(anyPattern, texts, (pattern, text) => {
      expect(found(accepted(pattern), text)).toEqual(rg(pattern, text))
    }), { numRuns: 300 })
  })

  it('matches a line the way a person reads it', () => {
    const lines = (text: string, pattern: Partial<SearchPattern>, log: string): number =>
      found(accepted({ text, caseSensitive: false, wholeWord: false, regex: true, ...pattern }), Buffer.from(log)).length
    expect(lines('status=5\\d\\d', {}, 'status=200\nstatus=503\n')).toBe(1)
    expect(lines('^E:', {}, 'E: no\n  E: no\ne: yes\n')).toBe(2)
    expect(lines('done$', {}, 'done\r\nundone\ndone.\n')).toBe(2)
    expect(lines('a.c', {}, 'aéc\na日c\na😀c\nabbc\n')).toBe(3)
    expect(lines('error', { wholeWord: true }, 'errors\nan error.\nterror\n')).toBe(1)
    expect(lines('-x', { wholeWord: true }, 'a -x\na-xb\n')).toBe(1)
    expect(lines('a.c', { regex: false }, 'abc\na.c\n')).toBe(1)
  })

  it('takes time in proportion to the line, whatever the pattern', () => {
    const matcher = accepted({ text: '^(a+)+(a|aa)*b$', caseSensitive: true, wholeWord: false, regex: true })
    const line = Buffer.concat([Buffer.alloc(16 * 1024 * 1024, 'a'), Buffer.from('c\n')])
    // In any other proportion it would not end before the test's own bound.
    expect(found(matcher, line)).toEqual([])
  })
})

describe('what is refused', () => {
  const why = (text: string): string => {
    const parsed = parsePattern({ text, caseSensitive: true, wholeWord: false, regex: true })
    return parsed.ok ? 'accepted' : parsed.failure.sentence
  }
  it.each([
    ['(?=a)b', 'Looking ahead or behind, names and flags in groups are not supported.'],
    ['(?<n>a)', 'Looking ahead or behind, names and flags in groups are not supported.'],
    ['(a)\\1', 'A group cannot be referred to again in the same pattern.'],
    ['a+?', '"+?" is not supported.'],
    ['*a', 'There is nothing to repeat before "*".'],
    ['a**', 'There is nothing to repeat before "*".'],
    ['^*a', 'There is nothing to repeat before "*".'],
    ['(a', 'A group has no end.'],
    ['a)', 'A ")" has no "(" before it.'],
    ['[a', 'A set has no end.'],
    ['[]', 'A set is empty.'],
    ['[[:alpha:]]', 'Named sets such as [:alpha:] are not supported.'],
    ['[b-a]', 'The range b-a ends before it begins.'],
    ['a{3,1}', 'The count {3,1} ends before it begins.'],
    ['a{300}', 'The count {300} is too large.'],
    ['a{x}', '"{" begins no count such as {2} or {2,5}.'],
    ['a\\', 'The pattern ends with a backslash.'],
    ['\\n', 'A match cannot go over the end of a line.'],
    ['\\p', '"\\p" is not supported.'],
    ['a*', 'This pattern also matches empty text.'],
    ['^$', 'This pattern also matches empty text.'],
    ['a()', 'A group is empty.'],
  ])('%s', (text, sentence) => expect(why(text)).toBe(sentence))

  it('refuses patterns that would need too much memory', () => {
    const matcher = makeMatcher({ text: '((.{200}){200}){200}', caseSensitive: true, wholeWord: false, regex: true })
    expect(matcher.ok ? 'accepted' : matcher.failure.sentence).toBe('This pattern is too large.')
  })

  it('accepts only what JavaScript accepts too, since highlights are its own', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'ab(|)[]{}*+?^$.\\-,1d'), maxLength: 12 }), (text) => {
      const parsed = parsePattern({ text, caseSensitive: true, wholeWord: false, regex: true })
      if (parsed.ok) expect(() => new RegExp(text)).not.toThrow()
    }), { numRuns: 3000 })
  })
})

