import { Terminal } from '@xterm/headless'
import { expect, it } from 'vitest'
import { plainLines, withoutControls } from './plain-lines'

async function terminalWith(text: string): Promise<Terminal> {
  const terminal = new Terminal({ cols: 10, rows: 3, scrollback: 100, allowProposedApi: true, convertEol: true })
  await new Promise<void>((done) => terminal.write(text, done))
  return terminal
}

it('joins wrapped rows, keeps empty lines and the order, and no more than asked for', async () => {
  const terminal = await terminalWith('one\n\nthis is a long line\nlast\n')
  expect(plainLines(terminal, 10)).toEqual(['one', '', 'this is a long line', 'last'])
  expect(plainLines(terminal, 2)).toEqual(['this is a long line', 'last'])
})

it('ends at the foot of the view, with a line that is not yet ended', async () => {
  const terminal = await terminalWith('a\nb\nc\nd\ne\nopen')
  expect(plainLines(terminal, 2)).toEqual(['e', 'open'])
  terminal.scrollToTop()
  expect(plainLines(terminal, 10)).toEqual(['a', 'b', 'c'])
})

it('has nothing of an empty terminal', async () => {
  expect(plainLines(await terminalWith(''), 10)).toEqual([])
})

it('leaves no control in what goes to a clipboard, but for tabs and the ends of lines', () => {
  const all = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).join('')
  const printable = all.slice(0x20, 0x7f)
  expect(withoutControls(all)).toBe(`\t\n\n${printable}`)
  expect(withoutControls('a\r\nb\rc\x1b[31md')).toBe('a\nb\nc[31md')
})
