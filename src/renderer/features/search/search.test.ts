import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { SearchHit, SearchPattern, SearchResults } from '@shared/contract/search'
import type { EngineClient } from '@/bridge'
import { EngineSearch } from './engine-search'
import { firstAtOrAfter, hitsFrom, stepTarget } from './hit-list'
import { hitPieces, resultRows, stepRow } from './result-rows'
import { requestReveal, takeReveals, type Reveal } from './reveal'
import { percent, positionWords, scopeWords } from './search-words'

const hit = (offset: number, more: Partial<SearchHit> = {}): SearchHit => ({ logId: 'l', offset, line: null, text: 'text', ranges: [], cut: { before: false, after: false }, ...more })
const progress = { logId: 'l', total: 0, scannedBytes: 0, sizeBytes: 0, done: true, way: 'read', startedAt: null, failure: null } as const
const results = (more: Partial<SearchResults> = {}): SearchResults => ({ searchId: '', hits: [], total: 0, scannedBytes: 0, sizeBytes: 0, done: true, left: 0, logs: [progress], ...more })

describe('steps through hits', () => {
  const hits = [hit(10), hit(20), hit(30)]

  it('go to the neighbour, and round the ends', () => {
    expect(stepTarget(hits, 20, 'next', true)).toEqual({ kind: 'at', offset: 30 })
    expect(stepTarget(hits, 15, 'next', true)).toEqual({ kind: 'at', offset: 20 })
    expect(stepTarget(hits, 30, 'next', true)).toEqual({ kind: 'at', offset: 10 })
    expect(stepTarget(hits, 20, 'previous', true)).toEqual({ kind: 'at', offset: 10 })
    expect(stepTarget(hits, 10, 'previous', true)).toEqual({ kind: 'at', offset: 30 })
    expect(stepTarget([], 5, 'next', true)).toEqual({ kind: 'none' })
    expect(hitsFrom(hits, 20, 'next', true, 9)).toEqual([20, 30, 10])
    expect(hitsFrom(hits, 20, 'previous', true, 9)).toEqual([20, 10, 30])
    expect(hitsFrom(hits, 20, 'next', false, 9)).toEqual([20, 30])
    expect(hitsFrom(hits, 20, 'previous', false, 9)).toEqual([20, 10])
    expect(hitsFrom(hits, 10, 'next', true, 2)).toEqual([10, 20])
  })

  it('ask the engine where hits were counted and not kept', () => {
    expect(stepTarget(hits, 30, 'next', false)).toEqual({ kind: 'ask', from: 30 })
    expect(stepTarget(hits, 20, 'next', false)).toEqual({ kind: 'at', offset: 30 })
    expect(stepTarget(hits, 99, 'previous', false)).toEqual({ kind: 'ask', from: 99 })
    expect(stepTarget(hits, 10, 'previous', false)).toEqual({ kind: 'ask', from: Infinity })
  })

  it('find by halving what a plain look finds', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.nat(50)), fc.nat(60), (offsets, at) => {
      const all = offsets.sort((a, b) => a - b).map((offset) => hit(offset))
      const found = all.findIndex((one) => one.offset >= at)
      expect(firstAtOrAfter(all, at)).toBe(found < 0 ? all.length : found)
    }))
  })
})

describe('the list of results', () => {
  it('puts each log above its hits, and leaves out logs without any', () => {
    const logs = ['a', 'b', 'c'].map((logId) => ({ ...progress, logId, total: logId === 'b' ? 0 : 1 }))
    const rows = resultRows([hit(1, { logId: 'a' }), hit(5, { logId: 'c' })], results({ logs }))
    expect(rows.map((row) => (row.kind === 'log' ? row.progress.logId : row.hit.offset))).toEqual(['a', 1, 'c', 5])
    expect(stepRow(rows, -1, 1)).toBe(1)
    expect(stepRow(rows, 1, 1)).toBe(3)
    expect(stepRow(rows, 3, 1)).toBe(3)
    expect(stepRow(rows, 3, -1)).toBe(1)
    expect(stepRow(rows, 1, -1)).toBe(1)
    expect(stepRow([], -1, 1)).toBe(-1)
  })

  it('shows the first match of a line, however far in it is', () => {
    expect(hitPieces(hit(0, { text: '  an error', ranges: [[5, 10]] })).map((piece) => piece.text)).toEqual(['an ', 'error'])
    const far = hitPieces(hit(0, { text: `${'x'.repeat(200)}error`, ranges: [[200, 205]], cut: { before: false, after: true } }))
    expect(far).toEqual([{ text: '…', match: false }, { text: 'x'.repeat(40), match: false }, { text: 'error', match: true }, { text: '…', match: false }])
  })
})

describe('words', () => {
  it('say the position, the total and how it was searched', () => {
    expect(positionWords(2, results({ total: 1284 }))).toBe('3 of 1,284')
    expect(positionWords(null, results({ total: 1284, done: false }))).toBe('1,284+')
    expect(positionWords(null, results())).toBe('No match')
    expect(scopeWords({ ...progress, way: 'rg' })).toBe('in the whole log, by rg in the workspace')
    expect(scopeWords({ ...progress, way: 'rg-here' })).toBe('in the whole log, by ripgrep')
    expect(scopeWords({ ...progress, startedAt: 5, sizeBytes: 64 * 1024 * 1024 })).toMatch(/^in the last .+ of the log$/)
    expect(scopeWords({ ...progress, done: false, scannedBytes: 1, sizeBytes: 3 })).toBe('searching, 33%')
    expect(percent({ scannedBytes: 9, sizeBytes: 0 })).toBe('0%')
  })
})

describe('a search of the engine', () => {
  const pattern: SearchPattern = { text: 'a', caseSensitive: false, wholeWord: false, regex: false }
  const make = () => {
    const asked: { name: string; params: unknown }[] = []
    let hear: (event: { event: 'search.results'; results: SearchResults }) => void = () => {}
    let reconnect: (agentId: string | null) => void = () => {}
    const search = new EngineSearch({
      request: vi.fn((name: string, params: unknown) => {
        asked.push({ name, params })
        return Promise.resolve({ ok: true, value: null })
      }) as unknown as EngineClient['request'],
      onEvent: (listener) => ((hear = listener as typeof hear), () => {}),
      onReconnect: (listener) => ((reconnect = listener), () => {}),
    })
    const id = (): string => (asked.findLast((one) => one.name === 'search.start')?.params as { searchId: string }).searchId
    return { asked, search, id, hear: (more: Partial<SearchResults>) => hear({ event: 'search.results', results: results(more) }), reconnect: () => reconnect(null) }
  }

  it('gathers its own results only, and starts anew with the engine', () => {
    const { asked, search, id, hear, reconnect } = make()
    search.start(['l'], pattern)
    hear({ searchId: id(), hits: [hit(1)], total: 1 })
    hear({ searchId: 'another', hits: [hit(2)], total: 9 })
    expect(search.snapshot()).toMatchObject({ hits: [{ offset: 1 }], results: { total: 1 } })
    const first = id()
    reconnect()
    expect(id()).not.toBe(first)
    expect(search.snapshot().hits).toEqual([])
    search.clear()
    expect(asked.at(-1)).toMatchObject({ name: 'search.cancel', params: { searchId: id() } })
    reconnect()
    expect(asked.filter((one) => one.name === 'search.start')).toHaveLength(2)
  })
})

describe('a line to show', () => {
  it('waits for its pane, and is taken once', () => {
    const taken: Reveal[] = []
    const reveal: Reveal = { logId: 'x', offset: 1, query: { text: 'a', caseSensitive: false, wholeWord: false, regex: false } }
    requestReveal(reveal)
    const stop = takeReveals('x', (one) => taken.push(one))
    expect(taken).toEqual([reveal])
    requestReveal({ ...reveal, offset: 2 })
    expect(taken).toHaveLength(2)
    stop()
    takeReveals('x', (one) => taken.push(one))()
    expect(taken).toHaveLength(2)
  })
})
