import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Vault } from './coder-tokens'
import { openRecordingKeys, type RecordingKeysKeeper } from './recording-keys'

let dir = ''
let notes: string[] = []
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tailpane-keys-'))
  notes = []
})
afterEach(() => rmSync(dir, { recursive: true }))

/** A keyring: what one seals another one does not open. */
const vaultOf = (secret: number): Vault => ({
  refusal: () => Promise.resolve(null),
  seal: (text) => Promise.resolve(Buffer.from([secret, ...Buffer.from(text)].map((byte, index) => (index === 0 ? byte : byte ^ secret)))),
  open: (sealed) => (sealed[0] === secret ? Promise.resolve(Buffer.from(sealed.subarray(1).map((byte) => byte ^ secret)).toString()) : Promise.reject(new Error('another keyring'))),
})
async function start(vault: Vault = vaultOf(7)): Promise<RecordingKeysKeeper> {
  const keeper = openRecordingKeys(join(dir, 'keys.json'), { vault, note: (_level, text) => notes.push(text) })
  expect(keeper.all()).toBeNull()
  await keeper.load()
  return keeper
}

it('makes one key when it is needed, and has it again at the next start', async () => {
  const first = await start()
  expect(first.all()).toEqual([])
  expect(await first.ensure()).toBeNull()
  expect(await first.ensure()).toBeNull()
  const [key, ...more] = first.all()!
  expect([Buffer.from(key!, 'base64').length, more.length]).toEqual([32, 0])
  expect(readFileSync(join(dir, 'keys.json'), 'utf8')).not.toContain(key)
  expect(statSync(join(dir, 'keys.json')).mode & 0o777).toBe(0o600)
  expect((await start()).all()).toEqual([key])
})

it('makes none where nothing can keep it, and says why', async () => {
  const none = await start({ ...vaultOf(7), refusal: () => Promise.resolve('This system has no keyring to keep it in.') })
  expect(await none.ensure()).toBe('This system has no keyring to keep it in.')
  expect(none.all()).toEqual([])
  const forgetful = await start({ ...vaultOf(7), open: () => Promise.resolve('something else') })
  expect(await forgetful.ensure()).toContain('did not take the key')
  expect(() => readFileSync(join(dir, 'keys.json'))).toThrow()
})

it('never loses a key that a keyring does not open now, and seals with another one meanwhile', async () => {
  const first = await start()
  await first.ensure()
  const other = await start(vaultOf(9))
  expect(other.all()).toEqual([])
  expect(notes.at(-1)).toContain('cannot be opened')
  expect(await other.ensure()).toBeNull()
  expect((await start()).all()).toEqual(first.all())
  expect((await start(vaultOf(9))).all()).toEqual(other.all())
})
