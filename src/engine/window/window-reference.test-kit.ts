import fc from 'fast-check'
import { PaneText } from '../engine.test-kit'
import type { MemorySource } from '../source/memory-source.test-kit'
import { filterLine, filteredBound } from './escape-filter'
import type { LineFilter } from './line-filter'
import { PaneSession } from './pane-session'

export interface ReferenceLine {
  offset: number
  text: string
  /** The line's bytes, without its newline. */
  bytes: Buffer
}

/** All lines of a log, epoch by epoch: split at newlines, a redraw shows its last state, and the filter does the rest. */
export function referenceLines(source: MemorySource): ReferenceLine[] {
  const whole = source.peek(0, source.size())
  const borders = [...source.boundaries().map(({ at }) => at), whole.length]
  const lines: ReferenceLine[] = []
  let start = 0
  for (const end of borders) {
    while (start < end) {
      const lf = whole.indexOf(10, start)
      const stop = lf < 0 || lf >= end ? end : lf
      lines.push({ offset: start, text: shown(whole.subarray(start, stop), stop === end), bytes: whole.subarray(start, stop) })
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

export function closeAll(): void {
  sessions.splice(0).forEach((one) => one.close())
}

export function openPane(source: MemorySource, filter: LineFilter | null = null): { pane: PaneText; session: PaneSession } {
  const pane = new PaneText()
  const session: PaneSession = new PaneSession({
    paneId: 'p',
    source,
    view: { columns: 80, windowRows: 200, visible: true },
    resume: null,
    filter,
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

export async function settle(): Promise<void> {
  for (let i = 0; i < 80; i++) await new Promise((resolve) => setImmediate(resolve))
}

/** Lines in several encodings, with all kinds of ends: what programs really leave in a log. */
export const words = fc.oneof(
  fc.stringMatching(/^[ -~]{0,100}$/).map((text) => Buffer.from(text)),
  fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => Buffer.from(text)),
  fc.stringMatching(/^[à-ÿ]{1,40}$/).map((text) => Buffer.from(text, 'latin1')),
  fc.stringMatching(/^[a-z]{0,30}$/).map((text) => Buffer.from(text, 'utf16le')),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
)
const ends = fc.constantFrom('\n', '\n', '\r\n', '\r', '')
export const text = fc.array(fc.tuple(words, ends), { minLength: 1, maxLength: 60 }).map((pieces) => Buffer.concat(pieces.flatMap(([word, end]) => [word, Buffer.from(end)])))
export type Action =
  | { do: 'append' | 'truncate'; text: Buffer }
  | { do: 'older' | 'newer' | 'start' | 'end' }
  | { do: 'offset'; at: number; rows: number | null }
export const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ do: fc.constant('append' as const), text }),
  fc.record({ do: fc.constant('truncate' as const), text }),
  fc.record({ do: fc.constantFrom('older' as const, 'newer' as const, 'start' as const, 'end' as const) }),
  fc.record({ do: fc.constant('offset' as const), at: fc.double({ min: 0, max: 1, noNaN: true }), rows: fc.option(fc.integer({ min: 50, max: 200 })) }),
)

/** A log that says the same six times. */
export function appendRounds(source: MemorySource, round: Buffer): void {
  for (let i = 0; i < 6; i++) source.append(Buffer.concat([round, Buffer.from(`\nround ${i}\n`)]))
}

/** Does what an action says, to the log or to the window. */
export function act(source: MemorySource, pane: PaneText, session: PaneSession, one: Action): void {
  if (one.do === 'append') source.append(one.text)
  else if (one.do === 'truncate') {
    source.begin('truncated')
    source.append(one.text)
  } else if (one.do === 'older') session.move({ kind: 'older', top: pane.offsets[0] ?? 0 })
  else if (one.do === 'offset') {
    session.move({ kind: 'offset', offset: Math.floor(one.at * (source.size() - 1)), ...(one.rows === null ? {} : { rows: one.rows }) })
  } else session.move({ kind: one.do })
}
