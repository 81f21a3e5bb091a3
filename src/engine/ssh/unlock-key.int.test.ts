import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unlockKey } from './unlock-key'

let dir = ''
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tailpane-keys-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

/** A key that ssh-keygen made and encrypted; gives its text and its public half. */
function made(name: string, args: string[]): { text: string; publicBlob: string } {
  const file = join(dir, name)
  execFileSync('ssh-keygen', ['-q', '-N', 'pass word', '-C', 'test', '-f', file, ...(args.includes('-a') || args.includes('-m') ? [] : ['-a', '2']), ...args], { stdio: 'ignore' })
  return { text: readFileSync(file, 'utf8'), publicBlob: readFileSync(`${file}.pub`, 'utf8').split(' ')[1] ?? '' }
}

describe('unlockKey, with keys of the real ssh-keygen', () => {
  it.each([
    ['ed25519', ['-t', 'ed25519']],
    ['ed25519 under aes256-cbc', ['-t', 'ed25519', '-Z', 'aes256-cbc']],
    ['ed25519 under aes128-ctr, 3 rounds', ['-t', 'ed25519', '-Z', 'aes128-ctr', '-a', '3']],
    ['ed25519 under aes256-gcm', ['-t', 'ed25519', '-Z', 'aes256-gcm@openssh.com']],
    ['ecdsa', ['-t', 'ecdsa', '-b', '521']],
    ['rsa', ['-t', 'rsa', '-b', '2048']],
    ['rsa in PEM', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
    ['rsa in PKCS#8', ['-t', 'rsa', '-b', '2048', '-m', 'PKCS8']],
    ['ecdsa in PKCS#8', ['-t', 'ecdsa', '-m', 'PKCS8']],
  ])('opens %s with the right passphrase only', async (name, args) => {
    const { text, publicBlob } = made(name.replace(/\W/g, '_'), args)
    const key = await unlockKey(text, 'pass word')
    if (key instanceof Error) throw key
    expect(key.getPublicSSH().toString('base64')).toBe(publicBlob)
    const signature: unknown = key.sign(Buffer.from('text'))
    expect(Buffer.isBuffer(signature)).toBe(true)
    expect(await unlockKey(text, 'wrong')).toBeInstanceOf(Error)
    expect(await unlockKey(text, '')).toBeInstanceOf(Error)
  })

  it('lets the event loop have its turn meanwhile', async () => {
    const { text } = made('turns', ['-t', 'ed25519', '-a', '24'])
    let turns = 0
    let done = false
    const opening = unlockKey(text, 'pass word').finally(() => {
      done = true
    })
    while (!done) {
      turns++
      await nextTurn()
    }
    await opening
    expect(turns).toBeGreaterThan(20)
  })
})
