import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Vault } from './coder-tokens'
import { openPassphraseKeeper, type PassphraseKeeper } from './passphrases'

let dir = ''
let notes: string[] = []
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tailpane-passphrases-'))
  notes = []
})
afterEach(() => rmSync(dir, { recursive: true }))

const ID = 'ab'.repeat(32)
const vault: Vault = {
  refusal: () => Promise.resolve(null),
  seal: (text) => Promise.resolve(Buffer.from([...Buffer.from(text)].map((byte) => byte ^ 0x5a))),
  open: (sealed) => Promise.resolve(Buffer.from([...sealed].map((byte) => byte ^ 0x5a)).toString()),
}
const file = (): string => join(dir, 'passphrases.json')
async function start(change: Partial<Vault> = {}): Promise<PassphraseKeeper> {
  const keeper = openPassphraseKeeper(file(), { vault: { ...vault, ...change }, note: (_level, text) => notes.push(text) })
  expect(keeper.all()).toBeNull()
  await keeper.load()
  return keeper
}

it('keeps a passphrase sealed, for the next start and for the person only, until it is forgotten', async () => {
  const first = await start()
  expect(await first.keep(ID, '/home/kim/.ssh/id', 'open sesame')).toBeNull()
  expect(readFileSync(file(), 'utf8')).not.toContain('open sesame')
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  const second = await start()
  expect(second.all()).toEqual([{ keyId: ID, passphrase: 'open sesame' }])
  expect(second.list()).toEqual([{ keyId: ID, path: '/home/kim/.ssh/id' }])
  await second.forget(ID)
  expect(second.all()).toEqual([])
  expect((await start()).list()).toEqual([])
})

it('keeps nothing where nothing can keep it, and says why', async () => {
  const keeper = await start({ refusal: () => Promise.resolve('This system has no keyring to keep it in.') })
  expect(await keeper.keep(ID, '/k', 'open sesame')).toBe('This system has no keyring to keep it in.')
  expect(keeper.all()).toEqual([])
  expect(() => readFileSync(file())).toThrow()
  const other = await start({ seal: () => Promise.reject(new Error('no')) })
  expect(await other.keep(ID, '/k', 'open sesame')).toContain('did not take it')
  expect(notes.join()).not.toContain('sesame')
})

it('leaves in the file what a locked keyring does not open, and takes a damaged file for none', async () => {
  await (await start()).keep(ID, '/k', 'open sesame')
  const locked = await start({ open: () => Promise.reject(new Error('locked')) })
  expect(locked.all()).toEqual([])
  expect((await start()).all()).toHaveLength(1)
  writeFileSync(file(), '{"version":1,"keys":[{"keyId":"../x"}]}')
  expect((await start()).all()).toEqual([])
  expect(notes.at(-1)).toContain('damaged')
})
