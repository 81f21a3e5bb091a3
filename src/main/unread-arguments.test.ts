import { expect, it } from 'vitest'
import { unreadWords, unreadWordsOfSecond } from './unread-arguments'

it('says what could not be taken, and what to do', () => {
  expect(unreadWords({ links: 0, files: 0 })).toBeNull()
  expect(unreadWords({ links: 2, files: 0 })).toMatch(/^A link to a log could not be read.*copy it once more\.$/)
  expect(unreadWords({ links: 1, files: 1 })).toMatch(/link.*another machine/)
})

it('takes from a second start numbers only', () => {
  expect(unreadWordsOfSecond({ unread: { links: 1, files: 0 } })).toMatch(/^A link/)
  for (const data of [null, {}, { unread: { links: 'x', files: 0 } }, { unread: { links: 1, files: 0, text: 'x' } }, { unread: { links: -1, files: 0 } }]) expect(unreadWordsOfSecond(data)).toBeNull()
})
