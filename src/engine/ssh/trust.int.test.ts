import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { fingerprintOfPublic, makeHome, makeKey, startSshd, type Sshd, type TestHome } from '../../../e2e/peers/openssh'
import { closeLinks, openLink, reach } from './open-link.test-kit'

let sshd: Sshd
let otherKey = ''
beforeAll(async () => {
  sshd = await startSshd()
  makeKey(join(sshd.dir, 'other'))
  otherKey = readFileSync(join(sshd.dir, 'other.pub'), 'utf8').split(' ').slice(0, 2).join(' ')
})
afterAll(() => sshd.stop())
afterEach(closeLinks)

function homeWith(options: { lines?: string[]; policy?: string }): TestHome {
  const policy = options.policy === undefined ? '' : `  StrictHostKeyChecking ${options.policy}\n`
  const config = `Host box\n  HostName 127.0.0.1\n  Port ${sshd.port}\n${policy}\nHost *\n  IdentityFile ${sshd.keyFile}\n`
  const home = makeHome(sshd, { config, known: false })
  appendFileSync(join(home.home, '.ssh', 'known_hosts'), (options.lines ?? []).map((line) => `${line}\n`).join(''))
  return home
}
const name = (): string => `[127.0.0.1]:${sshd.port}`

describe('trust in a host key, against a real sshd', () => {
  it('asks about an unknown key, remembers it in its own file only, and does not ask again', async () => {
    const home = homeWith({})
    const first = openLink(home, 'box', () => ({ kind: 'accept' }))
    const state = await reach(first.link, 'connected', 'failed')
    expect(first.questions).toEqual([{ kind: 'host-key', alias: 'box', host: name(), keyType: 'ED25519', fingerprint: sshd.hostFingerprint }])
    expect(state.identity).toMatchObject({ kind: 'accepted-now', fingerprint: sshd.hostFingerprint })
    first.link.close()
    expect(readFileSync(home.knownHostsFile, 'utf8')).toBe(`${name()} ${sshd.hostKeyPublic}\n`)
    expect(statSync(home.knownHostsFile).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(home.home, '.ssh', 'known_hosts'), 'utf8')).toBe('')

    const second = openLink(home)
    expect((await reach(second.link, 'connected', 'failed')).identity).toMatchObject({ kind: 'known-host' })
    expect(second.questions).toEqual([])
  })

  it('stops when the key is not accepted, and keeps nothing', async () => {
    const home = homeWith({})
    const { link } = openLink(home)
    const state = await reach(link, 'failed', 'connected', 'offline')
    expect(state.failure).toMatchObject({ code: 'HOST_KEY_REFUSED' })
    expect(existsSync(home.knownHostsFile)).toBe(false)
  })

  it('refuses a changed key without asking, and names both keys and the line', async () => {
    const home = homeWith({ lines: ['# first line', `${name()} ${otherKey}`] })
    const { link, questions } = openLink(home, 'box', () => ({ kind: 'accept' }))
    const { failure, phase } = await reach(link, 'failed', 'connected')
    expect(phase).toBe('failed')
    expect(failure?.code).toBe('HOST_KEY_CHANGED')
    expect(failure?.sentence).toContain(sshd.hostFingerprint)
    expect(failure?.sentence).toContain(fingerprintOfPublic(otherKey))
    expect(failure?.sentence).toContain(`${join(home.home, '.ssh', 'known_hosts')}:2`)
    expect(questions).toEqual([])
  })

  it('refuses a key that differs from the one in its own file', async () => {
    const home = homeWith({})
    mkdirSync(dirname(home.knownHostsFile), { recursive: true })
    writeFileSync(home.knownHostsFile, `${name()} ${otherKey}\n`)
    expect((await reach(openLink(home).link, 'failed', 'connected')).failure?.code).toBe('HOST_KEY_CHANGED')
  })

  it('refuses a revoked key even where it is known', async () => {
    const home = homeWith({ lines: [`${name()} ${sshd.hostKeyPublic}`, `@revoked * ${sshd.hostKeyPublic}`] })
    expect((await reach(openLink(home).link, 'failed', 'connected')).failure?.code).toBe('HOST_KEY_REVOKED')
  })

  it('takes a key that is filed without the port, as ssh does', async () => {
    const { link, questions } = openLink(homeWith({ lines: [`127.0.0.1 ${sshd.hostKeyPublic}`] }))
    expect((await reach(link, 'connected', 'failed')).identity?.kind).toBe('known-host')
    expect(questions).toEqual([])
  })

  it('compares by the type that is known when the server has several', async () => {
    makeKey(join(sshd.dir, 'rsa'), { type: 'rsa' })
    const two = await startSshd({ hostKeys: [join(sshd.dir, 'host_key'), join(sshd.dir, 'rsa')] })
    try {
      const rsa = readFileSync(join(sshd.dir, 'rsa.pub'), 'utf8').split(' ').slice(0, 2).join(' ')
      const home = makeHome(two, { known: false })
      appendFileSync(join(home.home, '.ssh', 'known_hosts'), `[127.0.0.1]:${two.port} ${rsa}\n`)
      const { link } = openLink(home)
      expect((await reach(link, 'connected', 'failed')).identity).toMatchObject({ kind: 'known-host', keyType: 'RSA' })
      link.close()
    } finally {
      await two.stop()
    }
  })

  it('does as StrictHostKeyChecking says', async () => {
    const strict = openLink(homeWith({ policy: 'yes' }), 'box', () => ({ kind: 'accept' }))
    expect((await reach(strict.link, 'failed', 'connected')).failure?.code).toBe('HOST_KEY_REFUSED')

    const accepting = homeWith({ policy: 'accept-new' })
    const fresh = openLink(accepting)
    expect((await reach(fresh.link, 'connected', 'failed')).identity?.kind).toBe('accepted-now')
    fresh.link.close()
    expect(readFileSync(accepting.knownHostsFile, 'utf8')).toContain(sshd.hostKeyPublic)

    const unchecked = homeWith({ policy: 'no', lines: [`${name()} ${otherKey}`] })
    expect((await reach(openLink(unchecked).link, 'connected', 'failed')).identity).toMatchObject({ kind: 'unchecked', reason: 'your ssh config' })
    expect(existsSync(unchecked.knownHostsFile)).toBe(false)
    for (const asked of [strict, fresh]) expect(asked.questions).toEqual([])
  })

  it('withdraws the question when the link is closed', async () => {
    let withdrawn = false
    const asked = new Promise<void>((resolve) => {
      const { link } = openLink(homeWith({}), 'box', (_question, signal) => new Promise((answer) => {
        signal.addEventListener('abort', () => {
          withdrawn = true
          answer({ kind: 'refuse' })
          resolve()
        })
        link.close()
      }))
    })
    await asked
    expect(withdrawn).toBe(true)
  })

  it('accepts the embedded workspace by its pinned key only', async () => {
    const target = { kind: 'embedded', host: '127.0.0.1', port: sshd.port, user: sshd.user } as const
    const wrong = openLink(makeHome(sshd), { ...target, hostKeySha256: fingerprintOfPublic(otherKey) }, () => ({ kind: 'accept' }))
    expect((await reach(wrong.link, 'failed', 'connected')).failure?.code).toBe('HOST_KEY_CHANGED')
    // The right key gets as far as logging in, for which this server wants a key.
    const right = openLink(makeHome(sshd), { ...target, hostKeySha256: sshd.hostFingerprint })
    expect((await reach(right.link, 'failed', 'connected')).failure?.code).toBe('AUTH_FAILED')
  })
})
