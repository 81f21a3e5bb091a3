import { expect, it } from 'vitest'
import type { SavedRun } from './history-store'
import { firstRuns, groupRuns, removedWords, roomWords } from './history-words'

const HOUR = 3_600_000
const gone = { id: 'x', workspace: 'web', agent: 'main', startedMs: 0, storedBytes: 2_000_000, why: 'age', removedMs: 0 } as const

it('says what saved runs take', () => {
  expect(roomWords([{ storedBytes: 1500 }])).toBe('1 run takes 1.5 kB on this computer.')
  expect(roomWords([{ storedBytes: 1500 }, { storedBytes: 500 }])).toBe('2 runs take 2.0 kB on this computer.')
})

it('says which run was removed and why, also of one that could not be read', () => {
  expect(removedWords(gone, 3 * HOUR)).toBe('main of web, begun 3 h ago: it was older than is kept')
  expect(removedWords({ ...gone, workspace: 'main', why: 'room' }, 3 * HOUR)).toBe('main, begun 3 h ago: it made room (2.0 MB)')
  expect(removedWords({ ...gone, workspace: '', agent: '', startedMs: null }, 0)).toBe('A run that could not be read: it was older than is kept')
})

it('groups runs by agent, the one with the newest run first, and takes the first so many in that order', () => {
  const run = (id: string, agent: string): SavedRun => ({ id, workspace: { id: 'w', name: 'web' }, agent: { name: agent } }) as unknown as SavedRun
  const groups = groupRuns([run('1', 'main'), run('2', 'gpu'), run('3', 'main'), run('4', 'gpu')])
  const ids = (count: number): string[][] => firstRuns(groups, count).map(({ agent, runs }) => [agent, ...runs.map(({ id }) => id)])
  expect(ids(10)).toEqual([['main', '1', '3'], ['gpu', '2', '4']])
  expect(ids(3)).toEqual([['main', '1', '3'], ['gpu', '2']])
  expect(ids(2)).toEqual([['main', '1', '3']])
  expect(ids(0)).toEqual([])
})
