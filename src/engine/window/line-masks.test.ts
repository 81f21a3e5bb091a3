import { describe, expect, it } from 'vitest'
import { LineMasker } from '@shared/text/mask'
import { MemorySource } from '../source/memory-source.test-kit'
import { BATCH_BYTES, BatchBuilder } from './batch-builder'
import { copiedText } from './copy-text'
import { LineMasks } from './line-masks'
import { linePage, LINE_PAGE_BYTES } from './whole-line'

const latin1 = (text: string): string => Buffer.from(text).toString('latin1')
const masker = new LineMasker({ own: ['gehäim'] }, latin1)
const masks = (): LineMasks => new LineMasks(() => masker)

function built(of: LineMasks, lines: readonly string[]): { text: string; masked: number[] | undefined } {
  const builder = new BatchBuilder(new Uint8Array(BATCH_BYTES), 80, Infinity, of)
  lines.forEach((line, index) => {
    const bytes = Buffer.from(`xx${line}xx`)
    builder.line(bytes, 2, bytes.length - 2, index * 100, false)
  })
  const [part] = builder.take(true)
  return { text: Buffer.from(part?.text ?? []).toString(), masked: part?.masked }
}

async function copied(source: MemorySource, of: LineMasks): Promise<string> {
  let text = ''
  const range = { from: { offset: 0, cell: 0 }, to: { offset: Number.MAX_SAFE_INTEGER, cell: null }, columns: 80 }
  for await (const piece of copiedText(source, range, new AbortController().signal, null, { masks: of })) text += piece.text
  return text
}

describe('what a pane is given', () => {
  const lines = ['one', 'export TOKEN=hunter2 done', 'kéy gehäim ü', 'two']

  it('has marks for secrets, and says in which lines', () => {
    expect(built(masks(), lines)).toEqual({ text: 'one\nexport TOKEN=••• done\nkéy ••• ü\ntwo\n', masked: [1, 2] })
  })

  it('has one line as it is when that is asked for, or all', () => {
    const mine = masks()
    mine.show(100, true)
    expect(built(mine, lines).masked).toEqual([2])
    mine.show(null, true)
    expect(built(mine, lines).text).toContain('gehäim')
    expect(mine.whole()).toBeNull()
    mine.show(null, false)
    expect(built(mine, lines).masked).toEqual([1, 2])
  })

  it('has all of them where the person wants none hidden', () => {
    expect(built(new LineMasks(() => null), lines)).toEqual({ text: `${lines.join('\n')}\n`, masked: [] })
  })
})

describe('what is copied', () => {
  it('hides a token whatever the pieces are that it is read in', async () => {
    for (const piece of [1, 3, 7, 64]) {
      const source = new MemorySource((length) => Math.min(length, piece))
      source.append('before\nCODER_SESSION_TOKEN=abcdefghij-ABCDEFGHIJKLMNOPQRSTUV\nafter')
      expect(await copied(source, masks())).toBe('before\nCODER_SESSION_TOKEN=•••\nafter')
    }
  })
})

describe('a page of a long line', () => {
  it('hides a token at the border of two pages in both of them', async () => {
    const token = 'ghp_0123456789abcdefghijABCDEFGHIJ'
    const source = new MemorySource()
    source.append(`${'x '.repeat(LINE_PAGE_BYTES / 2 - 8)}${token} behind\nnext line`)
    const first = await linePage(source, 0, 0, masks())
    const second = await linePage(source, 0, first.next ?? 0, masks())
    expect(first.text.endsWith('x •••')).toBe(true)
    expect(second.text).toBe('••• behind')
    const plain = await linePage(source, 0, first.next ?? 0)
    expect(plain.text).toBe(`${token.slice(16)} behind`)
  })
})
