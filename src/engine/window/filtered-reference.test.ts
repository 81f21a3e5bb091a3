import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import type { PaneText } from '../engine.test-kit'
import { EntryFilter } from '../runs'
import { MatchFilter } from '../search'
import { MemorySource } from '../source/memory-source.test-kit'
import { BothFilters } from './both-filters'
import type { LineFilter } from './line-filter'
import { act, action, appendRounds, closeAll, openPane, referenceLines, settle, text, type ReferenceLine } from './window-reference.test-kit'

/* Filtered windows held against a plain reading of the whole log, line by line. */

afterEach(closeAll)

/** What the engine is told, and the same in the plainest words. */
interface Case {
  filter: LineFilter
  /** Which of the lines of one epoch are shown. */
  plain(lines: readonly ReferenceLine[]): boolean[]
  separated: boolean
}

function matching(word: string, context: number): Case {
  const made = MatchFilter.make({ text: word, caseSensitive: true, wholeWord: false, regex: false }, context)
  if (!made.ok) throw new Error(made.failure.sentence)
  const plain = (lines: readonly ReferenceLine[]) => lines.map((_, i) => lines.slice(Math.max(0, i - context), i + context + 1).some(({ bytes }) => bytes.includes(word)))
  return { filter: made.value, plain, separated: context > 0 }
}

const HEAD = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \[([A-Za-z]+)\](?:\t| {2})/

/** Warnings and errors with what belongs to them, and all that is no entry. */
function warnings(): Case {
  const plain = (lines: readonly ReferenceLine[]) => {
    let passes = true
    return lines.map(({ bytes }) => {
      const head = HEAD.exec(bytes.toString('latin1'))
      if (head) passes = /^(warn|erro|crit|fata)/i.test(head[1]!)
      return passes
    })
  }
  return { filter: new EntryFilter({ least: 'warning', network: true, fold: false }), plain, separated: false }
}

function both(one: Case, other: Case): Case {
  const plain = (lines: readonly ReferenceLine[]) => {
    const [a, b] = [one.plain(lines), other.plain(lines)]
    return a.map((passes, i) => passes && b[i]!)
  }
  return { filter: new BothFilters(one.filter, other.filter), plain, separated: one.separated || other.separated }
}

const cases = fc.oneof(
  fc.record({ word: fc.constantFrom('a', 'round', 'e 3', 'é', '  '), context: fc.constantFrom(0, 0, 1, 3, 20) }).map(({ word, context }) => matching(word, context)),
  fc.constant(null).map(() => warnings()),
  fc.constantFrom(0, 2).map((context) => both(warnings(), matching('a', context))),
)
const entries = fc
  .array(fc.tuple(fc.constantFrom('debu', 'info', 'warn', 'erro', 'DEBUG', 'WARN'), fc.stringMatching(/^[a-e ]{0,20}$/), fc.array(fc.stringMatching(/^[a-e ]{0,12}$/), { maxLength: 4 })), { maxLength: 20 })
  .map((all) => Buffer.from(all.map(([level, message, more]) => [`2026-07-10 09:14:03.312 [${level}]  ${message}`, ...more.map((one) => `    ${one}`)].join('\n') + '\n').join('')))
const log = fc.oneof(text, entries)
const filtered = fc.oneof(action, fc.record({ do: fc.constant('filter' as const), to: fc.option(cases), top: fc.boolean() }), fc.record({ do: fc.constant('append' as const), text: entries }))

it('shows the rows that pass, after any scrolls, jumps, appends, truncations and changes of the filter', async () => {
  await fc.assert(
    fc.asyncProperty(cases, fc.array(filtered, { minLength: 1, maxLength: 10 }), log, fc.integer({ min: 1, max: 3000 }), async (first, actions, start, cut) => {
      const source = new MemorySource((length) => Math.min(length, cut))
      appendRounds(source, start)
      let now: Case | null = first
      let follows = true
      const { pane, session } = openPane(source, first.filter)
      await still(pane)
      compare(source, pane, now, follows)
      for (const one of actions) {
        if (one.do === 'filter') {
          now = one.to
          session.setFilter(one.to?.filter ?? null, one.top ? (pane.offsets[0] ?? 0) : null)
        } else act(source, pane, session, one)
        if (one.do === 'end') follows = true
        else if (one.do === 'older' || one.do === 'offset' || one.do === 'start') follows = false
        await still(pane)
        compare(source, pane, now, follows)
      }
    }),
    { numRuns: 150 },
  )
}, 120_000)

/** Waits until nothing comes any more. */
async function still(pane: PaneText): Promise<void> {
  for (let before = -1; before !== pane.batches; ) {
    before = pane.batches
    for (let i = 0; i < 3; i++) await settle()
  }
}

function compare(source: MemorySource, pane: PaneText, now: Case | null, follows: boolean): void {
  const all = referenceLines(source)
  const borders = [0, ...source.boundaries().map(({ at }) => at), Infinity]
  const passing = now ? borders.slice(1).flatMap((end, i) => shownOf(all.filter(({ offset }) => offset >= borders[i]! && offset < end), now)) : all
  const held = pane.lines.map((line, i) => ({ offset: pane.offsets[i]!, text: line }))
  const lines = held.filter(({ text: line }) => !line.startsWith('\x1b[2mThe log was ') && line !== '\x1b[2m⋯\x1b[0m')
  // Following, the window ends with the last line that passes, and there is one if any passes.
  if (follows) expect(lines.at(-1)?.offset).toBe(passing.at(-1)?.offset)
  if (lines.length === 0) return
  const from = passing.findIndex(({ offset }) => offset === lines[0]!.offset)
  expect(from, 'the first row begins a line that passes').toBeGreaterThanOrEqual(0)
  const expected = passing.slice(from, from + lines.length)
  expect(lines.map(({ offset }) => offset)).toEqual(expected.map(({ offset }) => offset))
  expect(lines.slice(0, -1).map(({ text: line }) => plainText(line, now))).toEqual(expected.slice(0, -1).map(({ text: line }) => plainText(line, now)))
  if (now) separators(all, held, now)
}

/** Columns are set with blanks that the log does not have. */
function plainText(line: string, now: Case | null): string {
  return now && HEAD.test(line) ? line.replace(/(\] {2}) */, '$1') : line
}

function shownOf(lines: readonly ReferenceLine[], now: Case): ReferenceLine[] {
  const passes = now.plain(lines)
  return lines.filter((_, i) => passes[i])
}

/** A mark stands between two rows of one epoch that are apart in the log, and nowhere else. */
function separators(all: readonly ReferenceLine[], held: readonly { offset: number; text: string }[], now: Case): void {
  const order = new Map(all.map(({ offset }, i) => [offset, i]))
  held.forEach(({ offset, text: line }, i) => {
    const [before, after] = [held[i - 1], held[i + 1]]
    if (line === '\x1b[2m⋯\x1b[0m') {
      expect(now.separated && before !== undefined && after?.offset === offset && order.get(offset)! - order.get(before.offset)! > 1).toBe(true)
    } else if (now.separated && before && !before.text.startsWith('\x1b[2m') && !line.startsWith('\x1b[2m')) {
      expect(order.get(offset)! - order.get(before.offset)!).toBe(1)
    }
  })
}
