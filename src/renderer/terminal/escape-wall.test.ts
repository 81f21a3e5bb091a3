import headless from '@xterm/headless'
import type { IParser } from '@xterm/xterm'
import { describe, expect, it } from 'vitest'
import { hostileEscapes } from '../../../e2e/peers/hostile-escapes'
import { raiseEscapeWall, type EscapeWall } from './escape-wall'

const corpus = Object.values(hostileEscapes).flat().filter((sequence) => sequence.startsWith('\x1b'))

function terminal(): { term: InstanceType<typeof headless.Terminal>; wall: EscapeWall; answers: string[]; titles: string[] } {
  const term = new headless.Terminal({ cols: 40, rows: 6, scrollback: 50, convertEol: true, allowProposedApi: true })
  const answers: string[] = []
  const titles: string[] = []
  term.onData((data) => answers.push(data))
  term.onBinary((data) => answers.push(data))
  term.onTitleChange((title) => titles.push(title))
  return { term, wall: raiseEscapeWall(term.parser as IParser), answers, titles }
}

const write = (term: { write(data: string, done: () => void): void }, text: string) =>
  new Promise<void>((done) => term.write(text, done))

const screen = (term: InstanceType<typeof headless.Terminal>) =>
  Array.from({ length: term.buffer.active.length }, (_, y) => term.buffer.active.getLine(y)?.translateToString(true))

const before = Array.from({ length: 12 }, (_, i) => `line ${i}`).join('\n') + '\n'

describe('the escape wall', () => {
  it('has a corpus worth the name', () => expect(corpus.length).toBeGreaterThan(150))

  it.each(corpus.map((sequence) => [JSON.stringify(sequence), sequence]))('swallows %s', async (_name, sequence) => {
    const plain = terminal()
    await write(plain.term, `${before}ab\nlast`)
    const { term, answers, titles } = terminal()
    await write(term, `${before}a${sequence}b\nlast`)

    expect(screen(term)).toEqual(screen(plain.term))
    expect(term.buffer.active.type).toBe('normal')
    expect([term.buffer.active.cursorX, term.buffer.active.cursorY]).toEqual([4, 5])
    expect(term.modes).toEqual(plain.term.modes)
    expect(answers).toEqual([])
    expect(titles).toEqual([])
  })

  it('still swallows when the sequence comes in pieces', async () => {
    const { term } = terminal()
    for (const piece of [before, 'a\x1b', '[2', 'J', '\x1b]0;ow', 'ned\x07', 'b']) await write(term, piece)
    expect(screen(term).at(-1)).toBe('ab')
    expect(screen(term)[0]).toBe('line 0')
  })

  it('lets colours through', async () => {
    const { term } = terminal()
    await write(term, '\x1b[1;31mred\x1b[38;2;1;2;3mrgb\x1b[0m')
    const line = term.buffer.active.getLine(0)
    expect(line?.getCell(0)?.isFgPalette()).toBeTruthy()
    expect(line?.getCell(0)?.isBold()).toBeTruthy()
    expect(line?.getCell(3)?.isFgRGB()).toBeTruthy()
  })

  it('lets the pane pass while it is open, and nobody after that', async () => {
    const { term, wall } = terminal()
    await write(term, before)
    wall.open()
    await write(term, '\x1b[2J\x1b[3J\x1b[H')
    wall.close()
    expect(screen(term).join('')).toBe('')
    await write(term, 'x\x1b[2Jy')
    expect(screen(term)[0]).toBe('xy')
  })

  it('stands before every handler that xterm has, whatever xterm learns', () => {
    const { term } = terminal()
    // The parser's own tables; an xterm that renames them fails here and asks for a look.
    const ours = parserOf(term)
    const theirs = parserOf(new headless.Terminal({ allowProposedApi: true }))
    const tables = (parser: ParserTables) => [
      parser._csiHandlers,
      parser._escHandlers,
      parser._oscParser._handlers,
      parser._dcsParser._handlers,
    ]
    const uncovered = tables(theirs).map((table, i) =>
      Object.keys(table).filter((id) => tables(ours)[i]?.[id]?.length !== (table[id]?.length ?? 0) + 1),
    )
    expect(Object.keys(theirs._csiHandlers).length).toBeGreaterThan(40)
    const sgr = String('m'.charCodeAt(0))
    expect(uncovered).toEqual([[sgr], [], [], []])
  })
})

function parserOf(term: unknown): ParserTables {
  return (term as { _core: { _inputHandler: { _parser: ParserTables } } })._core._inputHandler._parser
}

interface ParserTables {
  _csiHandlers: Record<string, unknown[]>
  _escHandlers: Record<string, unknown[]>
  _oscParser: { _handlers: Record<string, unknown[]> }
  _dcsParser: { _handlers: Record<string, unknown[]> }
}
