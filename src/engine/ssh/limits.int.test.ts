import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeHome, makeKey, startSshd, type Sshd, type SshdOptions, type TestHome } from '../../../e2e/peers/openssh'
import { closeLinks, openLink, reach } from './open-link.test-kit'
import { sealOpen } from './private-key'

/** What ssh2 cannot do: each ends in its own code, with a sentence that says what it was and a next step. */

const servers: Sshd[] = []
let base: Sshd
beforeAll(async () => {
  base = await serve({})
})
afterAll(() => Promise.all(servers.map((server) => server.stop())))
afterEach(closeLinks)

async function serve(options: SshdOptions): Promise<Sshd> {
  const server = await startSshd(options)
  servers.push(server)
  return server
}

const homeAt = (server: Sshd, lines: string): TestHome => makeHome(server, { config: `Host box\n  HostName 127.0.0.1\n  Port ${server.port}\n${lines}` })

async function failureOf(home: TestHome): Promise<{ code: string; sentence: string; nextStep: string }> {
  const { failure } = await reach(openLink(home).link, 'failed', 'connected', 'offline')
  if (!failure) throw new Error('it connected')
  return failure
}

describe('a server that only takes certificates', () => {
  let server: Sshd
  let key = ''
  beforeAll(async () => {
    makeKey(join(base.dir, 'ca'))
    server = await serve({ extraConfig: `TrustedUserCAKeys ${join(base.dir, 'ca.pub')}` })
    key = join(base.dir, 'certified')
    makeKey(key)
    execFileSync('ssh-keygen', ['-q', '-s', join(base.dir, 'ca'), '-I', 'kim', '-n', server.user, `${key}.pub`], { stdio: 'ignore' })
  })

  it.each(['a certificate beside its key', 'a certificate that CertificateFile names'])('%s', async (way) => {
    const certificate = `${key}-cert.pub`
    let file = key
    if (way.includes('CertificateFile')) {
      file = join(base.dir, 'stranger')
      makeKey(file)
    }
    // The real ssh gets in with it, so the certificate is what is missing.
    execFileSync('ssh', ['-F', 'none', '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR', '-i', key, '-p', String(server.port), '127.0.0.1', 'true'])
    const failure = await failureOf(homeAt(server, `  IdentityFile ${file}\n  CertificateFile ${certificate}\n`))
    expect(failure.code).toBe('KEY_UNSUPPORTED')
    expect(failure.sentence).toContain('cannot present your certificate')
    expect(failure.nextStep).toContain('authorized_keys')
  })

  it('a certificate in the ssh agent', async () => {
    const socket = join(base.dir, 'agent.sock')
    const agent: ChildProcess = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' })
    try {
      while (!existsSync(socket)) await new Promise((resolve) => setImmediate(resolve))
      execFileSync('ssh-add', ['-q', key], { env: { ...process.env, SSH_AUTH_SOCK: socket } })
      const failure = await failureOf(homeAt(server, `  IdentityFile none\n  IdentityAgent ${socket}\n`))
      expect(failure).toMatchObject({ code: 'KEY_UNSUPPORTED', sentence: expect.stringContaining('in the ssh agent') as string })
    } finally {
      agent.kill()
    }
  })

  it('is no reason where the plain key does', async () => {
    const open = await serve({ authorizedKeys: [readFileSync(`${key}.pub`, 'utf8').trim()] })
    expect((await reach(openLink(homeAt(open, `  IdentityFile ${key}\n`)).link, 'connected', 'failed')).failure).toBeNull()
  })
})

describe('other things that ssh2 does not know', () => {
  it('a key that lives on a FIDO device', async () => {
    const string = (text: string | Buffer): Buffer => {
      const bytes = Buffer.from(text as string)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return Buffer.concat([length, bytes])
    }
    const blob = Buffer.concat([string('sk-ssh-ed25519@openssh.com'), string(Buffer.alloc(32, 7)), string('ssh:')])
    const file = join(base.dir, 'id_ed25519_sk')
    writeFileSync(file, sealOpen(blob, Buffer.alloc(64)), { mode: 0o600 })
    // It is a public key to OpenSSH too.
    writeFileSync(`${file}.pub`, `sk-ssh-ed25519@openssh.com ${blob.toString('base64')} key\n`)
    expect(execFileSync('ssh-keygen', ['-l', '-f', `${file}.pub`], { encoding: 'utf8' })).toContain('ED25519-SK')
    const failure = await failureOf(homeAt(base, `  IdentityFile ${file}\n`))
    expect(failure).toMatchObject({ code: 'KEY_UNSUPPORTED', sentence: expect.stringContaining('cannot use your security key') as string })
    expect(failure.sentence).toContain('id_ed25519_sk')
  })

  it('a server that only takes GSSAPI', async () => {
    const server = await serve({ extraConfig: 'GSSAPIAuthentication yes\nPubkeyAuthentication no' })
    const failure = await failureOf(homeAt(server, `  IdentityFile ${server.keyFile}\n`))
    expect(failure.code).toBe('AUTH_FAILED')
    expect(failure.sentence).toMatch(/only takes (?:gssapi-keyex, )?gssapi-with-mic, which this app does not know/)
  })

  it('a server whose ciphers, key exchanges or host keys this app does not have: they are named', async () => {
    const ciphers = await serve({ extraConfig: 'Ciphers aes128-cbc,3des-cbc' })
    expect(await failureOf(makeHome(ciphers))).toMatchObject({
      code: 'ALGORITHMS_MISMATCH', sentence: expect.stringContaining('offers only ciphers that this app does not have (aes128-cbc, 3des-cbc)') as string,
    })
    const exchanges = await serve({ extraConfig: 'KexAlgorithms sntrup761x25519-sha512@openssh.com' })
    expect((await failureOf(makeHome(exchanges))).sentence).toContain('(sntrup761x25519-sha512@openssh.com)')
  })
})

describe('a certificate authority in known_hosts', () => {
  const authority = (server: Sshd, policy: string): TestHome => {
    const home = makeHome(server, { known: false, config: `Host box\n  HostName 127.0.0.1\n  Port ${server.port}\n  IdentityFile ${server.keyFile}\n${policy}` })
    writeFileSync(join(home.home, '.ssh', 'known_hosts'), `@cert-authority [127.0.0.1]:${server.port} ${readFileSync(join(base.dir, 'ca.pub'), 'utf8')}`)
    return home
  }

  it('is asked about, and the question says why', async () => {
    const { link, questions } = openLink(authority(base, ''), 'box', () => ({ kind: 'accept' }))
    expect((await reach(link, 'connected', 'failed')).identity?.kind).toBe('accepted-now')
    expect(questions).toMatchObject([{ kind: 'host-key', note: expect.stringMatching(/known_hosts:1\) trusts a certificate authority.*cannot check certificates/) as string }])
  })

  it('is refused where nothing may be asked, with that reason', async () => {
    expect(await failureOf(authority(base, '  StrictHostKeyChecking yes\n'))).toMatchObject({
      code: 'HOST_KEY_REFUSED', sentence: expect.stringContaining('certificate authority') as string,
    })
  })
})

describe('RevokedHostKeys', () => {
  const revoking = (list: string): TestHome => homeAt(base, `  IdentityFile ${base.keyFile}\n  RevokedHostKeys ${list}\n`)

  it('refuses a key that is on the list, though it is known', async () => {
    const list = join(base.dir, 'revoked')
    writeFileSync(list, `# revoked\n${readFileSync(join(base.dir, 'ca.pub'), 'utf8')}`)
    expect((await reach(openLink(revoking(list)).link, 'connected', 'failed')).failure).toBeNull()
    writeFileSync(list, `# revoked\n${base.hostKeyPublic}\n`)
    expect(await failureOf(revoking(list))).toMatchObject({ code: 'HOST_KEY_REVOKED', sentence: expect.stringContaining(`${list}:2`) as string })
  })

  it('trusts nothing when the list cannot be read', async () => {
    expect((await failureOf(revoking(join(base.dir, 'no-list')))).code).toBe('CONFIG_UNSUPPORTED')
    const krl = join(base.dir, 'krl')
    execFileSync('ssh-keygen', ['-q', '-k', '-f', krl, join(base.dir, 'ca.pub')], { stdio: 'ignore' })
    expect((await failureOf(revoking(krl))).sentence).toContain(krl)
  })
})
