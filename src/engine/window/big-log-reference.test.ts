import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import type { PaneText } from '../engine.test-kit'
import { EntryFilter } from '../runs'
import { MatchFilter } from '../search'
import { MemorySource } from '../source/memory-source.test-kit'
import { BigReference, EITHER_LINE, SHOWN_LINE } from './big-log-reference.test-kit'
import type { LineFilter } from './line-filter'
import type { PaneSession } from './pane-session'
import { act, action, closeAll, openPane, settle, words, type Action } from './window-reference.test-kit'

/*
 * The properties of windows on logs of 64 MiB, where pieces, windows and looks back end somewhere in the middle: the rows are lines of
 * the log with their offsets, and of those that pass the filter none is left out. A few runs only, each with seeds of its own; a
 * failure prints its seed.
 */

afterEach(closeAll)

const MIB = 1024 * 1024

interface Case {
  name: string
  make(): LineFilter | null
  plain(reference: BigReference): Uint8Array | null
}

const everything: Case = { name: 'all', make: () => null, plain: () => null }
const warnings: Case = { name: 'warnings', make: () => new EntryFilter({ least: 'warning', network: true, fold: false }), plain: (reference) => reference.warnings() }
const matching = (word: string, context: number): Case => ({
  name: `${word} ± ${context}`,
  make() {
    const made = MatchFilter.make({ text: word, caseSensitive: true, wholeWord: false, regex: false }, context)
    if (!made.ok) throw new Error(made.failure.sentence)
    return made.value
  },
  plain: (reference) => reference.matching(word, context),
})

/** Rare and frequent, with and without lines around each; `needle` stands in a few places of the log only. */
const cases = fc.constantFrom(everything, warnings, matching('needle', 0), matching('needle', 20), matching('e', 0), matching('ab', 3))

/** How a log is made: from these lines, by this generator, to this size (bytes). */
const recipe = fc.record({
  lines: fc.array(words, { minLength: 50, maxLength: 200 }),
  seed: fc.integer({ min: 1, max: 0x7fffffff }),
  size: fc.integer({ min: 60 * MIB, max: 64 * MIB }),
})
const step = fc.oneof({ weight: 4, arbitrary: action }, { weight: 1, arbitrary: fc.record({ do: fc.constant('filter' as const), to: cases }) }, { weight: 1, arbitrary: fc.record({ do: fc.constant('grow' as const), size: fc.integer({ min: 1, max: 3 * MIB }) }) })

function manyLines(lines: readonly Buffer[], size: number, seed: number): Buffer {
  const out = Buffer.alloc(size)
  let state = seed
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 0x1_0000_0000) * below)
  }
  for (let at = 0; at < size; ) {
    const kind = next(2000)
    // Now and then an entry, a rare word, or a line that is far longer than a row.
    if (kind < 300) at += out.write(`2026-07-10 09:14:03.312 [${['debu', 'info', 'info', 'warn', 'erro'][next(5)]}]  entry ${at}\n`, at)
    else if (kind === 300) at += out.write('needle\n', at)
    else if (kind === 301) at = fill(out, at, next(20) === 0 ? 1_500_000 : 200_000)
    else {
      at += lines[next(lines.length)]!.copy(out, at)
      if (next(20) > 0 && at < size) out[at++] = 0x0a
    }
  }
  return out
}

function fill(out: Buffer, from: number, length: number): number {
  const to = Math.min(out.length, from + length)
  out.fill('x', from, to)
  // What stands beyond the first MiB of a line is not judged: nothing does.
  out[to - 1] = 0x0a
  return to
}

it('shows the rows of a log of 64 MiB that a plain reading gives, whatever is done to window, log and filter', async () => {
  await fc.assert(
    fc.asyncProperty(cases, recipe, fc.array(step, { minLength: 4, maxLength: 8 }), fc.constantFrom(3000, 100_000, Infinity), async (first, log, steps, cut) => {
      const source = new MemorySource((length) => Math.min(length, cut))
      source.append(manyLines(log.lines, log.size, log.seed))
      let now = first
      let follows = true
      const { pane, session } = openPane(source, first.make())
      let reference = new BigReference(source)
      await still(pane, source)
      compare(reference, pane, now, follows)
      for (const one of steps) {
        take(one, source, pane, session)
        if (one.do === 'filter') now = one.to
        if (one.do === 'grow' || one.do === 'append' || one.do === 'truncate') reference = new BigReference(source)
        if (one.do === 'end') follows = true
        else if (one.do === 'older' || one.do === 'offset' || one.do === 'start') follows = false
        await still(pane, source)
        compare(reference, pane, now, follows)
      }
      session.close()
    }),
    { numRuns: 3, endOnFailure: true },
  )
}, 180_000)

function take(one: Action | { do: 'filter'; to: Case } | { do: 'grow'; size: number }, source: MemorySource, pane: PaneText, session: PaneSession): void {
  if (one.do === 'filter') session.setFilter(one.to.make(), pane.offsets[0] ?? 0)
  else if (one.do === 'grow') source.append(manyLines([Buffer.from('more with a needle'), Buffer.from('more with ab')], one.size, one.size))
  else act(source, pane, session, one)
}

/** Waits until nothing comes any more, and all of a filtered log was looked at. */
async function still(pane: PaneText, source: MemorySource): Promise<void> {
  for (let before = ''; before !== state(pane, source); ) {
    before = state(pane, source)
    for (let i = 0; i < 3; i++) await settle()
    const filter = pane.status?.filter
    if (filter && (filter.working || filter.judgedBytes < source.size())) before = ''
  }
}

function state(pane: PaneText, source: MemorySource): string {
  return `${pane.batches} ${source.reads.length} ${pane.status?.filter?.judgedBytes ?? ''}`
}

function compare(reference: BigReference, pane: PaneText, now: Case, follows: boolean): void {
  const shown = now.plain(reference)
  const offsets: number[] = []
  let cutBefore = false
  pane.lines.forEach((line, i) => {
    const mark = line.startsWith('\x1b[2m')
    // Without a filter a window may begin inside a line that is far longer than it; a mark says so.
    if (!mark && !cutBefore) offsets.push(pane.offsets[i]!)
    cutBefore = mark && i === 0 && pane.marks[0] === 'line-cut-before'
  })
  const sure = offsets.filter((offset) => shown?.[indexOf(reference.starts, offset)] !== EITHER_LINE)
  let last = reference.starts.length - 1
  while (last >= 0 && shown && shown[last] !== SHOWN_LINE) last--
  if (follows && (sure.length > 0 || shown)) expect(sure.at(-1), now.name).toBe(reference.starts[last])
  if (sure.length === 0) return
  let at = indexOf(reference.starts, sure[0]!)
  expect(at, `${now.name}: the first row begins a line`).toBeGreaterThanOrEqual(0)
  const expected: number[] = []
  for (; expected.length < sure.length && at < reference.starts.length; at++) if (!shown || shown[at] === SHOWN_LINE) expected.push(reference.starts[at]!)
  expect(sure, now.name).toEqual(expected)
}

function indexOf(rising: readonly number[], value: number): number {
  let [low, high] = [0, rising.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (rising[middle]! < value) low = middle + 1
    else high = middle
  }
  return rising[low] === value ? low : -1
}
