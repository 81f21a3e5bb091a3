import { expect, it } from 'vitest'
import { widestLine } from './wide-frame'

it.each([
  ['abc\nabcdef\nab', 6],
  ['\x1b[31mred\x1b[0m', 3],
  ['a\tb', 9],
  ['äöü', 3],
  ['漢字', 4],
  ['', 0],
])('%j takes %d cells', (text, cells) => expect(widestLine(new TextEncoder().encode(text))).toBe(cells))
