import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashedName, keysFor, matchesPattern } from './known-hosts'

const key = (fill: string): string => {
  const blob = Buffer.concat([Buffer.from([0, 0, 0, 11]), Buffer.from('ssh-ed25519'), Buffer.from([0, 0, 0, 32]), Buffer.alloc(32, fill)])
  return `ssh-ed25519 ${blob.toString('base64')}`
}

const lines = [
  '# a comment',
  `plain ${key('a')}`,
  `one,two,10.0.0.7 ${key('b')}`,
  `[plain]:2222 ${key('c')}`,
  `*.example.org,!bad.example.org ${key('d')} and a comment`,
  `host-?? ${key('e')}`,
  `${hashedName('hidden', Buffer.alloc(20, 7))} ${key('f')}`,
  `${hashedName('[hidden]:2222', Buffer.alloc(20, 9))} ${key('g')}`,
  `@revoked plain ${key('h')}`,
  `@cert-authority *.ca.org ${key('i')}`,
  `UPPER ${key('j')}`,
  `2001:db8::7 ${key('l')}`,
  `[2001:db8::7]:2222,[*.wild.org]:22?? ${key('m')}`,
  `!not.all.org,*.all.org ${key('n')}`,
  `*.all.org,!not.all.org\t${key('o')}\ttab\r`,
  `@revoked *.all.org,[any]:* ${key('p')}`,
  `${hashedName('[2001:db8::8]:2222', Buffer.alloc(20, 11))} ${key('q')}`,
  'damaged ssh-ed25519 AAAA',
  `wrongtype ssh-rsa ${key('k').split(' ')[1] ?? ''}`,
  '',
]
const text = lines.join('\n')
const names = [
  'plain', 'one', 'two', '10.0.0.7', '[plain]:2222', '[plain]:2223', 'a.example.org', 'bad.example.org', 'example.org',
  'host-12', 'host-1', 'hidden', '[hidden]:2222', 'x.ca.org', 'upper', 'nobody', '2001:db8::7',
  '[2001:db8::7]:2222', '[a.wild.org]:2222', '[a.wild.org]:2322', 'a.wild.org', 'one.all.org', 'not.all.org', '[any]:1', '[2001:db8::8]:2222', '2001:db8::8',
]

describe('known_hosts', () => {
  let dir = ''
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'tailpane-known-'))
    writeFileSync(join(dir, 'known_hosts'), text)
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  it.each(names)('finds the lines for %s that ssh-keygen -F finds', (name) => {
    let theirs: number[] = []
    try {
      const said = execFileSync('ssh-keygen', ['-F', name, '-f', join(dir, 'known_hosts')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      theirs = [...said.matchAll(/found: line (\d+)/g)].map((m) => Number(m[1]))
    } catch {
      // ssh-keygen says with exit code 1 that there is none.
    }
    expect(keysFor(name, text, 'f').map(({ line }) => line)).toEqual(theirs)
  })

  it('tells revoked keys and certificate authorities apart', () => {
    expect(keysFor('plain', text, 'f').map(({ marker, line, file }) => ({ marker, line, file }))).toEqual([
      { marker: 'none', line: 2, file: 'f' },
      { marker: 'revoked', line: 9, file: 'f' },
    ])
    expect(keysFor('x.ca.org', text, 'f').map(({ marker }) => marker)).toEqual(['cert-authority'])
  })

  it('ignores a damaged key, and one that names another type than its line', () => {
    expect(keysFor('damaged', text, 'f')).toEqual([])
    expect(keysFor('wrongtype', text, 'f')).toEqual([])
  })

  it('matches patterns in linear time', () => {
    expect(matchesPattern('*a*a*a*a*a*a*a*a*a*a*b', 'a'.repeat(5000))).toBe(false)
    expect(matchesPattern('*', '')).toBe(true)
    expect(matchesPattern('?', '')).toBe(false)
    expect(matchesPattern('a*c?', 'abbbcd')).toBe(true)
  })
})
