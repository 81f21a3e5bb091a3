import * as v from 'valibot'
import { expect, it } from 'vitest'
import { lineText, textMatcher } from './pattern'
import { DEFAULT_SAVED_SEARCHES, savedSearch, savedSearches } from './saved-searches'

function matches(name: string, line: string): boolean {
  const matcher = textMatcher(DEFAULT_SAVED_SEARCHES.find((one) => one.name === name)!.pattern)
  if (!matcher.ok) throw new Error(`${name}: ${matcher.failure.sentence}`)
  return matcher.value.ranges(lineText(line)).length > 0
}

it('comes with searches that are all valid, each with a name and an id of its own', () => {
  expect(v.is(savedSearches, [...DEFAULT_SAVED_SEARCHES])).toBe(true)
  for (const { pattern, name } of DEFAULT_SAVED_SEARCHES) expect(textMatcher(pattern).ok, name).toBe(true)
  for (const key of ['id', 'name'] as const) expect(new Set(DEFAULT_SAVED_SEARCHES.map((one) => one[key])).size).toBe(DEFAULT_SAVED_SEARCHES.length)
})

it('mean the same to the highlights of the lines shown, which JavaScript finds', () => {
  // Find highlights by expressions of JavaScript's own.
  for (const { pattern } of DEFAULT_SAVED_SEARCHES) expect(new RegExp(pattern.text).test('')).toBe(false)
})

it.each([
  ['Errors of any kind', 'E: Unable to locate package libfoo', true],
  ['Errors of any kind', 'npm ERR! code E404', true],
  ['Errors of any kind', 'Setting up libgpg-error0:amd64', false],
  ['Errors of any kind', 'added 214 packages in 9s', false],
  ['npm, yarn and pnpm', 'npm warn deprecated x', true],
  ['Disk', 'tar: x: Cannot write: No space left on device', true],
  ['Script outcomes', '2026-07-10 09:14:14.943 [info]  /tmp/coder-startup-script.log script completed  exit_code=0', true],
  ['Connections to the server', '2026-07-10 09:14:14.943 [info]  connecting to coderd', true],
])('%s: %s (%s)', (name, line, found) => expect(matches(name, line)).toBe(found))

it('takes no search of another shape', () => {
  const good = DEFAULT_SAVED_SEARCHES[0]!
  expect(v.is(savedSearch, good)).toBe(true)
  for (const bad of [{ ...good, scope: 'everywhere' }, { ...good, name: '' }, { ...good, id: '../x' }, { ...good, pattern: { ...good.pattern, text: '' } }, { ...good, more: 1 }]) expect(v.is(savedSearch, bad)).toBe(false)
})
