import { expect, it } from 'vitest'
import { tokenPage } from './token-page'

it('names the page for a token once the address is one', () => {
  expect(tokenPage(' https://coder.example.com/ ')).toBe('https://coder.example.com/cli-auth')
  expect(tokenPage('http://localhost:3000/some/where')).toBe('http://localhost:3000/cli-auth')
  for (const text of ['', 'coder', 'https://', 'ftp://coder.example.com']) expect(tokenPage(text)).toBeNull()
})
