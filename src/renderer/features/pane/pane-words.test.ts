import { describe, expect, it } from 'vitest'
import type { PaneStatus } from '@shared/contract/port'
import type { LogInfo, PaneCondition } from '@shared/model'
import type { PaneView } from './pane-view'
import { conditionOf, emptyWords, frontierWords, logFacts, newTextWords, offlineChip, offlineWords, savedName, savedWords, splitPath } from './pane-words'

const status = (change: Partial<PaneStatus> = {}): PaneStatus => ({
  paneId: 'p1:1',
  condition: 'following',
  follow: true,
  newLines: 0,
  newBytes: 0,
  afterBytes: 0,
  sizeBytes: 10,
  modifiedMs: 0,
  failure: null,
  ...change,
})
const view = (change: Partial<PaneView> = {}, of: Partial<PaneStatus> = {}): PaneView => ({
  status: status(of),
  follow: true,
  text: 'some',
  secretsShown: false,
  refusal: null,
  ...change,
})

describe('conditionOf', () => {
  it('is connecting until the engine speaks, and failed when it refused', () => {
    expect(conditionOf(view({ status: null }))).toBe('connecting')
    const refusal = { code: 'NOT_FOUND', sentence: 'No.', nextStep: 'Go.' } as const
    expect(conditionOf(view({ status: null, refusal }))).toBe('failed')
  })

  it('is what the person just did, before the engine has answered', () => {
    expect(conditionOf(view({ follow: false }, { condition: 'following' }))).toBe('paused')
    expect(conditionOf(view({ follow: false }, { condition: 'gap' }))).toBe('paused')
    expect(conditionOf(view({ follow: true }, { condition: 'paused' }))).toBe('following')
  })

  it.each<PaneCondition>(['waiting', 'offline', 'failed', 'connecting'])('stays %s whatever the person does', (condition) => {
    expect(conditionOf(view({ follow: false }, { condition }))).toBe(condition)
    expect(conditionOf(view({ follow: true }, { condition }))).toBe(condition)
  })
})

describe('newTextWords', () => {
  it.each([
    [14, 900, '14 new lines'],
    [1, 9, '1 new line'],
    [12_345, 1e6, '12,345 new lines'],
    [0, 0, null],
    [null, 3_200_000, '3.2 MB new'],
    [null, 0, null],
  ])('%s lines and %d bytes: %s', (newLines, newBytes, words) => {
    expect(newTextWords(view({ follow: false }, { newLines, newBytes }))).toBe(words)
  })

  it('says nothing while following', () => {
    expect(newTextWords(view({ follow: true }, { newLines: 5, newBytes: 50 }))).toBeNull()
  })
})

describe('emptyWords', () => {
  it('waits for a log that is not there, and never stands over text', () => {
    expect(emptyWords('waiting', 'unknown', '/tmp/a.log')?.sentence).toBe('This log does not exist yet. Waiting for it.')
    expect(emptyWords('waiting', 'none', '/tmp/a.log')?.detail).toBe('/tmp/a.log')
    expect(emptyWords('waiting', 'some', '/tmp/a.log')).toBeNull()
  })

  it('tells an empty log from one that is not known yet', () => {
    expect(emptyWords('following', 'none', '/a')?.sentence).toBe('This log is empty so far.')
    expect(emptyWords('following', 'unknown', '/a')).toBeNull()
    expect(emptyWords('offline', 'none', '/a')).toBeNull()
  })
})

it('says since when it is offline', () => {
  const link = { sinceMs: new Date(2026, 10, 24, 9, 5).getTime() }
  expect(offlineWords(link).sentence).toBe('Offline since 09:05.')
  expect(offlineChip(link)).toBe('offline since 09:05')
})

it('says how far a run has come that goes over the one before', () => {
  expect(frontierWords({ at: 516, atMost: 516, fileBytes: 2000 }).sentence).toBe('New run: 516 B written so far.')
  expect(frontierWords({ at: 516, atMost: 1200, fileBytes: 2000 }).sentence).toBe('New run: between 516 B and 1.2 kB written so far.')
})

it('tells the size and age of a log in the menu', () => {
  const log = (seen: LogInfo['seen']) => ({ seen }) as LogInfo
  expect(logFacts(log(null), 0)).toBe('does not exist yet')
  expect(logFacts(log({ sizeBytes: 1_200_000, modifiedMs: 0 }), 180_000)).toBe('1.2 MB, changed 3 min ago')
  expect(logFacts(log({ sizeBytes: 0, modifiedMs: 5000 }), 0)).toBe('0 B, changed just now')
})

it('cuts a path where its name begins', () => {
  expect(splitPath('/var/log/a.log')).toEqual({ folder: '/var/log/', name: 'a.log' })
  expect(splitPath('a.log')).toEqual({ folder: '', name: 'a.log' })
})

describe('what is saved', () => {
  it('has the name of the log, without what it was packed with', () => {
    expect(savedName('build.log', true)).toBe('build.log')
    expect(savedName('build.log.GZ', true)).toBe('build.log')
    expect(savedName('build.log', false)).toBe('build-selection.log')
  })

  it('is told with what is missing in it', () => {
    expect(savedWords({ bytes: 3_200_000, missing: { stretches: 0, bytes: 0 }, hidden: 0 })).toBe('3.2 MB are in the file.')
    expect(savedWords({ bytes: 3_200_000, missing: { stretches: 0, bytes: 0 }, hidden: 2 })).toContain('2 secrets are hidden in it')
    expect(savedWords({ bytes: 3_200_000, missing: { stretches: 1, bytes: 999 }, hidden: 0 })).toBe('3.2 MB are in the file. 999 B of the log are gone: there is a line that says so in its place.')
    expect(savedWords({ bytes: 3_200_000, missing: { stretches: 2, bytes: 999 }, hidden: 0 })).toContain('there are lines that say so in 2 places.')
  })
})
