import { expect, it } from 'vitest'
import type { CompareRow } from '@shared/contract/compare'
import { defaultSettings } from '@shared/settings'
import { compareTexts, type Compared } from './compare-texts'
import { rowPage, textOf } from './row-page'
import { atOnce } from './slices'

const side = (text: string) => ({ parts: [{ offset: 0, bytes: Buffer.from(text) }], start: 0, end: Buffer.byteLength(text), took: [] })
const compare = (left: string, right: string): Compared => atOnce(compareTexts(side(left), side(right), defaultSettings.compareMasks, null))
const row = (compared: Compared, at = 0): Exclude<CompareRow, { kind: 'fold' }> => {
  const [found] = rowPage(compared, 'all', at, 1)
  if (!found || found.kind === 'fold') throw new Error('no such row')
  return found
}

it('is a page of the rows: from where it was asked for, as many as there are', () => {
  const compared = compare('a\nb\nc\n', 'a\nb\nc\n')
  expect(rowPage(compared, 'all', 1, 10).map((one) => (one.kind === 'fold' ? null : one.left?.text))).toEqual(['b', 'c'])
  expect(rowPage(compared, 'all', 3, 10)).toEqual([])
})

it('has the number and the offset of each line', () => {
  const compared = compare('eins\nzwei\n', 'one\neins\nzwei\n')
  expect(row(compared, 2)).toMatchObject({ kind: 'same', left: { line: 2, offset: 5 }, right: { line: 3, offset: 9 } })
})

it('shows a line as a terminal leaves it: its last redraw, without colours and without sequences', () => {
  expect(textOf(Buffer.from('10%\r50%\r\x1b[32mdone\x1b[0m\r'))).toBe('done')
  expect(textOf(Buffer.from('a\x1b]0;title\x07b'))).toBe('ab')
  expect(textOf(Buffer.from(''))).toBe('')
  expect(textOf(Buffer.from('ü'.repeat(3)))).toBe('üüü')
})

it('marks words that differ between what is masked, and nothing of what is masked', () => {
  const { left, right } = row(compare('took 3s in zone a\n', 'took 9s in zone b\n'))
  expect(left!.spans).toEqual([{ from: 5, to: 7, what: { mask: 'duration' } }, { from: 16, to: 17, what: 'changed' }])
  expect(right!.spans).toEqual([{ from: 5, to: 7, what: { mask: 'duration' } }, { from: 16, to: 17, what: 'changed' }])
})

it('compares no words of a line that is long, and cuts it', () => {
  const long = 'word '.repeat(300)
  const found = row(compare(`${long}left\nsame\n`, `${long}right\nsame\n`))
  expect(found.left).toMatchObject({ cut: true, spans: [] })
  expect(found.left!.text).toHaveLength(1000)
})
