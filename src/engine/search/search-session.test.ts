import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { SEARCH_KEEPS, type SearchHit, type SearchPattern, type SearchResults } from '@shared/contract/search'
import { SftpError } from '../ssh'
import { MemorySource } from '../source/memory-source.test-kit'
import { LineScanner } from './line-scanner'
import { makeMatcher, readyMatcher } from './matcher'
import { patterns, texts } from './patterns.test-kit'
import { SearchSession } from './search-session'
import { stepFrom } from './step'

const plain = (text: string): SearchPattern => ({ text, caseSensitive: true, wholeWord: false, regex: false })
const sessions: SearchSession[] = []
afterEach(() => sessions.splice(0).forEach((one) => one.end()))

class Heard {
  hits: SearchHit[] = []
  last: SearchResults | null = null
  readonly session: SearchSession
  readonly tellings: number[] = []

  constructor(sources: readonly MemorySource[], pattern: SearchPattern, remote = false) {
    this.session = new SearchSession({
      searchId: 's',
      logs: sources.map((source, i) => ({ logId: `l${i}`, log: { source, remote, exec: null } })),
      pattern,
      readAll: false,
      send: (results) => {
        this.last = results
        this.hits.push(...results.hits)
        this.tellings.push(performance.now())
      },
      onDefect: (error) => {
        throw error
      },
    })
    sessions.push(this.session)
  }

  async done(): Promise<void> {
    await vi.waitFor(() => expect(this.last?.done).toBe(true), { timeout: 10_000, interval: 5 })
  }

  get offsets(): number[] {
    return this.hits.map((hit) => hit.offset)
  }
}

describe('the scanner', () => {
  it('finds the same lines wherever the pieces end', () => {
    const pattern = fc.record({ text: patterns, caseSensitive: fc.boolean(), wholeWord: fc.boolean(), regex: fc.boolean() })
    fc.assert(fc.property(pattern, texts, fc.boolean(), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }), (options, text, open, sizes) => {
      const matcher = makeMatcher(options)
      fc.pre(matcher.ok)
      const bytes = open ? text.subarray(0, text.length - 1) : text
      const expected = whole(options, bytes)
      const scanner = new LineScanner(matcher.value, 0)
      const seen: [number, number | null, string][] = []
      const note = (line: { offset: number; line: number | null; bytes: Buffer; from: number; to: number }): void =>
        void seen.push([line.offset, line.line, line.bytes.toString('latin1', line.from, line.to)])
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const size = sizes[i % sizes.length]!
        for (const line of scanner.push(bytes.subarray(at, at + size))) note(line)
        at += size
      }
      for (const line of scanner.flush()) note(line)
      expect(seen).toEqual(expected)
    }), { numRuns: 1500 })
  })

  it('goes through lines of any length, in pieces, with little memory', () => {
    for (const text of ['needle', 'ne+dle']) {
      const scanner = new LineScanner(readyMatcher({ ...plain(text), regex: true }), 0)
      const seen: number[] = []
      const push = (bytes: string | Buffer): void => {
        for (const line of scanner.push(Buffer.from(bytes))) seen.push(line.offset)
      }
      push('first\n')
      for (let i = 0; i < 10; i++) push(Buffer.alloc(100_000, 'x'))
      push('nee')
      push('dle')
      for (let i = 0; i < 10; i++) push(Buffer.alloc(100_000, 'needle'))
      push('\nneedle\nlast needle')
      expect(seen).toEqual([6, 6 + 1_000_000 + 6 + 1_000_000 + 1])
      expect([...scanner.flush()].map((line) => line.line)).toEqual([4])
      push(' goes on\nneedle\n')
      expect(seen).toHaveLength(3)
    }
  })
})

/** Offset, number and text of each matching line: each line on its own. */
function whole(options: SearchPattern, bytes: Buffer): [number, number, string][] {
  const out: [number, number, string][] = []
  let at = 0
  for (const [i, line] of bytes.toString('latin1').split('\n').entries()) {
    const matcher = readyMatcher(options)
    const raw = Buffer.from(line, 'latin1')
    const found = matcher.find(raw, 0, raw.length)
    if (found.at >= 0 || (raw.length > 0 && matcher.endsWell(found.state))) out.push([at, i + 1, line])
    at += line.length + 1
  }
  return out
}

describe('a search', () => {
  it('finds what a plain reading finds, over epochs, gaps and short reads', async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: texts.map((text) => ({ kind: 'text' as const, text })) },
      { weight: 1, arbitrary: fc.constant({ kind: 'epoch' as const }) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 20 }).map((length) => ({ kind: 'gone' as const, length })) },
    )
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 50 }), async (steps, limit) => {
      const source = new MemorySource((length) => Math.min(length, limit))
      const expected: number[] = []
      const options = { ...plain('[ab]+c?'), regex: true }
      for (const one of steps) {
        if (one.kind === 'epoch') source.begin('truncated')
        else if (one.kind === 'gone') {
          const from = source.size()
          source.append('a'.repeat(one.length))
          source.lose(from, source.size())
        } else {
          const base = source.size()
          expected.push(...whole(options, one.text).map(([offset]) => base + offset))
          source.append(one.text)
        }
      }
      const heard = new Heard([source], options)
      await heard.done()
      expect(heard.offsets).toEqual(expected)
      expect(heard.last?.total).toBe(expected.length)
      heard.session.end()
    }), { numRuns: 60 })
  })

  it('tells lines with their matches, filtered and cut', async () => {
    const source = new MemorySource()
    source.append('first\n\x1b[31merror\x1b[0m: \x1b]0;title\x07disk \x01full error\r\n')
    source.append(`${'x'.repeat(2000)}é error${'y'.repeat(2000)}\n`)
    const heard = new Heard([source], plain('error'))
    await heard.done()
    expect(heard.hits[0]).toMatchObject({ offset: 6, line: 2, text: 'error: disk ^Afull error', ranges: [[0, 5], [19, 24]], cut: { before: false, after: false } })
    const second = heard.hits[1]!
    expect(second).toMatchObject({ line: 3, cut: { before: true, after: true } })
    expect(second.text.length).toBeLessThanOrEqual(1024)
    expect(second.text.slice(...second.ranges[0]!)).toBe('error')
    expect(second.text).toContain('é error')
  })

  it('keeps 10,000 hits, counts on, and brings more on request, in order and without holes', async () => {
    const source = new MemorySource()
    for (let i = 0; i < 25; i++) source.append('hit\nmiss\n'.repeat(1000))
    const heard = new Heard([source], plain('hit'))
    await heard.done()
    expect(heard.last).toMatchObject({ total: 25_000, left: 25_000 - SEARCH_KEEPS, done: true })
    expect(heard.hits).toHaveLength(SEARCH_KEEPS)
    source.append('hit\n')
    await vi.waitFor(() => expect(heard.last?.total).toBe(25_001))
    heard.session.more()
    await vi.waitFor(() => expect(heard.hits).toHaveLength(20_000), { timeout: 10_000 })
    heard.session.more()
    await vi.waitFor(() => expect(heard.last?.left).toBe(0), { timeout: 10_000 })
    expect(heard.offsets).toEqual(Array.from({ length: 25_001 }, (_, i) => i * 9))
  })

  it('goes on with what is added, and gives a growing last line once', async () => {
    const source = new MemorySource()
    source.append('one hit\nopen')
    const heard = new Heard([source], plain('hit'))
    await heard.done()
    expect(heard.offsets).toEqual([0])
    source.append(' hit')
    await vi.waitFor(() => expect(heard.offsets).toEqual([0, 8]))
    source.append(' and hit again\nhit\n')
    await vi.waitFor(() => expect(heard.offsets).toEqual([0, 8, 31]))
    expect(heard.last?.total).toBe(3)
    source.begin('truncated')
    source.append('hit\n')
    await vi.waitFor(() => expect(heard.hits.at(-1)).toMatchObject({ offset: 35, line: 1 }))
  })

  it('searches log after log, and says how far each is', async () => {
    const sources = ['a hit\n', '', 'no\n', 'hit hit\nhit\n'].map((text) => {
      const source = new MemorySource()
      source.append(text)
      return source
    })
    const heard = new Heard(sources, plain('hit'))
    await heard.done()
    expect(heard.hits.map((hit) => hit.logId)).toEqual(['l0', 'l3', 'l3'])
    expect(heard.last?.logs.map((log) => log.total)).toEqual([1, 0, 0, 2])
    expect(heard.last).toMatchObject({ scannedBytes: 21, sizeBytes: 21 })
  })

  it('reads the last 64 MiB of a remote log, from a line on, unless all is asked for', async () => {
    const source = new MemorySource()
    source.append(Buffer.alloc(70 * 1024 * 1024, 'a line of text that fills\n'))
    const heard = new Heard([source], plain('line'), true)
    await heard.done()
    const startedAt = heard.last?.logs[0]?.startedAt ?? 0
    expect(startedAt).toBeGreaterThan(6 * 1024 * 1024 - 26)
    expect(startedAt).toBeLessThanOrEqual(6 * 1024 * 1024)
    expect(startedAt % 26).toBe(0)
    expect(heard.offsets[0]).toBe(startedAt)
    expect(heard.last?.total).toBe(Math.ceil((source.size() - startedAt) / 26))
  })

  it('says that the connection was lost, and goes on when it is back', async () => {
    const source = new MemorySource()
    source.append('hit\n')
    const read = source.read.bind(source)
    source.read = () => Promise.reject(new SftpError('lost', 'gone'))
    const heard = new Heard([source], plain('hit'), true)
    await heard.done()
    expect(heard.last?.logs[0]?.failure?.code).toBe('CONNECTION_LOST')
    source.read = read
    source.setCondition({ kind: 'live' })
    await vi.waitFor(() => expect(heard.offsets).toEqual([0]))
    expect(heard.last?.logs[0]?.failure).toBeNull()
  })

  it('lets others work while it searches, and says nothing after it was ended', async () => {
    const source = new MemorySource()
    source.append(Buffer.alloc(32 * 1024 * 1024, 'ab c\n'))
    let turns = 0
    const beat = setInterval(() => turns++, 0)
    const heard = new Heard([source], { ...plain('b.c'), regex: true })
    await vi.waitFor(() => expect([heard.hits.length > 2000, turns > 20]).toEqual([true, true]), { timeout: 30_000, interval: 5 })
    clearInterval(beat)
    // All of it was still to come: those turns were had in between.
    expect(heard.last?.done).toBe(false)
    heard.session.end()
    const told = heard.tellings.length
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(heard.tellings).toHaveLength(told)
    expect(Math.min(...heard.tellings.slice(1).map((at, i) => at - heard.tellings[i]!))).toBeGreaterThan(90)
  })
})

describe('a step', () => {
  it('finds the nearest line that matches, in both directions', async () => {
    await fc.assert(fc.asyncProperty(texts, fc.nat(), async (text, any) => {
      const source = new MemorySource((length) => Math.min(length, 7))
      source.append(text)
      const options = { ...plain('a[^a]'), regex: true }
      const all = whole(options, text).map(([offset]) => offset)
      const starts = [0, ...[...text].flatMap((byte, i) => (byte === 0x0a && i + 1 < text.length ? [i + 1] : []))]
      const from = starts[any % starts.length]!
      const step = (direction: 'next' | 'previous') => stepFrom(source, options, from, direction, new AbortController().signal)
      expect(await step('next')).toBe(all.find((offset) => offset > from) ?? null)
      expect(await step('previous')).toBe(all.findLast((offset) => offset < from) ?? null)
    }), { numRuns: 200 })
  })
})
