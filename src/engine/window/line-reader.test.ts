import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LINE_DISPLAY_BYTES, LineReader, type LineSink } from './line-reader'

interface Seen {
  text: string
  offset: number
}

function collect(seen: Seen[], stopAfter = Infinity): LineSink {
  return {
    line(text, from, to, offset) {
      seen.push({ text: Buffer.from(text.subarray(from, to)).toString('utf8'), offset })
      return seen.length < stopAfter
    },
  }
}

function readAll(bytes: Uint8Array, cuts: number[] = []): { lines: Seen[]; open: Seen[] } {
  const reader = new LineReader(0)
  const lines: Seen[] = []
  const places = [...new Set([0, ...cuts.map((c) => c % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b)
  for (let i = 1; i < places.length; i++) reader.push(bytes.subarray(places[i - 1], places[i]), collect(lines))
  const open: Seen[] = []
  reader.peekOpen(collect(open))
  return { lines, open }
}

describe('LineReader', () => {
  it('cuts lines with their offsets, and keeps the open one', () => {
    const { lines, open } = readAll(Buffer.from('one\ntwo\r\n\nlast'))
    expect(lines).toEqual([
      { text: 'one', offset: 0 },
      { text: 'two', offset: 4 },
      { text: '', offset: 9 },
    ])
    expect(open).toEqual([{ text: 'last', offset: 10 }])
  })

  it('counts the states that a redrawn line had before, wherever its bytes are cut', () => {
    const bytes = Buffer.from('plain\r\n\r\r10%\r20%\r\rdone\r\nnext\n')
    for (let cut = 0; cut <= bytes.length; cut++) {
      const counted: unknown[] = []
      const sink: LineSink = { line: (text, from, to, _offset, _cut, states = 0) => counted.push([Buffer.from(text.subarray(from, to)).toString(), states]) > 0 }
      const reader = new LineReader(0)
      for (const part of [bytes.subarray(0, cut), bytes.subarray(cut)]) reader.push(part, sink)
      expect(counted).toEqual([['plain', 0], ['done', 2], ['next', 0]])
    }
  })

  it('shows the last state of a line that was redrawn', () => {
    const { lines, open } = readAll(Buffer.from('  1%\r 50%\r100%\ndone\rworking\r'))
    expect(lines).toEqual([{ text: '100%', offset: 0 }])
    expect(open).toEqual([{ text: 'working', offset: 15 }])
  })

  it('cuts a line that is too long, says how much more there is, and goes on after it', () => {
    const long = 'x'.repeat(LINE_DISPLAY_BYTES + 5_000_000)
    const { lines } = readAll(Buffer.from(`${long}\nnext\n`))
    expect(lines[0]!.text.startsWith('x'.repeat(LINE_DISPLAY_BYTES))).toBe(true)
    expect(lines[0]!.text).toContain('5.0 MB more in this line')
    expect(lines[1]).toEqual({ text: 'next', offset: long.length + 1 })
  })

  it('does not cut through a character at the bound', () => {
    const { lines } = readAll(Buffer.from(`${'x'.repeat(LINE_DISPLAY_BYTES - 1)}é and more\n`))
    expect(lines[0]!.text).not.toContain('\uFFFD')
  })

  it('stops when the sink says so, and goes on from there', () => {
    const reader = new LineReader(100)
    const seen: Seen[] = []
    reader.push(Buffer.from('a\nb\nc\n'), collect(seen, 2))
    expect(seen).toHaveLength(2)
    expect(reader.next).toBe(104)
    reader.push(Buffer.from('c\n'), collect(seen))
    expect(seen.at(-1)).toEqual({ text: 'c', offset: 104 })
  })

  it('gives the same lines however the bytes are cut', () => {
    const piece = fc.oneof(
      fc.constantFrom('\n', '\r', '\r\n', '\x1b[31m', '\x1b[0m', '\x1b]0;t\x07', 'é', '日本', '👩‍💻', '\x00', 'text ', '\x1b', '\u202e'),
      fc.string({ maxLength: 6 }),
    )
    const bytes = fc.oneof(
      fc.array(piece, { maxLength: 60 }).map((p) => new Uint8Array(Buffer.from(p.join('')))),
      fc.uint8Array({ maxLength: 300 }),
    )
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(), { maxLength: 20 }), (input, cuts) => {
        expect(readAll(input, cuts)).toEqual(readAll(input))
      }),
      { numRuns: 3000 },
    )
  })
})
