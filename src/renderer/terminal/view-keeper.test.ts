import headless from '@xterm/headless'
import type { Terminal } from '@xterm/xterm'
import { describe, expect, it } from 'vitest'
import { LineTable } from './line-table'
import { ViewKeeper } from './view-keeper'

const ROWS = 6
const SCROLLBACK = 35

/** A terminal that shows lines `from` to `to`, some of them wrapped, each with its number as its offset. */
async function setUp(from: number, to: number) {
  const term = new headless.Terminal({ cols: 20, rows: ROWS, scrollback: SCROLLBACK, convertEol: true, allowProposedApi: true })
  const terminal = term as unknown as Terminal
  const table = new LineTable(ROWS + SCROLLBACK)
  const keeper = new ViewKeeper(terminal, table)
  const write = (text: string) => new Promise<void>((done) => term.write(text, done))
  const put = async (first: number, last: number, newline: boolean) => {
    const numbers = Array.from({ length: last - first + 1 }, (_, i) => first + i)
    table.push(Float64Array.from(numbers))
    await write((newline ? '\n' : '') + numbers.map((n) => `line ${n}${n % 3 === 0 ? ` ${'~'.repeat(30)}` : ''}`).join('\n'))
  }
  const rewrite = async (first: number, last: number, view: { line: number } | 'end' | null) => {
    keeper.beforeRewrite()
    await write('\x1b[2J\x1b[3J\x1b[H')
    table.clear()
    await put(first, last, false)
    keeper.afterRewrite(view)
  }
  const append = async (first: number, last: number) => {
    keeper.beforeAppend()
    await put(first, last, true)
    keeper.afterAppend()
  }
  const top = () => term.buffer.active.getLine(term.buffer.active.viewportY)?.translateToString(true).trimEnd()
  const atEnd = () => term.buffer.active.viewportY === term.buffer.active.baseY
  await rewrite(from, to, 'end')
  return { term, keeper, rewrite, append, top, atEnd }
}

describe('ViewKeeper', () => {
  it('stays at the end while following', async () => {
    const { append, atEnd } = await setUp(0, 20)
    await append(21, 80)
    expect(atEnd()).toBe(true)
  })

  it('does not move a paused view that stands at the end', async () => {
    const { keeper, append, top, atEnd } = await setUp(0, 20)
    const before = top()
    keeper.following = false
    await append(21, 30)
    await append(31, 35)
    expect(top()).toBe(before)
    expect(atEnd()).toBe(false)
  })

  it('does not move a paused view that was scrolled up, while rows are trimmed above it', async () => {
    const { term, keeper, append, top } = await setUp(0, 20)
    keeper.following = false
    term.scrollLines(-4)
    const before = top()
    await append(21, 32)
    expect(term.buffer.active.length).toBe(ROWS + SCROLLBACK)
    expect(top()).toBe(before)
  })

  it('keeps the row under the eye when earlier lines come, also inside a wrapped line', async () => {
    for (let up = 0; up < 12; up++) {
      const { term, keeper, rewrite, top } = await setUp(100, 122)
      keeper.following = false
      term.scrollToLine(0)
      term.scrollLines(up)
      const before = top()
      keeper.keepEye = true
      await rewrite(90, 112, { line: 10 })
      expect(top(), `${up} rows below the top`).toBe(before)
    }
  })

  it('keeps the eye where the first line held had lost its beginning', async () => {
    const { term, keeper, rewrite, append, top } = await setUp(0, 39)
    let newest = 39
    const firstIsCut = () => term.buffer.active.getLine(0)?.isWrapped ?? false
    while (!firstIsCut() && newest < 60) await append(++newest, newest)
    expect(firstIsCut(), 'a line at the top whose beginning was trimmed').toBe(true)
    keeper.following = false
    term.scrollToLine(0)
    const before = [top(), term.buffer.active.getLine(1)?.translateToString(true)]
    keeper.keepEye = true
    await rewrite(newest - 30, newest - 10, { line: 0 })
    const y = term.buffer.active.viewportY
    expect([top(), term.buffer.active.getLine(y + 1)?.translateToString(true)]).toEqual(before)
  })

  it('goes where the engine says when the window moves on purpose', async () => {
    const { keeper, rewrite, top, atEnd } = await setUp(0, 20)
    keeper.following = false
    await rewrite(50, 72, { line: 4 })
    expect(top()).toBe('line 54 ~~~~~~~~~~~~')
    await rewrite(80, 99, 'end')
    expect(atEnd()).toBe(true)
  })

  it('keeps the eye of a paused reader in a rewrite that names no place', async () => {
    const { term, keeper, rewrite, top } = await setUp(0, 20)
    keeper.following = false
    term.scrollLines(-7)
    const before = top()
    await rewrite(2, 22, null)
    expect(top()).toBe(before)
  })

  it('keeps the line at the top through a change of width', async () => {
    const { term, keeper, top } = await setUp(0, 14)
    keeper.following = false
    term.scrollToLine(4)
    const before = top()
    keeper.through(() => term.resize(14, ROWS))
    expect(top()?.slice(0, 8)).toBe(before?.slice(0, 8))
  })
})
