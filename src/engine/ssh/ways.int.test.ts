import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { startCoderLike, type CoderLike } from '../../../e2e/peers/coder-like'
import { writeCoderCli, type CoderCli } from '../../../e2e/peers/coder-cli'
import { freePort, makeHome, startSshd, type Sshd, type TestHome } from '../../../e2e/peers/openssh'
import { closeLinks, filesOf, openLink, reach } from './open-link.test-kit'
import type { SshTarget } from './types'

let sshd: Sshd
let gate: Sshd
let inner: Sshd
beforeAll(async () => {
  [sshd, gate, inner] = await Promise.all([startSshd(), startSshd(), startSshd()])
})
afterAll(() => Promise.all([sshd, gate, inner].map((server) => server.stop())))
afterEach(closeLinks)

/** Blocks for the three servers, each with its own key, and `more` before them. */
function homeWith(more: string, known: readonly Sshd[] = [sshd, gate, inner]): TestHome {
  const hosts = { box: sshd, gate, inner }
  const blocks = Object.entries(hosts).map(([name, server]) => `Host ${name}\n  HostName 127.0.0.1\n  Port ${server.port}\n  IdentityFile ${server.keyFile}\n`)
  const home = makeHome(sshd, { config: [more, ...blocks].join('\n'), known: false, extra: { SHELL: '/bin/sh' } })
  writeFileSync(join(home.home, '.ssh', 'known_hosts'), known.map((server) => `[127.0.0.1]:${server.port} ${server.hostKeyPublic}\n`).join(''))
  return home
}

describe('ProxyCommand, with real programs', () => {
  const through = (command: string): TestHome => homeWith(`Host box\n  ProxyCommand ${command}\n`)
  /** `ssh -W` through the gate, as people write it. */
  const viaGate = (): string => `ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -i ${gate.keyFile} -p ${gate.port} -W %h:%p 127.0.0.1`

  it('connects through ssh -W, checks the key of the far host, and ends the program with the link', async () => {
    const { link } = openLink(through(viaGate()))
    const state = await reach(link, 'connected', 'failed', 'offline')
    expect(state).toMatchObject({ phase: 'connected', failure: null, identity: { kind: 'known-host', fingerprint: sshd.hostFingerprint }, awakeSinceMs: null })
    expect(link.processes()).toBe(1)
    const file = join(sshd.dir, 'big.bin')
    writeFileSync(file, Buffer.alloc(3_000_000, 'tailpane '))
    const handle = await filesOf(link).open(file)
    expect((await filesOf(link).read(handle, 0, 3_000_000, 'bulk')).equals(readFileSync(file))).toBe(true)
    link.close()
    await vi.waitFor(() => expect(link.processes()).toBe(0))
  })

  it('runs in the shell of the person, with the tokens expanded and good manners for Coder', async () => {
    const note = join(sshd.dir, 'said')
    const { link } = openLink(through(`sh -c 'echo "%n %h %p %r $CODER_SSH_WAIT $CODER_SSH_DISABLE_AUTOSTART \${NODE_ENV-none}" > ${note}; exit 4'`), 'kim@box')
    const { failure } = await reach(link, 'offline', 'failed', 'connected')
    expect(readFileSync(note, 'utf8').trim()).toBe(`box 127.0.0.1 ${sshd.port} kim no true none`)
    expect(failure?.code).toBe('PROXY_FAILED')
    expect(failure?.sentence).toContain('exit code 4')
  })

  it('shows what it says as progress, and its last words when it fails', async () => {
    const seen = join(sshd.dir, 'seen')
    const { link } = openLink(through(`sh -c 'printf "\\033[1mlogging in\\033[0m\\n" >&2; until [ -e ${seen} ]; do sleep 0.05; done; echo "no such tunnel" >&2; exit 7'`))
    const said = new Promise<string | null>((resolve) => {
      const listening = link.onState((state) => {
        if (state.progress === null) return
        listening.dispose()
        resolve(state.progress)
      })
    })
    expect(await said).toBe('logging in')
    writeFileSync(seen, '')
    const state = await reach(link, 'offline')
    expect(state.failure).toMatchObject({ code: 'PROXY_FAILED', sentence: expect.stringMatching(/exit code 7: .*no such tunnel/) as string })
    expect(state.progress).toBeNull()
  })

  it('that never answers is given up in time and killed, with all that it started', async () => {
    const { link } = openLink(homeWith('Host box\n  ConnectTimeout 1\n  ProxyCommand sh -c "sleep 1000 & sleep 1000"\n'))
    expect((await reach(link, 'offline')).failure?.code).toBe('CONNECT_TIMEOUT')
    link.stopTrying()
    await vi.waitFor(() => expect(link.processes()).toBe(0), 5000)
  })

  it('that dies takes the connection with it, and the next one comes up', async () => {
    const { link } = openLink(through(viaGate()))
    await reach(link, 'connected', 'failed')
    const offline = reach(link, 'offline')
    gate.dropConnections()
    expect((await offline).failure?.code).toMatch(/PROXY_FAILED|CONNECTION_LOST/)
    await reach(link, 'connected')
    expect(link.processes()).toBe(1)
  })

  it('none is no ProxyCommand; a passed file descriptor and an unknown token are refused', async () => {
    expect((await reach(openLink(through('none')).link, 'connected', 'failed')).failure).toBeNull()
    const fd = openLink(homeWith('Host box\n  ProxyCommand nc -F %h %p\n  ProxyUseFdpass yes\n'))
    expect((await reach(fd.link, 'connected', 'failed')).failure).toMatchObject({ code: 'CONFIG_UNSUPPORTED', sentence: expect.stringContaining('ProxyUseFdpass') as string })
    expect((await reach(openLink(through('nc %Z')).link, 'connected', 'failed', 'offline')).failure?.code).toBe('CONFIG_UNREADABLE')
  })

  it.each(['box;id', '$(id)', '`id`', '-oProxyCommand=id', 'box\nid', 'kim;id@box', '$(id)@box', '-l@box', 'box|id', "box'id", 'box"id'])('never reaches a shell with %j', async (target) => {
    const note = join(sshd.dir, 'reached')
    const { link } = openLink(homeWith(`Host *\n  ProxyCommand touch ${note}\n`), target)
    expect((await reach(link, 'failed', 'offline', 'connected')).failure?.code).toBe('TARGET_INVALID')
    expect(() => readFileSync(note)).toThrow()
  })
})

describe('ProxyJump, through real servers', () => {
  it('passes one host and two, each verified by its own key', async () => {
    const one = openLink(homeWith('Host box\n  ProxyJump gate\n'))
    expect(await reach(one.link, 'connected', 'failed', 'offline')).toMatchObject({ phase: 'connected', identity: { fingerprint: sshd.hostFingerprint } })
    const file = join(sshd.dir, 'jump.bin')
    writeFileSync(file, Buffer.alloc(3_000_000, 'hop '))
    const handle = await filesOf(one.link).open(file)
    expect((await filesOf(one.link).read(handle, 0, 3_000_000, 'bulk')).equals(readFileSync(file))).toBe(true)
    const before = { gate: gate.log().length, inner: inner.log().length }
    const two = openLink(homeWith('Host box\n  ProxyJump gate,ssh://inner\n'))
    expect((await reach(two.link, 'connected', 'failed', 'offline')).failure).toBeNull()
    expect(gate.log().slice(before.gate)).toContain('Accepted publickey')
    expect(inner.log().slice(before.inner)).toContain('Accepted publickey')
    expect(two.link.processes()).toBe(0)
  })

  it('takes the way to a jump host from its own config', async () => {
    const before = gate.log().length
    const { link } = openLink(homeWith('Host box\n  ProxyJump inner\nHost inner\n  ProxyJump gate\n'))
    expect((await reach(link, 'connected', 'failed', 'offline')).failure).toBeNull()
    expect(gate.log().slice(before)).toContain('Accepted publickey')
  })

  it('asks about an unknown jump host by its name, and goes no further without an answer', async () => {
    const home = homeWith('Host box\n  ProxyJump gate\n', [sshd])
    const { link, questions } = openLink(home)
    expect((await reach(link, 'failed', 'connected', 'offline')).failure?.code).toBe('HOST_KEY_REFUSED')
    expect(questions).toEqual([{ kind: 'host-key', alias: 'gate', host: `[127.0.0.1]:${gate.port}`, keyType: 'ED25519', fingerprint: gate.hostFingerprint }])
    const accepting = openLink(home, 'box', () => ({ kind: 'accept' }))
    expect((await reach(accepting.link, 'connected', 'failed')).failure).toBeNull()
  })

  it('says which of the hosts cannot be reached', async () => {
    const port = await freePort()
    const far = openLink(homeWith(`Host box\n  Port ${port}\n  ProxyJump gate\n`))
    const failure = (await reach(far.link, 'offline', 'failed')).failure
    expect(failure?.code).toBe('HOST_UNREACHABLE')
    expect(failure?.sentence).toContain(`The jump host ${gate.user}@127.0.0.1:${gate.port} does not reach ${sshd.user}@127.0.0.1:${port}`)
    const near = openLink(homeWith(`Host gate\n  Port ${port}\nHost box\n  ProxyJump gate\n`))
    expect((await reach(near.link, 'offline', 'failed')).failure?.sentence).toBe(`${sshd.user}@127.0.0.1:${port} refused the connection.`)
  })

  it('says when a jump host does not forward, and when jumps lead in a circle', async () => {
    const closed = await startSshd({ extraConfig: 'AllowTcpForwarding no' })
    const home = homeWith(`Host box\n  ProxyJump closed\nHost closed\n  HostName 127.0.0.1\n  Port ${closed.port}\n  IdentityFile ${closed.keyFile}\n`, [sshd, closed])
    expect((await reach(openLink(home).link, 'offline', 'failed', 'connected')).failure).toMatchObject({ code: 'PROXY_FAILED', sentence: expect.stringContaining('does not forward') as string })
    await closed.stop()
    const circle = openLink(homeWith('Host box\n  ProxyJump gate\nHost gate\n  ProxyJump inner\nHost inner\n  ProxyJump gate\n'))
    expect((await reach(circle.link, 'failed', 'connected', 'offline')).failure?.code).toBe('CONFIG_UNSUPPORTED')
  })

  it('comes back when the jump host dropped it', async () => {
    const { link } = openLink(homeWith('Host box\n  ProxyJump gate\n'))
    await reach(link, 'connected')
    const offline = reach(link, 'offline')
    expect(gate.dropConnections()).toBeGreaterThan(0)
    await offline
    expect((await reach(link, 'connected')).failure).toBeNull()
  })
})

describe("Coder's tunnel, by a stand-in for its program and a server like its agent's", () => {
  let agent: CoderLike
  let cli: CoderCli
  beforeAll(async () => {
    agent = await startCoderLike()
    cli = writeCoderCli(join(sshd.dir, 'cli'))
  })
  afterAll(() => agent.stop())

  const target = (name: string): SshTarget => ({ kind: 'coder', argv: [cli.binary, 'ssh', '--stdio', name], env: { CODER_SSH_WAIT: 'no', CODER_SSH_DISABLE_AUTOSTART: 'true' }, name })
  const agents = (): Record<string, unknown> => ({ 'dev.main': { port: agent.port }, 'off.main': { stopped: true, port: agent.port }, 'slow.main': { connecting: true }, 'two.a': { port: agent.port }, 'two.b': { port: agent.port } })
  const ready = (login: 'in' | 'out' | 'expired' | 'unreachable' = 'in'): void => cli.set({ login, agents: agents() as never })
  const nobody = (): TestHome => makeHome(sshd, { config: '', known: false })

  it('opens an agent, whose identity the tunnel proves, without keys and questions', async () => {
    ready()
    const { link, questions } = openLink(nobody(), target('dev.main'))
    const state = await reach(link, 'connected', 'failed', 'offline')
    expect(state).toMatchObject({ phase: 'connected', failure: null, identity: { kind: 'tunnel', fingerprint: agent.hostFingerprint } })
    expect(state.awakeSinceMs).toBeGreaterThan(0)
    expect(link.address).toBe('dev.main')
    expect(questions).toEqual([])
    expect((await filesOf(link).stat(sshd.dir)).kind).toBe('directory')
    expect(link.processes()).toBe(1)
    expect(cli.callsOf('ssh').at(-1)?.env).toMatchObject({ CODER_SSH_WAIT: 'no', CODER_SSH_DISABLE_AUTOSTART: 'true' })
  })

  it.each([
    ['in', 'off.main', 'WORKSPACE_STOPPED', 'offline'],
    ['in', 'gone.main', 'WORKSPACE_GONE', 'failed'],
    ['in', 'two', 'CODER_REFUSED', 'failed'],
    ['out', 'dev.main', 'CODER_LOGGED_OUT', 'failed'],
    ['expired', 'dev.main', 'CODER_LOGGED_OUT', 'failed'],
    ['unreachable', 'dev.main', 'CODER_UNREACHABLE', 'offline'],
  ] as const)('logged %s, %s: %s', async (login, name, code, phase) => {
    ready(login)
    const state = await reach(openLink(nobody(), target(name)).link, 'connected', 'failed', 'offline')
    expect(state).toMatchObject({ phase, failure: { code } })
  })

  it('gives a workspace that is stopped time until the next attempt', async () => {
    ready()
    const state = await reach(openLink(nobody(), target('off.main')).link, 'offline')
    expect((state.retryAtMs ?? 0) - Date.now()).toBeGreaterThan(20_000)
  })

  it('says that an agent which connects for ever did not connect, and what it waits for meanwhile', async () => {
    ready()
    const { link } = openLink(nobody(), target('slow.main'), undefined, { connectTimeoutMs: 1500 })
    const progress: (string | null)[] = []
    link.onState((state) => void progress.push(state.progress))
    const state = await reach(link, 'offline', 'failed', 'connected')
    expect(state.failure?.code).toBe('AGENT_NOT_CONNECTED')
    expect(progress.some((line) => /waiting/i.test(line ?? ''))).toBe(true)
    await vi.waitFor(() => expect(link.processes()).toBe(0), 5000)
  })

  it('says when there is no such program', async () => {
    const { link } = openLink(nobody(), { kind: 'coder', argv: ['/no/such/coder', 'ssh', '--stdio', 'x'], env: {}, name: 'x' })
    expect((await reach(link, 'failed', 'offline')).failure?.code).toBe('CODER_NOT_FOUND')
  })

  it('is known in the ssh config as config-ssh writes it; another command with no check is not', async () => {
    ready()
    const block = (command: string): TestHome => makeHome(sshd, {
      config: `Host coder.*\n\tConnectTimeout=0\n\tStrictHostKeyChecking=no\n\tUserKnownHostsFile=/dev/null\n\tLogLevel ERROR\n\tProxyCommand ${command}\n`,
      known: false, extra: { SHELL: '/bin/sh' },
    })
    const folder = join(sshd.dir, 'cfg dir')
    mkdirSync(folder)
    writeFileSync(join(folder, 'url'), 'https://coder.example.com')
    writeFileSync(join(folder, 'session'), 'token')
    const tunnel = openLink(block(`"${cli.binary}" --global-config "${sshd.dir}/cfg dir" ssh --stdio --ssh-host-prefix coder. %h`), 'coder.dev.main')
    expect((await reach(tunnel.link, 'connected', 'failed', 'offline'))).toMatchObject({ failure: null, identity: { kind: 'tunnel' } })
    const wrapper = join(sshd.dir, 'wrapper')
    writeFileSync(wrapper, `#!/bin/sh\nexec ${cli.binary} ssh --stdio "$1"\n`)
    chmodSync(wrapper, 0o755)
    const other = openLink(block(`${wrapper} dev.main`), 'coder.dev.main')
    expect((await reach(other.link, 'connected', 'failed', 'offline')).identity?.kind).toBe('unchecked')
    const stopped = openLink(block(`"${cli.binary}" ssh --stdio --ssh-host-prefix coder. %h`), 'coder.off.main')
    expect((await reach(stopped.link, 'offline', 'failed', 'connected')).failure?.code).toBe('WORKSPACE_STOPPED')
  })
})
