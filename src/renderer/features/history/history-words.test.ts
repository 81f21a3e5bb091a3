import { expect, it } from 'vitest'
import { removedWords, roomWords } from './history-words'

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
