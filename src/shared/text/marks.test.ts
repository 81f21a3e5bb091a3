import { expect, it } from 'vitest'
import { markSentence } from './marks'

it('says what is missing, and how much', () => {
  expect(markSentence({ kind: 'gap', from: 100, to: 3_200_000_100 })).toBe(
    'Skipped 3.2 GB that was written faster than it could be shown.',
  )
  expect(markSentence({ kind: 'gone', from: 0, to: 1_200_000 })).toBe(
    '1.2 MB is gone: it was destroyed before it could be read.',
  )
  expect(markSentence({ kind: 'gone', from: 5, to: 5 })).toMatch(/^Some of this log is gone/)
})

it('says what begins', () => {
  expect(markSentence({ kind: 'epoch', at: 0, cause: 'truncated' })).toBe('The log was truncated here. What follows is new.')
  expect(markSentence({ kind: 'epoch', at: 0, cause: 'replaced' })).toContain('replaced')
  expect(markSentence({ kind: 'epoch', at: 0, cause: 'rewritten' })).toContain('again')
  expect(markSentence({ kind: 'line-cut-before', from: 9 })).toContain('longer than can be shown')
})

it('is one line of printable text, as the wall demands of what goes to a terminal', () => {
  for (const mark of [
    { kind: 'gap', from: 0, to: 1 },
    { kind: 'gone', from: 0, to: 1 },
    { kind: 'epoch', at: 0, cause: 'rewritten' },
    { kind: 'line-cut-before', from: 0 },
  ] as const)
    expect(markSentence(mark)).toMatch(/^[\x20-\x7e]+$/)
})
