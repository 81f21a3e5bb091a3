import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MemorySource } from '../source/memory-source.test-kit'
import { stepLevel } from './level-step'

const never = new AbortController().signal
const KINDS = { e: 'error: something broke', w: 'warning: careful', p: 'all is well', l: 'x'.repeat(5000), c: 'error: overdrawn\rfine' } as const

function logOf(kinds: readonly (keyof typeof KINDS)[]): { source: MemorySource; starts: { at: number; kind: keyof typeof KINDS }[] } {
  const source = new MemorySource()
  const starts = kinds.map((kind) => {
    const at = source.size()
    source.append(`${KINDS[kind]}\n`)
    return { at, kind }
  })
  return { source, starts }
}

it('finds in both directions what a search of all lines finds', async () => {
  const kinds = fc.array(fc.constantFrom<keyof typeof KINDS>('e', 'w', 'p', 'p', 'l', 'l', 'c'), { minLength: 1, maxLength: 150 })
  await fc.assert(
    fc.asyncProperty(kinds, fc.nat(), async (log, pick) => {
      const { source, starts } = logOf(log)
      const from = starts[pick % starts.length]!.at
      for (const [level, kind] of [['error', 'e'], ['warning', 'w']] as const) {
        const next = await stepLevel(source, { level, direction: 'next', from }, never)
        expect(next.offset).toBe(starts.find((one) => one.at > from && one.kind === kind)?.at ?? null)
        const previous = await stepLevel(source, { level, direction: 'previous', from }, never)
        expect(previous.offset).toBe(starts.findLast((one) => one.at < from && one.kind === kind)?.at ?? null)
        expect(next.lookedTo).toBeNull()
      }
    }),
    { numRuns: 40 },
  )
})

it('goes over the border of an epoch and over what is gone', async () => {
  const source = new MemorySource()
  source.append('error: of the first epoch\nplain\n')
  source.begin('truncated')
  const second = source.size()
  source.append('plain\nerror: of the second\n')
  expect(await stepLevel(source, { level: 'error', direction: 'next', from: 0 }, never)).toEqual({ offset: second + 6, lookedTo: null })
  expect(await stepLevel(source, { level: 'error', direction: 'previous', from: second + 6 }, never)).toEqual({ offset: 0, lookedTo: null })
  source.lose(0, 10)
  expect(await stepLevel(source, { level: 'warning', direction: 'previous', from: second + 6 }, never)).toEqual({ offset: null, lookedTo: null })
})

it('says how far it looked in a log that is larger than one step reads', async () => {
  const source = new MemorySource()
  const line = `${'plain text '.repeat(90)}\n`
  source.append('error: at the start\n')
  source.append(Buffer.alloc(70 * 1024 * 1024, line))
  const step = await stepLevel(source, { level: 'error', direction: 'previous', from: source.size() - 1 }, never)
  expect(step.offset).toBeNull()
  expect(step.lookedTo).toBeGreaterThan(0)
  expect(await stepLevel(source, { level: 'error', direction: 'previous', from: step.lookedTo! }, never)).toEqual({ offset: 0, lookedTo: null })
})

it('ends when it is told to', async () => {
  const { source } = logOf(['p'])
  await expect(stepLevel(source, { level: 'error', direction: 'next', from: 0 }, AbortSignal.abort())).rejects.toThrow('aborted')
})
