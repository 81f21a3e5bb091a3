import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BlockCache, LocalLink, LocalSource, Poller } from '../source'
import { LineIndex } from './line-index'
import { countNewlines, lineNumbersOf } from './line-numbers'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'line-index-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

let made = 0
function open(text: Buffer) {
  const path = join(folder, `${made++}.log`)
  writeFileSync(path, text)
  const defects: unknown[] = []
  const options = { link: new LocalLink(), poller: new Poller(), cache: new BlockCache(1 << 20, 1 << 20), path, name: path }
  const source = new LocalSource({ ...options, onDefect: (error) => defects.push(error) })
  source.want('visible')
  const index = new LineIndex(source, (error) => defects.push(error))
  const numbers = lineNumbersOf(source)
  const counted = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        if (source.condition().kind !== 'live' || index.behind || numbers.fromStart(source.epochStart()).to !== source.size()) return
        heard.dispose()
        told.dispose()
        resolve()
      }
      const heard = source.onChange(done)
      const told = numbers.onCounted(done)
      done()
    })
  }
  const close = (): void => {
    index.stop()
    source.dispose()
    expect(defects).toEqual([])
  }
  return { path, source, numbers, index, counted, close }
}

/** Text whose lines are of all kinds: empty ones in crowds, usual ones, one that is longer than any block. */
const lines = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 20, max: 300 }), fc.constant(70_000), fc.constant(-5000)), { minLength: 1, maxLength: 300 })
  .map((lengths) => Buffer.concat(lengths.map((n) => Buffer.from(n < 0 ? '\n'.repeat(-n) : `${'x'.repeat(n)}\n`))))

describe('the lines of a file, counted in the background', () => {
  it('have the numbers that a plain count gives, at every place and both ways', async () => {
    await fc.assert(
      fc.asyncProperty(lines, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 8 }), async (text, places) => {
        const file = open(text)
        await file.counted()
        for (const place of places) {
          const offset = Math.min(text.length - 1, Math.floor(place * text.length))
          const line = text.subarray(0, offset).reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0) + 1
          expect(await file.numbers.lineAt(offset)).toBe(line)
          const start = text.lastIndexOf(10, offset - 1) + 1
          expect(await file.numbers.offsetOf(line, 0)).toBe(offset === 0 ? 0 : start)
        }
        file.close()
      }),
      { numRuns: 30 },
    )
  }, 60_000)

  it('go on with what is added, and begin anew where the file does', async () => {
    const file = open(Buffer.from('a\n'.repeat(40_000)))
    await file.counted()
    expect(file.numbers.fromStart(0)).toEqual({ to: 80_000, lines: 40_000 })
    appendFileSync(file.path, 'b\n'.repeat(10))
    await expect.poll(() => file.source.size()).toBe(80_020)
    await file.counted()
    expect(await file.numbers.lineAt(80_019)).toBe(40_010)
    truncateSync(file.path, 0)
    await expect.poll(() => file.source.epochStart()).toBe(80_020)
    appendFileSync(file.path, 'c\nd\n')
    await expect.poll(() => file.source.size()).toBe(80_024)
    await file.counted()
    expect(await file.numbers.lineAt(80_022)).toBe(2)
    file.close()
  })

  it('are counted alike whatever their length', () => {
    for (const text of ['', '\n', 'a', '\n'.repeat(100_000), `${'x'.repeat(5000)}\n`.repeat(20), `${'ab\n'.repeat(9000)}${'y'.repeat(70_000)}\n`.repeat(3)]) {
      expect(countNewlines(Buffer.from(text))).toBe(text.split('\n').length - 1)
    }
  })
})
