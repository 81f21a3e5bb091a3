import { describe, expect, it } from 'vitest'
import { pageAddress } from './page-address'

const built = { url: 'tailpane-app://ui/', origin: 'tailpane-app://ui', built: true }

describe('pageAddress', () => {
  it('is the built page', () => expect(pageAddress(undefined, false)).toEqual(built))

  it('is the development server on this machine while developing', () =>
    expect(pageAddress('http://localhost:5173', false)).toEqual({ url: 'http://localhost:5173/', origin: 'http://localhost:5173', built: false }))

  it('is never a development server in a package', () => expect(pageAddress('http://localhost:5173', true)).toEqual(built))

  it.each(['https://example.com', 'http://example.com:5173', 'http://localhost.example.com', 'file:///tmp/x.html', 'nonsense', ''])(
    'is never another machine: %s',
    (url) => expect(pageAddress(url, false)).toEqual(built),
  )
})
