import { expect, it } from 'vitest'
import { MemorySource } from '../source/memory-source.test-kit'
import { LINE_PAGE_BYTES, linePage } from './whole-line'

it('gives all of a long line, page by page, no character cut', async () => {
  const line = 'ä漢🙂x'.repeat(40_000)
  const source = new MemorySource((length) => Math.min(length, 9999))
  source.append(`before\n${line}\nafter\n`)
  let text = ''
  let pages = 0
  for (let from: number | null = 0; from !== null; pages++) {
    const page = await linePage(source, 7, from)
    text += page.text
    from = page.next
  }
  expect(text).toBe(line)
  expect(pages).toBe(Math.ceil(Buffer.byteLength(line) / LINE_PAGE_BYTES))
})

it('shows every state of a redrawn line, without sequences and colours', async () => {
  const source = new MemorySource()
  source.append(' 1%\r\x1b[32m50%\x1b[0m\r99%\x1b]0;t\x07\r\nnext\n')
  expect(await linePage(source, 0, 0)).toEqual({ text: ' 1%\n50%\n99%', next: null })
})
