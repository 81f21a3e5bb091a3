import { expect, it } from 'vitest'
import { NewOutput } from './new-output'

const batch = (text: string, change: { kind?: 'append' | 'rewrite'; replacesOpenLine?: boolean } = {}) => ({
  kind: 'append' as const,
  text: new TextEncoder().encode(text),
  offsets: new Float64Array(text.split('\n').length - 1),
  marks: [],
  replacesOpenLine: false,
  ...change,
})

it('says how many lines are new and how many name an error, once', () => {
  const fresh = new NewOutput()
  fresh.add(batch('a\nb\n'))
  fresh.add(batch('E: error: no space\n'))
  expect(fresh.take()).toBe('3 new lines, 1 error')
  expect(fresh.take()).toBeNull()
  fresh.add(batch('one\n'))
  expect(fresh.take()).toBe('1 new line')
})

it('counts a flood without its errors, and neither another place of the log nor an open line anew', () => {
  const fresh = new NewOutput()
  fresh.add(batch('error here\n'.repeat(20_000)))
  expect(fresh.take()).toBe('20,000 new lines')
  fresh.add(batch('old\n', { kind: 'rewrite' }))
  fresh.add(batch('open\n', { replacesOpenLine: true }))
  expect(fresh.take()).toBeNull()
})
