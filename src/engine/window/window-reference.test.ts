import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import type { PaneText } from '../engine.test-kit'
import { MemorySource } from '../source/memory-source.test-kit'
import { act, action, appendRounds, closeAll, openPane, referenceLines, settle, text } from './window-reference.test-kit'

/*
 * Windows held against a plain reading of the whole log: whatever the bytes, however the reads are cut and wherever
 * the window went, its rows are lines of the log with their offsets, none left out in between.
 */

afterEach(closeAll)

it('shows the rows that a plain reading of the log gives, after any scrolls, jumps, appends and truncations', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 10 }), text, fc.integer({ min: 1, max: 3000 }), async (actions, first, cut) => {
      const source = new MemorySource((length) => Math.min(length, cut))
      appendRounds(source, first)
      const { pane, session } = openPane(source)
      await settle()
      for (const one of actions) {
        act(source, pane, session, one)
        await settle()
        await settle()
        compare(source, pane)
      }
    }),
    { numRuns: 60 },
  )
}, 60_000)

function compare(source: MemorySource, pane: PaneText): void {
  const all = referenceLines(source).map(({ offset, text: line }) => ({ offset, text: line }))
  const held = pane.lines.map((line, i) => ({ offset: pane.offsets[i]!, text: line })).filter(({ text: line }) => !line.startsWith('\x1b[2mThe log was '))
  if (held.length === 0) return
  const from = all.findIndex(({ offset }) => offset === held[0]!.offset)
  expect(from, 'the first row begins a line').toBeGreaterThanOrEqual(0)
  const expected = all.slice(from, from + held.length)
  expect(held.map(({ offset }) => offset)).toEqual(expected.map(({ offset }) => offset))
  // The last one may have grown since it was shown, while the pane does not follow.
  expect(held.slice(0, -1)).toEqual(expected.slice(0, -1))
}
