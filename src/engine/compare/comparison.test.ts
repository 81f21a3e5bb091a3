import { afterEach, expect, it } from 'vitest'
import type { CompareState, MaskChoice } from '@shared/contract/compare'
import type { Failure } from '@shared/model'
import { defaultSettings } from '@shared/settings'
import { MemorySource } from '../source/memory-source.test-kit'
import { SftpError } from '../ssh'
import { Comparison, type ComparisonSide } from './comparison'

const FAILURE: Failure = { code: 'LOG_MISSING', sentence: 'It does not exist.', nextStep: 'Choose another.' }
const ended: Comparison[] = []
afterEach(() => ended.splice(0).forEach((one) => one.end()))

interface Side extends ComparisonSide {
  source: MemorySource
  closed: number
}

function side(text: string, bounds: Partial<ComparisonSide['bounds']> = {}): Side {
  const source = new MemorySource((length) => Math.min(length, 7000))
  source.append(text)
  const made: Side = { source, bounds: { from: 0, to: null, ...bounds }, took: [], closed: 0, close: () => void made.closed++ }
  return made
}

/** Starts a comparison; `until` resolves with the first state of a phase. */
function start(left: ComparisonSide, right: ComparisonSide, masks: MaskChoice = defaultSettings.compareMasks) {
  const states: CompareState[] = []
  const defects: unknown[] = []
  let heard = (): void => undefined
  const comparison = new Comparison({
    compareId: 'c1',
    left,
    right,
    masks,
    exitCode: null,
    send: (state) => {
      states.push(state)
      heard()
    },
    onDefect: (error) => {
      defects.push(error)
      heard()
    },
  })
  ended.push(comparison)
  const until = (is: () => boolean): Promise<void> => new Promise((resolve) => (heard = () => void (is() && resolve())))
  const phase = async (wanted: CompareState['phase']): Promise<CompareState> => {
    if (!states.some((one) => one.phase === wanted)) await until(() => states.some((one) => one.phase === wanted))
    return states.find((one) => one.phase === wanted)!
  }
  return { comparison, states, defects, phase, until }
}

const lines = (count: number, other: Record<number, string> = {}): string => Array.from({ length: count }, (_, i) => `${other[i] ?? `line ${'abcdefghij'[i % 10]!.repeat(1 + (i % 7))}`}\n`).join('')

it('reads both sides once, answers for their rows, and frees what was opened', async () => {
  const [left, right] = [side(lines(2000)), side(lines(2000, { 700: 'E: no space left on device' }))]
  const { comparison, phase, states } = start(left, right)
  expect(comparison.rows('all', 0, 10)).toEqual([])
  expect(comparison.step('all', -1, 'next')).toBeNull()
  const { summary, progress } = await phase('done')
  expect(progress).toBe(1)
  expect(summary).toMatchObject({ leftLines: 2000, rightLines: 2000, blocks: 1 })
  expect(summary!.divergences[0]).toMatchObject({ kind: 'error', right: { line: 701 } })
  expect(comparison.step('differences', -1, 'next')).toMatchObject({ index: 0 })
  const { row } = summary!.divergences[0]!
  expect(comparison.rows('all', row, 1)).toMatchObject([{ right: { line: 701, text: 'E: no space left on device' } }])
  expect(comparison.place(comparison.place(row, 'all', 'differences'), 'differences', 'all')).toBe(row)
  expect(states.map((one) => one.progress)).toEqual(states.map((one) => one.progress).toSorted((a, b) => a - b))
  expect([left.closed, right.closed]).toEqual([1, 1])
  const offsets = right.source.reads.map((one) => one.offset)
  expect(new Set(offsets).size).toBe(offsets.length)
})

it('compares the stretch of a run only, also where the source goes on', async () => {
  const own = lines(5)
  const left = side(`${own}of the next run\n`, { to: own.length })
  const right = side(`of the run before\n${own}`, { from: 'of the run before\n'.length })
  const { summary } = await start(left, right).phase('done')
  expect(summary).toMatchObject({ leftLines: 5, rightLines: 5, blocks: 0 })
})

it('waits for a source whose connection is being made, and says what one that failed says', async () => {
  const waiting = side('')
  waiting.source.setCondition({ kind: 'connecting' })
  const first = start(waiting, side(lines(2)))
  waiting.source.append(lines(2))
  waiting.source.setCondition({ kind: 'live' })
  expect((await first.phase('done')).summary).toMatchObject({ blocks: 0 })

  const refused = side('')
  refused.source.setCondition({ kind: 'failed', failure: FAILURE })
  const second = start(side(lines(2)), refused)
  expect((await second.phase('failed')).failure).toEqual(FAILURE)
  expect(refused.closed).toBe(1)
})

it('tells a lost connection as a failure and everything else as a defect', async () => {
  const lost = side(lines(3))
  lost.source.read = () => Promise.reject(new SftpError('lost', 'gone'))
  expect((await start(side(lines(3)), lost).phase('failed')).failure).toMatchObject({ code: 'CONNECTION_LOST' })
  const broken = side(lines(3))
  broken.source.read = () => Promise.reject(new TypeError('a defect'))
  const { defects, until, states } = start(side(lines(3)), broken)
  await until(() => defects.length > 0)
  expect(defects).toEqual([new TypeError('a defect')])
  expect(states.every((one) => one.phase === 'reading')).toBe(true)
})

it('is silent once it was ended, and holds nothing', async () => {
  const [left, right] = [side(lines(3000)), side(lines(3000))]
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const read = right.source.read.bind(right.source)
  right.source.read = async (...args) => {
    await held
    return read(...args)
  }
  const { comparison, states, defects } = start(left, right)
  comparison.end()
  const told = states.length
  const closed = new Promise<void>((resolve) => (right.close = resolve))
  release()
  await closed
  expect(states).toHaveLength(told)
  expect(defects).toEqual([])
  expect(comparison.rows('all', 0, 10)).toEqual([])
})
