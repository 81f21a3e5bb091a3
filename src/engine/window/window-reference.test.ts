import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { PaneText } from '../engine.test-kit'
import { MemorySource } from '../source/memory-source.test-kit'
import { filterLine, filteredBound } from './escape-filter'
import { PaneSession } from './pane-session'

/*
 * Windows held against a plain reading of the whole log: whatever the bytes, however the reads are cut and wherever
 * the window went, its rows are lines of the log with their offsets, none left out in between.
 */

interface ReferenceLine {
  offset: number
  text: string
}

/** All lines of a log, epoch by epoch: split at newlines, a redraw shows its last state, and the filter does the rest. */
function referenceLines(source: MemorySource): ReferenceLine[] {
  const whole = source.peek(0, source.size())
  const borders = [...source.boundaries().map(({ at }) => at), whole.length]
  const lines: ReferenceLine[] = []
  let start = 0
  for (const end of borders) {
    while (start < end) {
      const lf = whole.indexOf(10, start)
      const stop = lf < 0 || lf >= end ? end : lf
      lines.push({ offset: start, text: shown(whole.subarray(start, stop), stop === end) })
      start = stop === end ? end : stop + 1
    }
  }
  return lines
}

function shown(line: Buffer, open: boolean): string {
  const states = line.toString('latin1').split('\r').filter((state) => state !== '')
  let last = Buffer.from(states.at(-1) ?? '', 'latin1')
  // A character that has not come whole is not shown yet.
  if (open) last = last.subarray(0, last.length - cutCharacter(last))
  const out = new Uint8Array(filteredBound(last.length))
  return Buffer.from(out.subarray(0, filterLine(last, out, 0))).toString('utf8')
}

/** Bytes at the end that begin a UTF-8 character and do not end it. */
function cutCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
  }
  return 0
}

const sessions: PaneSession[] = []
afterEach(() => sessions.splice(0).forEach((one) => one.close()))

function open(source: MemorySource): { pane: PaneText; session: PaneSession } {
  const pane = new PaneText()
  const session: PaneSession = new PaneSession({
    paneId: 'p',
    source,
    view: { columns: 80, windowRows: 200, visible: true },
    resume: null,
    sendBatch: (batch) => {
      pane.take(batch)
      setImmediate(() => session.ack(batch.text.length))
    },
    sendStatus: (status) => (pane.status = status),
    sendMap: (map) => (pane.map = map),
    onDefect: (error) => {
      throw error
    },
  })
  sessions.push(session)
  return { pane, session }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 80; i++) await new Promise((resolve) => setImmediate(resolve))
}

/** Lines in several encodings, with all kinds of ends: what programs really leave in a log. */
const words = fc.oneof(
  fc.stringMatching(/^[ -~]{0,100}$/).map((text) => Buffer.from(text)),
  fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => Buffer.from(text)),
  fc.stringMatching(/^[à-ÿ]{1,40}$/).map((text) => Buffer.from(text, 'latin1')),
  fc.stringMatching(/^[a-z]{0,30}$/).map((text) => Buffer.from(text, 'utf16le')),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
)
const ends = fc.constantFrom('\n', '\n', '\r\n', '\r', '')
const text = fc.array(fc.tuple(words, ends), { minLength: 1, maxLength: 60 }).map((pieces) => Buffer.concat(pieces.flatMap(([word, end]) => [word, Buffer.from(end)])))
const action = fc.oneof(
  fc.record({ do: fc.constant('append' as const), text }),
  fc.record({ do: fc.constant('truncate' as const), text }),
  fc.record({ do: fc.constantFrom('older' as const, 'newer' as const, 'start' as const, 'end' as const) }),
  fc.record({ do: fc.constant('offset' as const), at: fc.double({ min: 0, max: 1, noNaN: true }), rows: fc.option(fc.integer({ min: 50, max: 200 })) }),
)

it('shows the rows that a plain reading of the log gives, after any scrolls, jumps, appends and truncations', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 10 }), text, fc.integer({ min: 1, max: 3000 }), async (actions, first, cut) => {
      const source = new MemorySource((length) => Math.min(length, cut))
      for (let i = 0; i < 6; i++) source.append(Buffer.concat([first, Buffer.from(`\nround ${i}\n`)]))
      const { pane, session } = open(source)
      await settle()
      for (const one of actions) {
        if (one.do === 'append') source.append(one.text)
        else if (one.do === 'truncate') {
          source.begin('truncated')
          source.append(one.text)
        } else if (one.do === 'older') session.move({ kind: 'older', top: pane.offsets[0] ?? 0 })
        else if (one.do === 'offset') {
          session.move({ kind: 'offset', offset: Math.floor(one.at * (source.size() - 1)), ...(one.rows === null ? {} : { rows: one.rows }) })
        } else session.move({ kind: one.do })
        await settle()
        await settle()
        compare(source, pane)
      }
    }),
    { numRuns: 60 },
  )
}, 60_000)

function compare(source: MemorySource, pane: PaneText): void {
  const all = referenceLines(source)
  const held = pane.lines.map((line, i) => ({ offset: pane.offsets[i]!, text: line })).filter(({ text: line }) => !line.startsWith('\x1b[2mThe log was '))
  if (held.length === 0) return
  const from = all.findIndex(({ offset }) => offset === held[0]!.offset)
  expect(from, 'the first row begins a line').toBeGreaterThanOrEqual(0)
  const expected = all.slice(from, from + held.length)
  expect(held.map(({ offset }) => offset)).toEqual(expected.map(({ offset }) => offset))
  // The last one may have grown since it was shown, while the pane does not follow.
  expect(held.slice(0, -1)).toEqual(expected.slice(0, -1))
}
