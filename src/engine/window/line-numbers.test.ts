import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemorySource } from '../source/memory-source.test-kit'
import { LineNumbers } from './line-numbers'

const text = (lines: number, width: number) => Array.from({ length: lines }, (_, i) => `${i + 1}${'x'.repeat((i * 7) % width)}\n`).join('')

async function readInto(numbers: LineNumbers, source: MemorySource, from: number, to: number): Promise<void> {
  for (let at = from; at < to; ) {
    const result = await source.read(at, to - at)
    if (result.kind !== 'bytes') throw new Error('gone')
    numbers.note(at, result.bytes)
    at += result.bytes.length
  }
}

describe('LineNumbers', () => {
  it('gives the number of every line, and the line of every number, whatever was read in which order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4000 }),
        fc.integer({ min: 1, max: 200 }),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 90_000 })), { maxLength: 12 }),
        async (lines, width, reads) => {
          const whole = text(lines, width)
          const source = new MemorySource()
          source.append(whole)
          const numbers = new LineNumbers(source)
          for (const [at, length] of reads) {
            const from = Math.floor(at * whole.length)
            await readInto(numbers, source, from, Math.min(whole.length, from + length))
          }
          await readInto(numbers, source, 0, Math.floor(whole.length / 2))
          const starts = [0]
          for (let lf = whole.indexOf('\n'); lf >= 0; lf = whole.indexOf('\n', lf + 1)) starts.push(lf + 1)
          for (const [i, start] of starts.entries()) {
            const line = await numbers.lineAt(start)
            if (start <= whole.length / 2) expect(line).toBe(i + 1)
            else if (line !== null) expect(line).toBe(i + 1)
            const offset = await numbers.offsetOf(i + 1, 0)
            if (start <= whole.length / 2) expect(offset).toBe(start)
            else if (offset !== null) expect(offset).toBe(start)
          }
        },
      ),
      { numRuns: 25 },
    )
  })

  it('knows the lines behind a place that was counted elsewhere', async () => {
    const whole = text(5000, 90)
    const source = new MemorySource()
    source.append(whole)
    const numbers = new LineNumbers(source)
    const from = Math.floor(whole.length / 2)
    await readInto(numbers, source, from, whole.length)
    expect(await numbers.lineAt(from + 10)).toBeNull()
    const before = whole.slice(0, from).split('\n').length - 1
    numbers.anchor(from, before, false)
    const start = whole.indexOf('\n', from + 5000) + 1
    expect(await numbers.lineAt(start)).toBe(whole.slice(0, start).split('\n').length)
    expect(await numbers.offsetOf(4000, 0)).toBe(whole.split('\n').slice(0, 3999).join('\n').length + 1)
    expect(await numbers.offsetOf(1, 0)).toBeNull()
  })

  it('forgets what a later border makes worthless', async () => {
    const source = new MemorySource()
    source.append('one\ntwo\n')
    const numbers = new LineNumbers(source)
    await readInto(numbers, source, 0, 8)
    source.begin('truncated')
    source.append('new\nnewer\n')
    await readInto(numbers, source, 8, 18)
    expect(await numbers.lineAt(4)).toBe(2)
    expect(await numbers.lineAt(12)).toBe(2)
    expect(await numbers.offsetOf(2, 8)).toBe(12)
  })
})
