import headless from '@xterm/headless'
import type { IParser, Terminal } from '@xterm/xterm'
import { describe, expect, it } from 'vitest'
import type { PaneBatch } from '@shared/contract/port'
import type { Mark } from '@shared/model'
import { BatchWriter } from './batch-writer'
import { raiseEscapeWall } from './escape-wall'
import { LineTable } from './line-table'
import { linesAfter, startRowOf } from './rows'

const bytes = (text: string) => new TextEncoder().encode(text)

/** A batch as the engine makes it: lines separated by newlines, the last one terminated unless it is open. */
function batch(lines: string[], change: Partial<PaneBatch> = {}): PaneBatch {
  const open = change.open ?? false
  return {
    paneId: 'p1',
    kind: 'append',
    replacesOpenLine: false,
    text: bytes(lines.join('\n') + (open ? '' : '\n')),
    offsets: Float64Array.from(lines, (_, i) => i * 10),
    marks: [],
  cuts: [],
    open,
    view: null,
    complete: true,
    atStart: true,
    checkpoint: { path: '/l', epochStart: 0, offset: 0, seamHash: '' },
    ...change,
  }
}

/** Text of a row without the blanks at its end. */
const rowText = (term: Terminal, row: number) => term.buffer.active.getLine(row)?.translateToString(true).trimEnd() ?? ''

function setUp(rows = 5, cols = 20, scrollback = 10) {
  const term = new headless.Terminal({ cols, rows, scrollback, convertEol: true, allowProposedApi: true })
  const table = new LineTable(rows + scrollback)
  const heard: string[] = []
  const marks: { back: number; mark: Mark }[] = []
  const terminal = term as unknown as Terminal
  const writer = new BatchWriter(terminal, raiseEscapeWall(term.parser as IParser), table, {
    beforeRewrite: () => heard.push('beforeRewrite'),
    afterRewrite: (view) => heard.push(`afterRewrite ${JSON.stringify(view)}`),
    beforeAppend: () => {},
    afterAppend: () => {},
    cut: () => {},
    marked: (some) => marks.push(...some),
    parsed: () => heard.push('parsed'),
  })
  const show = (one: PaneBatch) => new Promise<void>((done) => writer.push(one, done))
  const text = () =>
    Array.from({ length: term.buffer.active.baseY + term.buffer.active.cursorY + 1 }, (_, y) => rowText(terminal, y))
  return { term, terminal, table, writer, show, text, heard, marks }
}

describe('BatchWriter', () => {
  it('leaves no empty row after the last line', async () => {
    const { show, text } = setUp()
    await show(batch(['a', 'b'], { kind: 'rewrite', view: 'end' }))
    expect(text()).toEqual(['a', 'b'])
    await show(batch(['c']))
    expect(text()).toEqual(['a', 'b', 'c'])
  })

  it('keeps empty lines', async () => {
    const { show, text, table } = setUp()
    await show(batch(['a', '', ''], { kind: 'rewrite' }))
    await show(batch(['']))
    await show(batch(['z']))
    expect(text()).toEqual(['a', '', '', '', 'z'])
    expect(table.length).toBe(5)
  })

  it('shows an open line at once and lets it grow in place', async () => {
    const { show, text, table } = setUp()
    await show(batch(['a', 'Contin'], { kind: 'rewrite', open: true }))
    await show(batch(['Continue? [y/N] '], { open: true, replacesOpenLine: true }))
    expect(text()).toEqual(['a', 'Continue? [y/N]'])
    await show(batch(['Continue? [y/N] y', 'done'], { replacesOpenLine: true }))
    await show(batch(['next']))
    expect(text()).toEqual(['a', 'Continue? [y/N] y', 'done', 'next'])
    expect(table.length).toBe(4)
  })

  it('replaces an open line that was drawn anew, over all its wrapped rows', async () => {
    const { show, text, table, term } = setUp()
    await show(batch(['first', `progress ${'='.repeat(40)}`], { kind: 'rewrite', open: true }))
    expect(term.buffer.active.getLine(3)?.isWrapped).toBe(true)
    await show(batch(['progress 100%'], { open: true, replacesOpenLine: true }))
    expect(text()).toEqual(['first', 'progress 100%'])
    await show(batch(['ready', 'after'], { replacesOpenLine: true }))
    expect(text()).toEqual(['first', 'ready', 'after'])
    expect(table.length).toBe(3)
  })

  it('brings back the colours that held where the open line began', async () => {
    const { show, term } = setUp()
    await show(batch(['\x1b[32mgreen', '\x1b[31mred'], { kind: 'rewrite', open: true }))
    await show(batch(['again'], { replacesOpenLine: true }))
    expect(term.buffer.active.getLine(1)?.getCell(0)?.getFgColor()).toBe(2)
  })

  it('replaces only what is still on the screen of an open line that is taller than it', async () => {
    const { show, text, table, terminal } = setUp(4, 10, 20)
    await show(batch(['x'.repeat(60)], { kind: 'rewrite', open: true }))
    await show(batch(['new', 'end'], { replacesOpenLine: true }))
    expect(text().slice(-2)).toEqual(['new', 'end'])
    // Rows and table agree all the same.
    expect(linesAfter(terminal, 0) + 1).toBe(table.length)
  })

  it('does not let log text use the moment when the wall is open', async () => {
    const { writer, text, show } = setUp()
    const evil = ['one', 'two\x1b[2J\x1b[3J\x1b[H', 'open\x1b[5A']
    writer.push(batch(evil, { kind: 'rewrite', open: true }), () => {})
    writer.push(batch(['redrawn\x1b[2J', 'x\x1b]0;t\x07y'], { replacesOpenLine: true }), () => {})
    writer.push(batch(evil, { kind: 'rewrite', complete: false }), () => {})
    await show(batch(['last\x1bc'], { view: 'end' }))
    expect(text()).toEqual(['one', 'two', 'open', 'last'])
  })

  it('runs a rewrite of several batches as one, and tells where the view belongs', async () => {
    const { show, text, heard, table } = setUp()
    await show(batch(['old'], { kind: 'rewrite' }))
    heard.length = 0
    await show(batch(['a', 'b'], { kind: 'rewrite', complete: false }))
    await show(batch(['c'], { view: { line: 1 } }))
    expect(heard).toEqual(['beforeRewrite', 'parsed', 'afterRewrite {"line":1}', 'parsed'])
    expect(text()).toEqual(['a', 'b', 'c'])
    expect(table.length).toBe(3)
  })

  it('acknowledges in order and only what is parsed', async () => {
    const { writer, term } = setUp()
    const order: string[] = []
    const seen: Promise<void>[] = []
    for (const word of ['a', 'b', 'c'])
      seen.push(
        new Promise((done) =>
          writer.push(batch([word]), () => {
            order.push(`${word}:${term.buffer.active.getLine(term.buffer.active.cursorY)?.translateToString(true)}`)
            done()
          }),
        ),
      )
    await Promise.all(seen)
    expect(order).toEqual(['a:a', 'b:b', 'c:c'])
  })

  it('keeps rows and lines together while rows are trimmed and lines wrap', async () => {
    const { show, table, terminal } = setUp(5, 20, 10)
    let offset = 0
    const lengths = [3, 45, 0, 20, 21, 70, 1]
    const starts: { offset: number; text: string }[] = []
    for (let round = 0; round < 12; round++) {
      const lines = lengths.map((length, i) => `${round}.${i} ${'y'.repeat(length)}`)
      const offsets = lines.map((line) => {
        starts.push({ offset, text: line })
        return (offset += line.length + 1) - line.length - 1
      })
      await show(batch(lines, { kind: round === 0 ? 'rewrite' : 'append', offsets: Float64Array.from(offsets) }))
    }
    for (let back = 0; back < 5; back++) {
      const row = startRowOf(terminal, back)
      const expected = starts.at(-1 - back)
      expect(row).not.toBeNull()
      expect(rowText(terminal, row ?? 0)).toBe(expected?.text.slice(0, 20).trimEnd())
      expect(table.fromEnd(back)).toBe(expected?.offset)
    }
  })

  it('tells where marks are, counted from the newest line', async () => {
    const { show, marks } = setUp()
    const mark: Mark = { kind: 'gap', from: 10, to: 20 }
    await show(batch(['a', 'Skipped', 'b'], { kind: 'rewrite', marks: [{ line: 1, mark }] }))
    expect(marks).toEqual([{ back: 1, mark }])
  })

  it('takes a batch without lines', async () => {
    const { show, text } = setUp()
    await show(batch([], { kind: 'rewrite', text: new Uint8Array() }))
    await show(batch(['a']))
    expect(text()).toEqual(['a'])
  })
})
