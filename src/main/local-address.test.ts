import { expect, it } from 'vitest'
import { isFileAddress, localPath } from './local-address'

it('reads the address of a file of this machine, decoded once', () => {
  expect(localPath('file:///var/log/a%20b%25.log')).toBe('/var/log/a b%.log')
  expect(localPath('FILE:///tmp/%C3%A9.log')).toBe('/tmp/é.log')
  expect(localPath('file://localhost/tmp/a.log')).toBe('/tmp/a.log')
  expect(localPath('file:///tmp/%2525')).toBe('/tmp/%25')
  // The query of an address is no part of a path, and a sign that is has to be escaped.
  expect(localPath('file:///tmp/a.log?x#y')).toBe('/tmp/a.log')
})

it.each(['file://server/share/a.log', 'file://127.0.0.1/tmp/a.log', 'file:///tmp/a%2f..%2fb', 'file:///tmp/a%00.log', 'file:///tmp/%ff', 'https://example.com/a.log', 'file', ''])(
  'refuses %s',
  (address) => expect(localPath(address)).toBeNull(),
)

it('knows an address from a path', () => {
  expect(isFileAddress('file:///a')).toBe(true)
  expect(isFileAddress('/file:/a')).toBe(false)
})
