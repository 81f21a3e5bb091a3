import { describe, expect, it } from 'vitest'
import type { CompareSide, Divergence } from '@shared/contract/compare'
import { countWords, divergenceWords, maskWords, sideTime, sideWords, slowerWords } from './compare-words'

const NOW = new Date(2026, 10, 24, 15, 0).getTime()
const side = (change: Partial<CompareSide> = {}): CompareSide => ({
  id: 'log~a',
  title: 'coder-startup-script.log',
  path: '/tmp/coder-startup-script.log',
  startedMs: new Date(2026, 10, 24, 14, 2).getTime(),
  kind: 'failed',
  exitCode: 100,
  held: 'kept',
  logId: null,
  agentName: null,
  ...change,
})

describe('a side', () => {
  it('is its run, its log, what came of it and where it is kept', () => {
    expect(sideWords(side(), NOW)).toBe('today 14:02 · coder-startup-script.log · failed, exit 100 · kept')
    expect(sideWords(side({ kind: 'ready', exitCode: 0, held: 'source' }), NOW)).toBe('today 14:02 · coder-startup-script.log · ready')
    expect(sideWords(side({ held: 'memory', exitCode: null }), NOW)).toBe('today 14:02 · coder-startup-script.log · failed · from memory')
  })

  it('is its log alone where no run of it is known, with the agent where that is another', () => {
    const other = side({ startedMs: null, kind: null, exitCode: null, held: 'source', agentName: 'gpu' })
    expect(sideTime(other, NOW)).toBe('coder-startup-script.log')
    expect(sideWords(other, NOW)).toBe('gpu · coder-startup-script.log')
  })
})

describe('a divergence', () => {
  const line = (number: number | null) => ({ line: number, offset: 0, text: 'x' })
  const divergence = (change: Partial<Divergence>): Divergence => ({ kind: 'error', sentence: '', left: null, right: line(1214), row: 0, ...change })

  it.each([
    [divergence({ sentence: 'apt could not resolve deb.example.' }), 'At line 1,214: apt could not resolve deb.example. The run of yesterday had no such line.'],
    [divergence({ left: line(9) }), 'At line 1,214: an error that was not there before. The run of yesterday went on there (its line 9).'],
    [divergence({ kind: 'missing', left: line(9), right: null }), 'A step is missing that the run of yesterday had (its line 9).'],
    [divergence({ kind: 'version' }), 'At line 1,214 another version than in the run of yesterday.'],
    [divergence({ kind: 'changed', right: line(null) }), 'On the right it says something else than in the run of yesterday.'],
    [divergence({ kind: 'extra' }), 'At line 1,214 a line that the run of yesterday did not have.'],
    [divergence({ kind: 'stopped', left: line(null), right: null }), 'It ends where the run of yesterday went on.'],
  ])('is said with its line (%#)', (one, words) => {
    expect(divergenceWords(one, 'yesterday')).toBe(words)
  })
})

it('counts in words, also one and none', () => {
  const summary = { leftLines: 1, rightLines: 1, rows: 1, foldedRows: 1, blocks: 0, differentLines: 0, movedLines: 0, maskedLines: 0, divergences: [], slower: [], notices: [] }
  expect(countWords(summary)).toBe('Nothing differs')
  expect(countWords({ ...summary, blocks: 1, differentLines: 1, maskedLines: 1 })).toBe('1 difference in 1 line · 1 line with other times, ids and the like')
  expect(countWords({ ...summary, blocks: 1200, differentLines: 3400, movedLines: 12 })).toBe('1,200 differences in 3,400 lines · 12 lines only moved')
})

it('says how much slower a step was, and which rule masks a piece', () => {
  expect(slowerWords({ name: 'Build', leftMs: 4000, rightMs: 61_000, offset: null })).toBe('Build: 1 min 1 s instead of 4 s')
  expect(maskWords('time')).toBe('masked as a time')
  expect(maskWords('id')).toBe('masked as an id')
  expect(maskWords('ticket')).toBe('masked by your rule “ticket”')
})
