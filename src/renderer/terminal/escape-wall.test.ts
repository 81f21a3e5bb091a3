import headless from '@xterm/headless'
import type { IParser } from '@xterm/xterm'
import { describe, expect, it } from 'vitest'
import { raiseEscapeWall, type EscapeWall } from './escape-wall'

const ESC = '\x1b'
const CSI = `${ESC}[`
const OSC = `${ESC}]`
const ST = `${ESC}\\`

/** Sequences that would do harm or change what a reader sees, by what they are after. */
const HOSTILE: Record<string, string[]> = {
  'other buffer': [`${CSI}?1049h`, `${CSI}?47h`, `${CSI}?1047h`, `${CSI}?1048h`],
  erasing: [`${CSI}2J`, `${CSI}3J`, `${CSI}J`, `${CSI}1J`, `${CSI}?2J`, `${CSI}K`, `${CSI}1K`, `${CSI}2K`, `${CSI}?2K`, `${CSI}X`, `${CSI}99X`],
  'cursor moves': [
    `${CSI}H`, `${CSI}1;1H`, `${CSI}5A`, `${CSI}5B`, `${CSI}5C`, `${CSI}5D`, `${CSI}3E`, `${CSI}3F`, `${CSI}10G`, `${CSI}2d`, `${CSI}1;1f`,
    `${CSI}I`, `${CSI}Z`, `${CSI}5a`, `${CSI}5e`, `${CSI}5\``, `${ESC}M`, `${ESC}D`, `${ESC}E`, `${ESC}7`, `${ESC}8`, `${CSI}s`, `${CSI}u`,
  ],
  'lines and cells': [`${CSI}5L`, `${CSI}5M`, `${CSI}5P`, `${CSI}5@`, `${CSI}5S`, `${CSI}5T`, `${CSI}100b`, `${CSI}3'}`, `${CSI}3'~`, `${CSI}3 @`, `${CSI}3 A`],
  resets: [`${ESC}c`, `${CSI}!p`, `${ESC}#8`, `${CSI}2;4r`, `${CSI}g`, `${CSI}3g`, `${ESC}H`],
  modes: [`${CSI}4h`, `${CSI}20h`, `${CSI}?1h`, `${CSI}?6h`, `${CSI}?7l`, `${CSI}?25l`, `${CSI}?45h`, `${CSI}?1000h`, `${CSI}?1003h`, `${CSI}?1006h`, `${CSI}?1004h`, `${CSI}?2004h`, `${CSI}?2026h`, `${ESC}=`, `${ESC}>`, `${CSI}>4;2m`, `${CSI}1"q`],
  answers: [`${CSI}c`, `${CSI}>c`, `${CSI}=c`, `${CSI}5n`, `${CSI}6n`, `${CSI}?6n`, `${CSI}?15n`, `${CSI}14t`, `${CSI}18t`, `${CSI}21t`, `${CSI}4$p`, `${CSI}?2026$p`, `${ESC}Z`, `${ESC}P$qm${ST}`, `${ESC}P+q544e${ST}`, `${OSC}4;1;?\x07`, `${OSC}10;?\x07`, `${OSC}11;?${ST}`, `${OSC}12;?\x07`],
  titles: [`${OSC}0;owned\x07`, `${OSC}2;owned${ST}`, `${OSC}1;owned\x07`, `${CSI}22t`, `${CSI}23t`, `${OSC}l owned${ST}`],
  'links, colours, clipboard': [`${OSC}8;;https://example.com\x07`, `${OSC}52;c;b3duZWQ=\x07`, `${OSC}4;1;#ff0000\x07`, `${OSC}10;#000000\x07`, `${OSC}11;#ffffff\x07`, `${OSC}104\x07`, `${OSC}110\x07`, `${OSC}1337;File=:AAAA\x07`, `${OSC}777;notify;a;b\x07`, `${OSC}9;hello\x07`],
  'strings of other kinds': [`${ESC}_apc${ST}`, `${ESC}^pm${ST}`, `${ESC}Xsos${ST}`, `${ESC}Pq#0;2;0;0;0~~${ST}`],
  charsets: [`${ESC}(0`, `${ESC})0`, `${ESC}*B`, `${ESC}+A`, `${ESC}%G`, `${ESC}%@`, `${ESC}n`, `${ESC}o`, `${ESC}~`],
}
const corpus = Object.values(HOSTILE).flat()

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
  it('has a corpus worth the name', () => expect(corpus.length).toBeGreaterThan(100))

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
