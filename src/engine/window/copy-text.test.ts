import { Terminal } from '@xterm/headless'
import { Unicode11Addon } from '@xterm/addon-unicode11'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemorySource } from '../source/memory-source.test-kit'
import { cellSlice } from './cell-slice'
import { copiedText, type CopyRange } from './copy-text'

async function copy(source: MemorySource, range: Omit<CopyRange, 'columns'>): Promise<string> {
  let text = ''
  for await (const piece of copiedText(source, { ...range, columns: 80 }, new AbortController().signal)) text += piece.text
  return text
}

describe('copiedText', () => {
  it('gives the lines of a range, whatever the cuts of the reads', async () => {
    const line = fc.stringMatching(/^[ -~äö漢🙂]{0,60}$/u)
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 200 }), fc.nat(), fc.nat(), fc.integer({ min: 1, max: 5000 }), async (lines, a, b, cut) => {
        const source = new MemorySource((length) => Math.min(length, cut))
        source.append(`${lines.join('\n')}\n`)
        const starts = lines.map((_, i) => Buffer.byteLength(lines.slice(0, i).join('\n') + (i > 0 ? '\n' : '')))
        const [first, last] = [a % lines.length, b % lines.length].sort((x, y) => x - y) as [number, number]
        const text = await copy(source, { from: { offset: starts[first]!, cell: 0 }, to: { offset: starts[last]!, cell: null } })
        expect(text).toBe(lines.slice(first, last + 1).join('\n'))
      }),
      { numRuns: 60 },
    )
  })

  it('leaves out colours and sequences, keeps tabs, shows the last state of a redrawn line, and cuts at both ends', async () => {
    const source = new MemorySource()
    source.append('\x1b[31mred\x1b[0m one\nbar  5%\rbar 99%\na\tb\x1b]0;title\x07c\nlast one')
    const start = 'last one'.length
    const end = source.size() - start
    expect(await copy(source, { from: { offset: 0, cell: 4 }, to: { offset: end, cell: 4 } })).toBe('one\nbar 99%\na\tbc\nlast')
    expect(await copy(source, { from: { offset: end, cell: 5 }, to: { offset: end, cell: null } })).toBe('one')
  })

  it('says where an epoch ends and where bytes are gone', async () => {
    const source = new MemorySource()
    source.append('old\n')
    source.begin('truncated')
    source.append('new\nlost\nend\n')
    source.lose(8, 13)
    expect(await copy(source, { from: { offset: 0, cell: 0 }, to: { offset: source.size(), cell: 0 } })).toBe(
      'old\nThe log was truncated here. What follows is new.\nnew\n5 B is gone: it was destroyed before it could be read.\nend',
    )
  })

  it('copies a line longer than a pane shows', async () => {
    const source = new MemorySource()
    source.append(`${'x'.repeat(300_000)}\nnext\n`)
    expect((await copy(source, { from: { offset: 0, cell: 0 }, to: { offset: 0, cell: null } })).length).toBe(300_000)
  })
})

describe('cellSlice', () => {
  it('cuts where the terminal has the cells', async () => {
    const terminal = new Terminal({ cols: 20, rows: 10, allowProposedApi: true })
    terminal.loadAddon(new Unicode11Addon())
    terminal.unicode.activeVersion = '11'
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[a-z\t漢字]{1,60}$/), fc.integer({ min: 0, max: 100 }), async (text, cut) => {
        await new Promise<void>((done) => terminal.write(`\x1bc${text}`, done))
        const head = cellSlice(text, 20, 0, cut)
        expect(head + cellSlice(text, 20, cut, Infinity)).toBe(text)
        // Written alone, the head ends at the cut or, where a wide one is cut through, one cell behind it.
        await new Promise<void>((done) => terminal.write(`\x1bc${head}`, done))
        const buffer = terminal.buffer.active
        const cells = (buffer.baseY + buffer.cursorY) * 20 + buffer.cursorX
        if (head !== text && !head.endsWith('\t')) expect([cut - 1, cut, cut + 1]).toContain(cells)
      }),
      { numRuns: 500 },
    )
  })
})
