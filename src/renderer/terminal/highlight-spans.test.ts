import { Terminal } from '@xterm/headless'
import type { IBufferLine } from '@xterm/xterm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HIGHLIGHT_COLOURS, type HighlightColour } from '@shared/highlight-rules'
import { textMatcher, type TextMatcher } from '@shared/pattern'
import { highlightSpans } from './highlight-spans'
import { cellsOf, rowText } from './line-cells'

function rule(text: string, colour: HighlightColour) {
  const matcher = textMatcher({ text, regex: true, caseSensitive: true, wholeWord: false })
  if (!matcher.ok) throw new Error(matcher.failure.sentence)
  return { matcher: matcher.value, colour }
}
const pieces = (rules: ReturnType<typeof rule>[], line: string) => highlightSpans(rules, line).map(({ from, to, colour }) => `${colour} ${line.slice(from, to)}`)

describe('what of a line is highlighted', () => {
  it('is what the first rule means, and of the others what it left', () => {
    expect(pieces([rule('denied', 'violet'), rule('^E: .*', 'red')], 'E: access denied here')).toEqual(['red E: access ', 'violet denied', 'red  here'])
    expect(pieces([rule('^E: .*', 'red'), rule('denied', 'violet')], 'E: access denied here')).toEqual(['red E: access denied here'])
    expect(pieces([rule('b', 'blue'), rule('abc|d', 'teal')], 'abcd')).toEqual(['teal a', 'blue b', 'teal c', 'teal d'])
  })

  it('never overlaps, and stays in order', () => {
    const range = fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 10 }))
    const matcher = fc.array(range, { maxLength: 5 }).map((ranges): TextMatcher => ({ ranges: () => ranges.sort((a, b) => a[0] - b[0]).map(([from, length]) => [from, from + length]) }))
    fc.assert(
      fc.property(fc.array(fc.tuple(matcher, fc.constantFrom(...HIGHLIGHT_COLOURS)), { maxLength: 5 }), (rules) => {
        const cells: (HighlightColour | null)[] = Array.from({ length: 40 }, () => null)
        for (const [one, colour] of rules) for (const [from, to] of one.ranges({ bytes: new Uint8Array(), units: null })) for (let i = from; i < to; i++) cells[i] ??= colour
        const spans = highlightSpans(rules.map(([one, colour]) => ({ matcher: one, colour })), 'x'.repeat(40))
        const drawn: (HighlightColour | null)[] = Array.from({ length: 40 }, () => null)
        let behind = 0
        for (const { from, to, colour } of spans) {
          expect(from).toBeGreaterThanOrEqual(behind)
          expect(to).toBeGreaterThan(from)
          drawn.fill(colour, from, to)
          behind = to
        }
        expect(drawn).toEqual(cells)
      }),
    )
  })
})

describe('the cells of a text', () => {
  const rowOf = async (text: string): Promise<IBufferLine> => {
    const terminal = new Terminal({ cols: 20, rows: 4, allowProposedApi: true })
    await new Promise<void>((done) => terminal.write(text, done))
    return terminal.buffer.active.getLine(0)! as IBufferLine
  }

  it.each([
    ['plain text', 'text', 6, 4],
    ['日本 error', 'error', 5, 5],
    ['日本 error', '本', 2, 2],
    ['e\u0301tat: no', 'no', 6, 2],
    ['a\u{1d11e}b', 'b', 2, 1],
  ])('%s: %s', async (text, piece, x, width) => {
    const row = rowText(await rowOf(text), true)
    expect(row.text).toBe(text)
    const from = row.text.indexOf(piece)
    expect(cellsOf(row, from, from + piece.length)).toEqual({ x, width })
  })
})
