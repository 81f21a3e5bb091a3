import { describe, expect, it } from 'vitest'
import { maskSecrets, noticeLine } from './notice-text'

describe('maskSecrets', () => {
  it.each([
    ['fatal: could not read from https://kim:s3cr3t-pw@git.example.com/a.git', 's3cr3t-pw'],
    ['curl: (22) 401 Authorization: Bearer abcdef0123456789', 'abcdef0123456789'],
    ['export GITHUB_TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ', 'ghp_'],
    ['DB_PASSWORD="hunter2 and more" not set', 'hunter2'],
    ['{"api_key": "k-123456"}', 'k-123456'],
    ['aws_secret_access_key=wJalrXUtnFEMI', 'wJalrXUtnFEMI'],
    ['using AKIAIOSFODNN7EXAMPLE', 'AKIA'],
    ['docker login --password hunter2', 'hunter2'],
    ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', 'eyJ'],
  ])('masks the secret of %j', (text, secret) => {
    expect(maskSecrets(text)).not.toContain(secret)
    expect(maskSecrets(text)).toContain('•••')
  })

  it.each(['E: Unable to locate package cuda-toolkit-12-4', 'npm ERR! code ERESOLVE', 'bash: line 4: tokenize: command not found', 'exit status 100 at 12:34:56'])(
    'leaves %j as it is',
    (text) => expect(maskSecrets(text)).toBe(text),
  )
})

describe('noticeLine', () => {
  it('is one visible line without colours and direction marks', () => {
    expect(noticeLine('\u001b[31mE:\u001b[0m bad\n\tline\u202e end\u0007', 80)).toBe('E: bad line end')
  })

  it('is no longer than asked for, counted in letters', () => {
    expect(noticeLine('😀'.repeat(50), 10)).toBe('😀'.repeat(9) + '…')
  })

  it('masks before it cuts, so that no half of a secret stays', () => {
    const secret = 'hunter2hunter2'
    for (let length = 12; length < 40; length++) expect(noticeLine(`login password=${secret}`, length)).not.toMatch(/hunter/)
  })
})
