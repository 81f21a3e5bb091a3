import { execFileSync, spawn } from 'node:child_process'
import { appendFileSync, chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Server, utils, type AuthContext, type Connection } from 'ssh2'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeHome, makeKey, startSshd, type Sshd, type TestHome } from '../../../e2e/peers/openssh'
import { KeptPassphrases } from './kept-passphrases'
import { closeLinks, openLink, reach } from './open-link.test-kit'

const PASSPHRASE = 'correct horse'
let sshd: Sshd
let keys = ''
beforeAll(async () => {
  sshd = await startSshd()
  keys = join(sshd.dir, 'keys')
  mkdirSync(keys)
  makeKey(join(keys, 'stranger'))
  makeKey(join(keys, 'locked'), { passphrase: PASSPHRASE })
  makeKey(join(keys, 'locked_rsa_pem'), { type: 'rsa', passphrase: PASSPHRASE, pem: true })
  makeKey(join(keys, 'rsa'), { type: 'rsa' })
  makeKey(join(keys, 'ecdsa'), { type: 'ecdsa' })
  const allowed = ['locked', 'locked_rsa_pem', 'rsa', 'ecdsa'].map((name) => readFileSync(join(keys, `${name}.pub`), 'utf8'))
  appendFileSync(join(sshd.dir, 'authorized_keys'), allowed.join(''))
})
afterAll(() => sshd.stop())
afterEach(closeLinks)

/** A home whose host `box` uses these key files, and no other. */
function homeFor(identities: string[], more = ''): TestHome {
  const files = identities.map((file) => `  IdentityFile ${file}\n`).join('')
  return makeHome(sshd, { config: `Host box\n  HostName 127.0.0.1\n  Port ${sshd.port}\n${files}${more}` })
}

describe('public keys, against a real sshd', () => {
  it.each(['rsa', 'ecdsa'])('logs in with a key of type %s', async (name) => {
    expect((await reach(openLink(homeFor([join(keys, name)])).link, 'connected', 'failed')).failure).toBeNull()
  })

  it('asks for the passphrase of a key that the server wants, three times at most', async () => {
    let round = 0
    const { link, questions } = openLink(homeFor([join(keys, 'locked')]), 'box', () => ({
      kind: 'secrets', values: [++round === 3 ? PASSPHRASE : 'wrong'],
    }))
    expect((await reach(link, 'connected', 'failed')).phase).toBe('connected')
    expect(questions.map((q) => q.kind === 'secrets' && q.purpose)).toEqual(['passphrase', 'passphrase', 'passphrase'])
    expect(questions[0]).toMatchObject({ host: '127.0.0.1', fields: [{ echo: false }] })
  })

  it('gives up after three wrong passphrases', async () => {
    const { link, questions } = openLink(homeFor([join(keys, 'locked')]), 'box', () => ({ kind: 'secrets', values: ['wrong'] }))
    expect((await reach(link, 'connected', 'failed')).failure).toMatchObject({ code: 'AUTH_FAILED' })
    expect(questions).toHaveLength(3)
  })

  it('keeps a passphrase only if the person asks, and then does not ask again', async () => {
    const said: unknown[] = []
    const keeper = { keep: (...args: string[]) => void said.push(['keep', ...args.slice(1)]), forget: () => void said.push(['forget']) }
    const file = join(keys, 'locked')
    for (const keep of [false, true]) {
      const kept = new KeptPassphrases(keeper)
      kept.set([])
      const { link, questions } = openLink(homeFor([file]), 'box', () => ({ kind: 'secrets', values: [PASSPHRASE], keep }), {}, kept)
      expect((await reach(link, 'connected', 'failed')).phase).toBe('connected')
      expect(questions).toMatchObject([{ mayKeep: true }])
    }
    expect(said).toEqual([['keep', file, PASSPHRASE]])

    const ids: string[] = []
    const kept = new KeptPassphrases({ keep: (keyId) => void ids.push(keyId), forget: () => {} })
    kept.keep(readFileSync(file, 'latin1'), file, PASSPHRASE)
    const waiting = new KeptPassphrases(keeper)
    const { link, questions } = openLink(homeFor([file]), 'box', undefined, {}, waiting)
    // What is kept may come a moment after the first attempt has begun.
    waiting.set([{ keyId: ids[0] ?? '', passphrase: PASSPHRASE }])
    expect((await reach(link, 'connected', 'failed')).phase).toBe('connected')
    expect(questions).toEqual([])
  })

  it('asks again where the kept passphrase does not fit, says so, and forgets it', async () => {
    const forgotten: string[] = []
    const ids: string[] = []
    const file = join(keys, 'locked')
    const kept = new KeptPassphrases({ keep: (keyId) => void ids.push(keyId), forget: (keyId) => void forgotten.push(keyId) })
    kept.keep(readFileSync(file, 'latin1'), file, '')
    kept.set([{ keyId: ids[0] ?? '', passphrase: 'an old one' }])
    const { link, questions, notes } = openLink(homeFor([file]), 'box', () => ({ kind: 'secrets', values: [PASSPHRASE] }), {}, kept)
    expect((await reach(link, 'connected', 'failed')).phase).toBe('connected')
    expect(questions).toMatchObject([{ instruction: `The passphrase that was kept does not fit. Passphrase of the key ${file}` }])
    expect(forgotten).toEqual(ids)
    expect(notes.join()).not.toContain('an old one')
  })

  it('opens an encrypted key in PEM format', async () => {
    const { link } = openLink(homeFor([join(keys, 'locked_rsa_pem')]), 'box', () => ({ kind: 'secrets', values: [PASSPHRASE] }))
    expect((await reach(link, 'connected', 'failed')).phase).toBe('connected')
  })

  it('does not ask for the passphrase of a key that the server does not want', async () => {
    const file = join(keys, 'locked_stranger')
    makeKey(file, { passphrase: PASSPHRASE })
    const { link, questions } = openLink(homeFor([file]), 'box', () => ({ kind: 'secrets', values: [PASSPHRASE] }))
    const { failure } = await reach(link, 'connected', 'failed')
    expect(failure?.code).toBe('AUTH_FAILED')
    expect(failure?.sentence).toBe(`${link.address} did not let you in. Tried: public key.`)
    expect(questions).toEqual([])
  })

  it('comes back after a drop without asking for the passphrase again', async () => {
    const { link, questions } = openLink(homeFor([join(keys, 'locked')]), 'box', () => ({ kind: 'secrets', values: [PASSPHRASE] }))
    await reach(link, 'connected')
    const offline = reach(link, 'offline')
    expect(sshd.dropConnections()).toBeGreaterThan(0)
    await offline
    await reach(link, 'connected')
    expect(questions).toHaveLength(1)
  })

  it('stops when the server has had enough of wrong keys', async () => {
    const strict = await startSshd({ extraConfig: 'MaxAuthTries 2' })
    const files = ['stranger', 'rsa', 'ecdsa'].map((name) => `  IdentityFile ${join(keys, name)}\n`).join('')
    const { link } = openLink(makeHome(strict, { config: `Host box\n  HostName 127.0.0.1\n  Port ${strict.port}\n${files}` }))
    expect(await reach(link, 'connected', 'failed', 'offline')).toMatchObject({ phase: 'failed', failure: { code: 'AUTH_FAILED' } })
    await strict.stop()
  })

  it('notes a file that is no key and goes on to the next', async () => {
    const broken = join(keys, 'broken')
    writeFileSync(broken, '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n', { mode: 0o600 })
    const open = join(keys, 'open')
    copyFileSync(join(keys, 'rsa'), open)
    chmodSync(open, 0o644)
    const { link, notes } = openLink(homeFor([broken, join(keys, 'not-there'), open]))
    await reach(link, 'connected')
    expect(notes.some((note) => note.includes(broken))).toBe(true)
    expect(notes.some((note) => note.includes(open) && note.includes('chmod 600'))).toBe(true)
    expect(notes.some((note) => note.includes('not-there'))).toBe(false)
  })
})

describe('a real ssh-agent', () => {
  let socket = ''
  let agent: ReturnType<typeof spawn>
  beforeAll(async () => {
    socket = join(sshd.dir, 'agent.sock')
    agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' })
    while (!existsSync(socket)) await new Promise((resolve) => setImmediate(resolve))
    for (const name of ['stranger', 'ecdsa']) execFileSync('ssh-add', ['-q', join(keys, name)], { env: { ...process.env, SSH_AUTH_SOCK: socket } })
  })
  afterAll(() => agent.kill())

  it('signs, named by SSH_AUTH_SOCK or by IdentityAgent', async () => {
    const config = `Host box\n  HostName 127.0.0.1\n  Port ${sshd.port}\n`
    const byEnvironment = makeHome(sshd, { config, extra: { SSH_AUTH_SOCK: socket } })
    expect((await reach(openLink(byEnvironment).link, 'connected', 'failed')).phase).toBe('connected')
    const byConfig = makeHome(sshd, { config: `${config}  IdentityAgent ${socket}\n` })
    expect((await reach(openLink(byConfig).link, 'connected', 'failed')).phase).toBe('connected')
  })

  it('gives only the keys that are named, with IdentitiesOnly', async () => {
    const only = (file: string): TestHome => homeFor([file], `  IdentityAgent ${socket}\n  IdentitiesOnly yes\n`)
    expect((await reach(openLink(only(join(keys, 'stranger'))).link, 'connected', 'failed')).failure?.code).toBe('AUTH_FAILED')
    // The public half is enough to name a key that the agent holds.
    expect((await reach(openLink(only(join(keys, 'ecdsa.pub'))).link, 'connected', 'failed')).phase).toBe('connected')
  })

  it('is not tried again with the file of a key that it holds', async () => {
    const before = sshd.log().length
    const { link } = openLink(homeFor([join(keys, 'stranger')], `  IdentityAgent ${socket}\n  IdentitiesOnly yes\n`))
    await reach(link, 'failed')
    link.close()
    expect(sshd.log().slice(before).match(/Failed publickey/g)).toHaveLength(1)
  })

  it('that is gone is a note, and the key files still work', async () => {
    const { link, notes } = openLink(homeFor([join(keys, 'rsa')], `  IdentityAgent ${sshd.dir}/no-agent\n`))
    await reach(link, 'connected')
    expect(notes.some((note) => note.includes('agent'))).toBe(true)
  })
})

describe('what is typed, against a scripted server', () => {
  /** A server that knows one password, and takes it by the given method. */
  async function passwordServer(method: 'password' | 'keyboard-interactive'): Promise<{ port: number; publicKey: string; seen: string[]; drop(): void; close(): void }> {
    const pair = utils.generateKeyPairSync('ed25519')
    const seen: string[] = []
    const open = new Set<Connection>()
    const server = new Server({ hostKeys: [pair.private] }, (client) => {
      open.add(client)
      client.on('error', () => {})
      client.on('close', () => open.delete(client))
      client.on('authentication', (context: AuthContext) => {
        seen.push(context.method)
        if (context.method === 'password' && method === 'password') return context.password === 'sesame' ? context.accept() : context.reject([method])
        if (context.method === 'keyboard-interactive' && method === 'keyboard-interactive') {
          return context.prompt([{ prompt: 'Passwort für kim:\u202e \u001b[31m', echo: false }, { prompt: 'Code: ', echo: true }], (answers) => {
            if (answers?.join() === 'sesame,42') context.accept()
            else context.reject([method])
          })
        }
        context.reject([method])
      })
      client.on('session', (accept) => accept().on('sftp', (take) => void take()))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address() as { port: number }
    const publicKey = pair.public.split(' ').slice(0, 2).join(' ')
    const drop = (): void => {
      for (const client of open) client.end()
    }
    return { port: address.port, publicKey, seen, drop, close: () => {
      drop()
      server.close()
    } }
  }

  const homeAt = (peer: { port: number; publicKey: string }, more = ''): TestHome => {
    const home = makeHome(sshd, { config: `Host box\n  HostName 127.0.0.1\n  Port ${peer.port}\n  User kim\n${more}`, known: false })
    writeFileSync(join(home.home, '.ssh', 'known_hosts'), `[127.0.0.1]:${peer.port} ${peer.publicKey}\n`)
    return home
  }

  it('asks for the password again when it was wrong, and keeps it for the next connection', async () => {
    const peer = await passwordServer('password')
    const answers = ['open', 'sesame']
    const { link, questions } = openLink(homeAt(peer), 'box', () => ({ kind: 'secrets', values: [answers.shift() ?? ''] }))
    expect((await reach(link, 'connected', 'failed')).phase).toBe('connected')
    expect(questions).toMatchObject([{ purpose: 'password', instruction: 'Password of kim@127.0.0.1' }, { purpose: 'password' }])
    const offline = reach(link, 'offline')
    peer.drop()
    await offline
    await reach(link, 'connected')
    expect(questions).toHaveLength(2)
    link.close()
    peer.close()
  })

  it('stops when the person does not want to give it', async () => {
    const peer = await passwordServer('password')
    const { link, questions } = openLink(homeAt(peer))
    expect((await reach(link, 'connected', 'failed')).failure?.code).toBe('AUTH_FAILED')
    expect(questions).toHaveLength(1)
    peer.close()
  })

  it('answers keyboard-interactive questions, shown without control and direction characters', async () => {
    const peer = await passwordServer('keyboard-interactive')
    const { link, questions } = openLink(homeAt(peer), 'box', () => ({ kind: 'secrets', values: ['sesame', '42'] }))
    expect((await reach(link, 'connected', 'failed')).phase).toBe('connected')
    expect(questions).toMatchObject([{ purpose: 'keyboard-interactive', fields: [{ label: 'Passwort für kim: [31m', echo: false }, { label: 'Code:', echo: true }] }])
    link.close()
    peer.close()
  })

  it.each(['password', 'keyboard-interactive'] as const)('sends no %s to a server whose key is not checked', async (method) => {
    const peer = await passwordServer(method)
    const { link, questions } = openLink(homeAt(peer, '  StrictHostKeyChecking no\n'), 'box', () => ({ kind: 'secrets', values: ['sesame', '42'] }))
    const { failure } = await reach(link, 'connected', 'failed')
    // The key is known here, so it is checked after all, and typing is fine.
    expect(failure).toBeNull()
    link.close()
    const stranger = makeHome(sshd, { config: `Host box\n  HostName 127.0.0.1\n  Port ${peer.port}\n  StrictHostKeyChecking no\n`, known: false })
    const second = openLink(stranger, 'box', () => ({ kind: 'secrets', values: ['sesame', '42'] }))
    expect((await reach(second.link, 'connected', 'failed')).failure?.code).toBe('AUTH_FAILED')
    expect(second.questions).toEqual([])
    expect(questions).toHaveLength(1)
    peer.close()
  })
})
