import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTokenKeeper, type Vault } from './coder-tokens'

let folder = ''
let file = ''
let notes: string[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokens-'))
  file = join(folder, 'coder-tokens.json')
  notes = []
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Turns the text round: no secret of its own must be readable in the file. */
const turned: Vault = {
  refusal: () => Promise.resolve(null),
  seal: (text) => Promise.resolve(Buffer.from([...text].reverse().join(''))),
  open: (sealed) => Promise.resolve([...sealed.toString()].reverse().join('')),
}
const keeper = (vault: Vault = turned, at = file) => openTokenKeeper(at, { vault, note: (_level, text) => notes.push(text) })
const URL_A = 'https://a.example.com'
const a = { url: URL_A, token: 'secret-token-a' }

describe('tokens of deployments', () => {
  it('are kept sealed, for this person only, and come back at the next start', async () => {
    const first = keeper()
    let told = 0
    first.onChange(() => told++)
    expect(await first.signIn(`${URL_A}/`, ` ${a.token} `)).toEqual({ ok: true, value: { kept: true, why: null } })
    expect(first.all()).toEqual([a])
    expect(told).toBe(1)
    expect(readFileSync(file, 'utf8')).not.toContain(a.token)
    expect(statSync(file).mode & 0o777).toBe(0o600)

    const second = keeper()
    expect(second.all()).toEqual([])
    await second.load()
    expect(second.all()).toEqual([a])
  })

  it('are forgotten here and on the disk', async () => {
    const first = keeper()
    await first.signIn(URL_A, a.token)
    await first.signOut(URL_A)
    expect(first.all()).toEqual([])
    const second = keeper()
    await second.load()
    expect(second.all()).toEqual([])
  })

  it('hold for this start only where nothing can keep them, which is said; an older one does not come back', async () => {
    await keeper().signIn(URL_A, 'older')
    const first = keeper({ ...turned, refusal: () => Promise.resolve('No keyring.') })
    await first.load()
    expect(await first.signIn(URL_A, a.token)).toEqual({ ok: true, value: { kept: false, why: 'No keyring.' } })
    expect(first.all()).toEqual([a])
    const second = keeper()
    await second.load()
    expect(second.all()).toEqual([])
  })

  it('hold for this start where the disk or the keyring fails', async () => {
    writeFileSync(join(folder, 'no-folder'), '')
    const result = await keeper(turned, join(folder, 'no-folder', 'x.json')).signIn(URL_A, a.token)
    expect(result).toMatchObject({ ok: true, value: { kept: false } })
    const locked = await keeper({ ...turned, seal: () => Promise.reject(new Error('locked')) }).signIn(URL_A, a.token)
    expect(locked).toMatchObject({ ok: true, value: { kept: false } })
  })

  it('stay in the file while the keyring cannot open them', async () => {
    await keeper().signIn(URL_A, a.token)
    const locked = keeper({ ...turned, open: () => Promise.reject(new Error('locked')) })
    await locked.load()
    expect(locked.all()).toEqual([])
    await locked.signIn('https://b.example.com', 'b')
    const later = keeper()
    await later.load()
    expect(later.all().map((one) => one.url)).toEqual([URL_A, 'https://b.example.com'])
  })

  it('are not asked for where none was kept, and a damaged file is no reason to stop', async () => {
    const silent: Vault = { ...turned, open: () => Promise.reject(new Error('must not be asked')) }
    await keeper(silent).load()
    expect(notes).toEqual([])
    writeFileSync(file, '{"version":1,"deployments":[{"url":1}]}')
    const damaged = keeper(silent)
    await damaged.load()
    expect(damaged.all()).toEqual([])
    expect(notes.join()).toContain('damaged')
  })

  it('never stand in the diary, and what is no address is refused', async () => {
    const refused = await keeper().signIn('http://a.example.com', a.token)
    expect(refused).toMatchObject({ ok: false, failure: { code: 'REQUEST_INVALID' } })
    await keeper({ ...turned, seal: () => Promise.reject(new Error(a.token)) }).signIn(URL_A, a.token)
    expect(notes.join()).not.toContain(a.token)
  })
})
