import { describe, expect, it } from 'vitest'
import { checkToken, deploymentAddress } from './coder-address'

describe('deploymentAddress', () => {
  it.each([
    ['https://coder.example.com', 'https://coder.example.com'],
    [' https://Coder.Example.com/ ', 'https://coder.example.com'],
    ['https://example.com:8443/coder/?x=1#y', 'https://example.com:8443/coder'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://127.0.0.1:7080/', 'http://127.0.0.1:7080'],
    ['http://[::1]:7080', 'http://[::1]:7080'],
  ])('takes %s', (typed, url) => expect(deploymentAddress(typed)).toEqual({ ok: true, value: url }))

  it.each(['', 'coder.example.com', 'http://coder.example.com', 'http://127.0.0.1.example.com', 'ftp://coder.example.com', 'https://me:secret@coder.example.com', 'javascript:alert(1)', 'https://'])(
    'refuses "%s" with a sentence',
    (typed) => {
      const result = deploymentAddress(typed)
      expect(result.ok ? '' : result.failure.sentence).toMatch(/\.$/)
    },
  )
})

it('takes a token that can stand in a header, and nothing else', () => {
  expect(checkToken(' abc-DEF_123 \n')).toEqual({ ok: true, value: 'abc-DEF_123' })
  for (const token of ['', 'two words', 'a\nb', 'é', 'x'.repeat(513)]) expect(checkToken(token).ok).toBe(false)
})
