import { describe, expect, it } from 'vitest'
import type { CompareRow } from '@shared/contract/compare'
import { defaultSettings } from '@shared/settings'
import { compareTexts, type Compared, type SideInput } from './compare-texts'
import { rowPage } from './row-page'
import { atOnce } from './slices'

const masks = defaultSettings.compareMasks
const side = (text: string): SideInput => ({ parts: [{ offset: 0, bytes: Buffer.from(text) }], start: 0, end: Buffer.byteLength(text), took: [] })
const compare = (left: SideInput, right: SideInput, exitCode: number | null = null): Compared => atOnce(compareTexts(left, right, masks, exitCode))
const lines = (...all: string[]): SideInput => side(all.map((line) => `${line}\n`).join(''))
const numbered = (count: number, word = 'step'): string[] => Array.from({ length: count }, (_, i) => `${word} ${'abcdefghij'[i % 10]!}${'klmnopqrst'[Math.floor(i / 10) % 10]!}${'uvwxyz'[Math.floor(i / 100)] ?? ''}`)

/** Rows as `kind left|right`. */
function drawn(compared: Compared, view: 'all' | 'differences' = 'all'): string[] {
  return rowPage(compared, view, 0, 500).map((row: CompareRow) => (row.kind === 'fold' ? `fold ${row.rows}` : `${row.kind} ${row.left?.text ?? ''}|${row.right?.text ?? ''}`))
}

describe('rows', () => {
  it('stand beside each other: the same, changed, on one side, moved', () => {
    const compared = compare(
      lines('start at 09:13:02', 'fetch the base image', 'one only here', 'a', 'b', 'c', 'worker up', 'end'),
      lines('start at 10:44:51', 'worker up', 'fetch the base layer', 'a', 'b', 'c', 'one more there now', 'end'),
    )
    expect(drawn(compared)).toEqual([
      'same start at 09:13:02|start at 10:44:51',
      'moved |worker up',
      'changed fetch the base image|fetch the base layer',
      'left one only here|',
      'same a|a',
      'same b|b',
      'same c|c',
      'moved worker up|',
      'right |one more there now',
      'same end|end',
    ])
    expect(compared.summary).toMatchObject({ differentLines: 3, movedLines: 1, maskedLines: 1 })
  })

  it('have what is masked and which words differ', () => {
    const [row] = rowPage(compare(lines('built in 3s for eu-west'), lines('built in 41s for us-east')), 'all', 0, 1)
    if (row?.kind !== 'changed') throw new Error('not changed')
    expect(row.right?.spans).toEqual([
      { from: 9, to: 12, what: { mask: 'duration' } },
      { from: 17, to: 19, what: 'changed' },
      { from: 20, to: 24, what: 'changed' },
    ])
  })

  it('fold what is the same, and lead from one view to the other', () => {
    const [left, right] = [numbered(60), numbered(60)]
    right[30] = 'something else entirely'
    const { views, ...compared } = compare(lines(...left), lines(...right))
    expect(drawn({ views, ...compared }, 'differences')).toHaveLength(10)
    expect(views.at('differences', 0)).toEqual({ from: 0, rows: 27 })
    expect(views.at('differences', 9)).toEqual({ from: 35, rows: 26 })
    expect(views.step('differences', -1, 'next')).toEqual({ row: 4, index: 0 })
    expect(views.step('all', 61, 'previous')).toEqual({ row: 30, index: 0 })
    expect(views.step('all', 30, 'next')).toBeNull()
    expect(views.place(4, 'differences', 'all')).toBe(30)
    expect(views.place(50, 'all', 'differences')).toBe(9)
  })
})

describe('hostile and broken logs', () => {
  it('reach a window as text that passed the escape wall, cut where they are endless', () => {
    const compared = compare(side('\x1b]0;title\x07a \x1b[31mred\x1b[0m \x00 \u202e\rdrawn \x1b[2Kanew\n'), side(`${'x'.repeat(100_000)}\n`))
    const rows = rowPage(compared, 'all', 0, 10)
    const cells = rows.flatMap((row) => (row.kind === 'fold' ? [] : [row.left, row.right])).filter((cell) => cell !== null)
    expect(cells.map(({ text }) => text)).toEqual(['drawn anew', 'x'.repeat(1000)])
    expect(cells.map(({ cut }) => cut)).toEqual([false, true])
  })

  it('say what is missing where bytes are gone', () => {
    const held: SideInput = { parts: [{ offset: 0, bytes: Buffer.from('one\ntwo\n') }, { offset: 100, bytes: Buffer.from('rest of a line\nlast\n') }], start: 0, end: 200, took: [] }
    const compared = compare(held, lines('one', 'two', 'three', 'last'))
    expect(drawn(compared)).toEqual(['same one|one', 'same two|two', 'right |three', 'gap |', 'same last|last', 'gap |'])
    expect(compared.summary.notices).toEqual(['172 B of the log on the left are not held any more.'])
  })

  it('are empty, or the same, and then nothing differs', () => {
    expect(compare(lines(), lines()).summary).toMatchObject({ rows: 0, blocks: 0, divergences: [] })
    expect(compare(lines('a', 'b'), lines('a', 'b')).summary).toMatchObject({ rows: 2, blocks: 0, divergences: [] })
  })

  it('leave out the middle of what is too long, and say so', () => {
    const long = side('line\n'.repeat(200_000))
    const { summary } = compare(long, lines('line'))
    expect(summary.leftLines).toBe(150_000)
    expect(summary.notices[0]).toBe('The log on the left is long: 250 kB in its middle were left out.')
  })
})

it('tells which steps got slower: scripts by their runs, steps by the times in their lines', () => {
  const steps = (times: string[]): string[] => times.map((time, i) => `2026-11-24T09:${time}Z ==> ${['Fetch', 'Build', 'Test'][i]!}`)
  const left = { ...lines(...steps(['10:00', '10:04', '10:10'])), took: [{ name: 'setup', ms: 12_000, offset: null }] }
  const right = { ...lines(...steps(['10:00', '10:05', '11:05'])), took: [{ name: 'setup', ms: 71_000, offset: null }] }
  expect(compare(left, right).summary.slower).toEqual([
    { name: 'setup', leftMs: 12_000, rightMs: 71_000, offset: null },
    { name: 'Build', leftMs: 6000, rightMs: 60_000, offset: 31 },
  ])
})
