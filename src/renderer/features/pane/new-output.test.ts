import { expect, it } from 'vitest'
import { NewOutput } from './new-output'

const batch = (lines: number, change: { kind?: 'append' | 'rewrite'; replacesOpenLine?: boolean; errors?: number } = {}) => ({
  kind: 'append' as const,
  offsets: new Float64Array(lines),
  marks: [],
  replacesOpenLine: false,
  ...change,
})

it('says how many lines are new and how many tell of an error, once', () => {
  const fresh = new NewOutput()
  fresh.add(batch(2))
  fresh.add(batch(1, { errors: 1 }))
  expect(fresh.take()).toBe('3 new lines, 1 error')
  expect(fresh.take()).toBeNull()
  fresh.add(batch(1))
  expect(fresh.take()).toBe('1 new line')
  fresh.add(batch(20_000, { errors: 1500 }))
  expect(fresh.take()).toBe('20,000 new lines, 1,500 errors')
})

it('counts neither another place of the log nor an open line anew, and an error once its line has ended', () => {
  const fresh = new NewOutput()
  fresh.add(batch(500, { kind: 'rewrite', errors: 3 }))
  fresh.add(batch(1, { replacesOpenLine: true }))
  expect(fresh.take()).toBeNull()
  fresh.add(batch(1, { replacesOpenLine: true, errors: 1 }))
  expect(fresh.take()).toBe('1 error')
})
