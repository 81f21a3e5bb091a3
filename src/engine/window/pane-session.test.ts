import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { PaneBatch, PaneStatus } from '@shared/contract/port'
import type { Checkpoint } from '@shared/model'
import { PANE_CREDIT_BYTES } from '@shared/contract/port'
import { PaneText } from '../engine.test-kit'
import { MemorySource } from '../source/memory-source.test-kit'
import type { PaneView } from './pane-options'
import { PaneSession } from './pane-session'

const sessions: PaneSession[] = []
afterEach(() => sessions.splice(0).forEach((s) => s.close()))

interface Opened {
  pane: PaneText
  session: PaneSession
  sent: PaneBatch[]
  statuses: PaneStatus[]
}

function open(source: MemorySource, options: { view?: Partial<PaneView>; resume?: Checkpoint; acks?: boolean; onBatch?: (session: PaneSession) => void } = {}): Opened {
  const pane = new PaneText()
  const sent: PaneBatch[] = []
  const statuses: PaneStatus[] = []
  const session: PaneSession = new PaneSession({
    paneId: 'p',
    source,
    view: { columns: 80, windowRows: 200, visible: true, ...options.view },
    resume: options.resume ?? null,
    sendBatch: (batch) => {
      sent.push(batch)
      pane.take(batch)
      options.onBatch?.(session)
      if (options.acks !== false) setImmediate(() => session.ack(batch.text.length))
    },
    sendStatus: (status) => {
      pane.status = status
      statuses.push(status)
    },
    sendMap: (map) => {
      pane.map = map
    },
    onDefect: (error) => {
      throw error
    },
  })
  sessions.push(session)
  return { pane, session, sent, statuses }
}

/** Lets the session's loop run until it rests. */
async function settle(): Promise<void> {
  for (let i = 0; i < 60; i++) await new Promise((resolve) => setImmediate(resolve))
}

const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `line ${from + i}\n`).join('')

describe('PaneSession', () => {
  it('opens at the end, bounded in rows, with the offset of each line', async () => {
    const source = new MemorySource()
    source.append(numbered(0, 5000))
    const { pane } = open(source)
    await settle()
    expect(pane.lines.at(-1)).toBe('line 4999')
    expect(pane.lines.length).toBeGreaterThanOrEqual(199)
    expect(pane.lines.length).toBeLessThanOrEqual(200)
    const whole = numbered(0, 5000)
    pane.lines.forEach((line, i) => expect(whole.slice(pane.offsets[i], pane.offsets[i]! + line.length)).toBe(line))
    expect(pane.view).toBe('end')
    expect(pane.atStart).toBe(false)
  })

  it('shows the last rows first, and then the whole window', async () => {
    const source = new MemorySource()
    source.append(numbered(0, 5000))
    const { pane, sent } = open(source, { view: { windowRows: 2000 } })
    await vi.waitFor(() => expect(pane.lines.length).toBeGreaterThan(1900))
    const rewrites = sent.filter((batch) => batch.kind === 'rewrite')
    expect(rewrites.map((batch) => batch.offsets.length)).toEqual([199, 1999])
    expect(rewrites.map((batch) => [batch.complete, batch.view])).toEqual([[true, 'end'], [true, 'end']])
    expect(pane.lines.at(-1)).toBe('line 4999')
  })

  it('does not take who stops at the first rows to the end once more', async () => {
    const source = new MemorySource()
    source.append(numbered(0, 5000))
    const { pane, sent } = open(source, { view: { windowRows: 2000 }, onBatch: (session) => session.setFollow(false) })
    await vi.waitFor(() => expect(pane.status?.condition).toBe('paused'))
    await settle()
    expect(sent).toHaveLength(1)
    expect(pane.lines).toHaveLength(199)
  })

  it('follows, and shows a last line without a newline at once', async () => {
    const source = new MemorySource()
    source.append('first\nContinue? [Y/n] ')
    const { pane } = open(source)
    await settle()
    expect(pane.lines).toEqual(['first', 'Continue? [Y/n] '])
    expect(pane.open).toBe(true)
    source.append('y\nnext')
    await settle()
    expect(pane.lines).toEqual(['first', 'Continue? [Y/n] y', 'next'])
    source.append('\r 50%\r100%\n')
    await settle()
    expect(pane.lines).toEqual(['first', 'Continue? [Y/n] y', '100%'])
    expect(pane.atStart).toBe(true)
  })

  it('sends nothing while paused, counts what is new, and goes on without a hole', async () => {
    const source = new MemorySource()
    source.append(numbered(0, 50))
    const { pane, session, sent } = open(source)
    await settle()
    session.setFollow(false)
    const before = sent.length
    source.append(numbered(50, 64))
    await vi.waitFor(() => expect(pane.status).toMatchObject({ condition: 'paused', newLines: 14 }))
    expect(sent.length).toBe(before)
    session.move({ kind: 'end' })
    await settle()
    expect(pane.text).toBe(numbered(0, 64).trimEnd())
  })

  it('sends nothing to a hidden pane and catches up when it is seen', async () => {
    const source = new MemorySource()
    source.append(numbered(0, 10))
    const { pane, session, sent } = open(source, { view: { visible: false } })
    await settle()
    expect(sent).toHaveLength(0)
    session.setView({ columns: 80, windowRows: 200, visible: true })
    await settle()
    expect(pane.lines).toHaveLength(10)
  })

  it('never has more than the credit unacknowledged', async () => {
    const source = new MemorySource()
    source.append('x'.repeat(99).concat('\n').repeat(20_000))
    const { sent, session } = open(source, { acks: false, view: { windowRows: 10_000 } })
    await settle()
    const outstanding = sent.reduce((sum, b) => sum + b.text.length, 0)
    expect(outstanding).toBeGreaterThan(0)
    expect(outstanding).toBeLessThanOrEqual(PANE_CREDIT_BYTES)
    session.ack(sent[0]!.text.length)
    await settle()
    expect(sent.reduce((sum, b) => sum + b.text.length, 0) - sent[0]!.text.length).toBeLessThanOrEqual(PANE_CREDIT_BYTES)
  })

  it('skips a flood with a gap row that opens where the gap begins', async () => {
    const source = new MemorySource()
    source.append(numbered(0, 20))
    const { pane, session } = open(source)
    await settle()
    const flood = numbered(20, 700_000)
    source.append(flood)
    await settle()
    expect(pane.marks).toEqual(['gap'])
    expect(pane.lines.at(-1)).toBe('line 699999')
    const gapLine = pane.lines.findIndex((l) => l.includes('Skipped'))
    expect(pane.lines[gapLine - 1]).toBe('line 19')
    const from = pane.offsets[gapLine]!
    session.move({ kind: 'offset', offset: from })
    await settle()
    expect(pane.marks).toEqual([])
    expect(pane.view).toEqual({ line: pane.offsets.indexOf(from) })
    expect(pane.lines[pane.offsets.indexOf(from)]).toBe('line 20')
    expect(pane.lines).toContain('line 19')
  })

  it('brings earlier lines and keeps the line under the eye', async () => {
    const source = new MemorySource()
    source.append(numbered(0, 5000))
    const { pane, session } = open(source)
    await settle()
    const top = pane.offsets[0]!
    const topText = pane.lines[0]
    session.move({ kind: 'older', top })
    await settle()
    const line = (pane.view as { line: number }).line
    expect(pane.lines[line]).toBe(topText)
    expect(line).toBeGreaterThanOrEqual(99)
    expect(pane.lines.length).toBeLessThanOrEqual(201)
    session.move({ kind: 'newer' })
    await settle()
    expect(pane.lines.length).toBeGreaterThan(250)
    expect(new Set(pane.offsets).size).toBe(pane.offsets.length)
  })

  it('goes to the start', async () => {
    const source = new MemorySource()
    source.append(numbered(0, 5000))
    const { pane, session } = open(source)
    await settle()
    session.move({ kind: 'start' })
    await settle()
    expect(pane.lines[0]).toBe('line 0')
    expect(pane.atStart).toBe(true)
    await vi.waitFor(() => expect(pane.status?.follow).toBe(false))
  })

  it('marks a new epoch and what is gone, and shows nothing twice', async () => {
    const source = new MemorySource()
    source.append('old 1\nold 2\nopen')
    const { pane } = open(source)
    await settle()
    source.lose(16, 26)
    source.append('destroyed\n')
    source.begin('truncated')
    source.append('new 1\n')
    await settle()
    // eslint-disable-next-line no-control-regex -- the marks' own colours.
    expect(pane.lines.map((l) => l.replace(/\x1b\[\d*m/g, ''))).toEqual([
      'old 1',
      'old 2',
      'open',
      '10 B is gone: it was destroyed before it could be read.',
      'The log was truncated here. What follows is new.',
      'new 1',
    ])
    expect(pane.marks).toEqual(['gone', 'epoch'])
  })

  it('goes on at a checkpoint, with the open line shown whole', async () => {
    const source = new MemorySource()
    source.append('one\ntwo\npart')
    const first = open(source)
    await settle()
    expect(first.pane.checkpoint).toMatchObject({ offset: 8, epochStart: 0 })
    first.session.close()
    source.append('ial\nthree\n')
    const second = open(source, { resume: first.pane.checkpoint! })
    second.pane.lines = [...first.pane.lines]
    second.pane.offsets = [...first.pane.offsets]
    second.pane.open = true
    await settle()
    expect(second.sent[0]).toMatchObject({ kind: 'append', replacesOpenLine: true })
    expect(second.pane.lines).toEqual(['one', 'two', 'partial', 'three'])
  })

  it('begins inside a line that is too long to read back', async () => {
    const source = new MemorySource()
    source.append(Buffer.alloc(3_000_000, 'z'))
    const { pane, session } = open(source)
    await settle()
    expect(pane.marks).toEqual(['line-cut-before'])
    expect(pane.lines.at(-1)!.startsWith('zzzz')).toBe(true)
    session.move({ kind: 'end' })
    source.append('\nafter\n')
    await settle()
    expect(pane.lines.at(-1)).toBe('after')
  })

  it('holds a contiguous piece of the log after any sequence of moves and appends', async () => {
    const action = fc.oneof(
      fc.record({ do: fc.constant('append' as const), lines: fc.array(fc.string({ unit: 'grapheme', maxLength: 120 }), { minLength: 1, maxLength: 40 }), open: fc.boolean() }),
      fc.record({ do: fc.constantFrom('older' as const, 'newer' as const, 'start' as const, 'end' as const) }),
      fc.record({ do: fc.constant('offset' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 400 }), async (actions, short) => {
        const source = new MemorySource((length) => Math.min(length, short * 7))
        source.append(numbered(0, 300))
        const { pane, session } = open(source)
        await settle()
        for (const a of actions) {
          if (a.do === 'append') source.append(a.lines.map((l) => l.replace(/[\r\n]/g, '')).join('\n') + (a.open ? '' : '\n'))
          else if (a.do === 'older') session.move({ kind: 'older', top: pane.offsets[0] ?? 0 })
          else if (a.do === 'offset') session.move({ kind: 'offset', offset: Math.floor(a.at * (source.size() - 1)) })
          else session.move({ kind: a.do })
          await settle()
        }
        session.move({ kind: 'end' })
        await settle()
        await settle()
        const whole = source.peek(0, source.size())
        const starts = [0]
        for (let at = whole.indexOf(10); at >= 0; at = whole.indexOf(10, at + 1)) starts.push(at + 1)
        if (starts.at(-1) === whole.length) starts.pop()
        expect(pane.offsets).toEqual(starts.slice(starts.length - pane.offsets.length))
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})
