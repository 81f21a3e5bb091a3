import { describe, expect, it } from 'vitest'
import { externalAddress } from './external-address'

describe('externalAddress', () => {
  it('lets plain https to listed hosts out', () => expect(externalAddress('https://coder.com/docs/x?y#z')).toBe('https://coder.com/docs/x?y#z'))

  it.each([
    'http://coder.com/',
    'https://coder.com.example.com/',
    'https://evil.example.com/https://coder.com/',
    'https://me@coder.com/',
    'https://coder.com:8443/',
    'https://coder.com@example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ssh://coder.com/',
    'coder.com',
    '',
  ])('keeps everything else in: %s', (url) => expect(externalAddress(url)).toBeNull())
})
