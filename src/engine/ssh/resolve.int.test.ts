import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { suggestHosts } from './host-aliases'
import type { HostSettings } from './host-settings'
import { resolveHost } from './resolve'
import { parseTarget } from './target'
import { expandTokens, type TokenValues } from './tokens'

let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tailpane-home-'))
  mkdirSync(join(home, '.ssh', 'more'), { recursive: true, mode: 0o700 })
})
afterAll(() => rmSync(home, { recursive: true }))

function write(config: string): void {
  writeFileSync(join(home, '.ssh', 'config'), config, { mode: 0o600 })
}

async function resolve(text: string, env: NodeJS.ProcessEnv = {}): Promise<HostSettings> {
  const target = parseTarget(text)
  if (!target.ok) throw new Error(target.failure.sentence)
  const result = await resolveHost(target.value, { PATH: process.env['PATH'], HOME: home, ...env }, new AbortController().signal)
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.sentence}`)
  return result.value
}

describe('resolveHost, through the real ssh -G', () => {
  it('takes what the config says, and expands it', async () => {
    write([
      `Include ${home}/.ssh/more/*.conf`, 'Host box', '  HostName real.example.org', '  Port 2222', '  User kim',
      '  IdentityFile ~/.ssh/%h_%r', '  IdentityFile /keys/%n-%p-%%', '  UserKnownHostsFile ~/.ssh/kh_%k "/with blank/kh"',
      '  StrictHostKeyChecking accept-new', '  IdentitiesOnly yes', '  ConnectTimeout 7', '  ServerAliveInterval 4', '  ServerAliveCountMax 2',
      '  HostKeyAlias Alias', '  PasswordAuthentication no', '  IdentityAgent ~/.ssh/agent.sock', '',
    ].join('\n'))
    expect(await resolve('box')).toMatchObject({
      host: 'real.example.org', port: 2222, user: 'kim', keyName: 'alias', keyPort: 22,
      identityFiles: [join(home, '.ssh/real.example.org_kim'), '/keys/box-2222-%'],
      hostKeyPolicy: 'accept-new', identitiesOnly: true, agentSocket: join(home, '.ssh/agent.sock'),
      connectTimeoutMs: 7000, aliveIntervalMs: 4000, aliveCountMax: 2, password: false, keyboardInteractive: true,
    })
    expect((await resolve('box')).userKnownHosts[0]).toBe(join(home, '.ssh/kh_alias'))
    expect(await resolve('ann@box:2200')).toMatchObject({ port: 2200, user: 'ann' })
  })

  it('uses the defaults of ssh under the given HOME', async () => {
    write('')
    const settings = await resolve('plain.example.org', { SSH_AUTH_SOCK: '/run/agent' })
    expect(settings).toMatchObject({
      host: 'plain.example.org', port: 22, user: userInfo().username, keyName: 'plain.example.org', hostKeyPolicy: 'ask', agentSocket: '/run/agent',
      connectTimeoutMs: 20_000, aliveIntervalMs: 15_000, aliveCountMax: 3,
    })
    expect(settings.identityFiles).toContain(join(home, '.ssh/id_ed25519'))
    expect(settings.userKnownHosts).toEqual([join(home, '.ssh/known_hosts'), join(home, '.ssh/known_hosts2')])
  })

  it('does without an OpenSSH client', async () => {
    const settings = await resolve('ann@box:2222', { PATH: '/nowhere' })
    expect(settings).toMatchObject({ host: 'box', port: 2222, user: 'ann' })
    expect(settings.identityFiles).toContain(join(home, '.ssh/id_ed25519'))
    expect(settings.userKnownHosts).toContain(join(home, '.ssh/known_hosts'))
  })

  it('keeps an answer until the config changes', async () => {
    write('Host kept\n  Port 1001\n')
    expect((await resolve('kept')).port).toBe(1001)
    write('Host kept\n  Port 1002\n')
    utimesSync(join(home, '.ssh', 'config'), new Date(), new Date(Date.now() + 5000))
    expect((await resolve('kept')).port).toBe(1002)
  })

  it('refuses a host that the config makes dangerous', async () => {
    write('Host evil\n  HostName "-oProxyCommand=id"\n')
    await expect(resolve('evil')).rejects.toThrow(/TARGET_INVALID|CONFIG_UNREADABLE/)
  })
})

describe('tokens', () => {
  it('expand as the real ssh expands them', () => {
    const local = userInfo()
    const values: TokenValues = {
      host: 'real.example.org', originalHost: 'box', port: 2222, remoteUser: 'kim', localUser: local.username, home: local.homedir,
      localUid: String(local.uid), jump: '', keyAlias: 'alias',
    }
    // ssh expands LocalCommand's neighbour ControlPath in `ssh -G`, with the tokens that it shares with IdentityFile.
    const tokens = '%%-%h-%i-%k-%L-%l-%n-%p-%r-%u-%C'
    const said = execFileSync('ssh', [
      '-F', 'none', '-G', '-o', `ControlPath=/x/${tokens}`, '-o', 'HostName=real.example.org', '-o', 'HostKeyAlias=alias', '-p', '2222', '-l', 'kim', 'box',
    ], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    const theirs = /^controlpath (.*)$/m.exec(said)?.[1]
    expect(`/x/${expandTokens(tokens, values) ?? ''}`).toBe(theirs)
    expect(hostname().length).toBeGreaterThan(0)
  })

  it('are refused when they are unknown', () => {
    const none: TokenValues = { host: '', originalHost: '', port: 22, remoteUser: '', localUser: '', home: '', localUid: '', jump: '', keyAlias: '' }
    expect(expandTokens('%Z', none)).toBeNull()
    expect(expandTokens('100%', none)).toBeNull()
  })
})

describe('suggestHosts', () => {
  it('gives the aliases of the config and its Includes, without patterns, once each', async () => {
    writeFileSync(join(home, '.ssh', 'more', 'a.conf'), 'Host inner box\nInclude ~/.ssh/config\n')
    writeFileSync(join(home, '.ssh', 'more', 'b.txt'), 'Host not-included\n')
    write('Include more/*.conf\nHost box *.example.org !no\n  User kim\nhost = "quoted" -bad $(id)\n# Host comment\nMatch host x\n')
    expect(await suggestHosts({ HOME: home })).toEqual(['inner', 'box', 'quoted'])
    expect(await suggestHosts({ HOME: join(home, 'nobody') })).toEqual([])
  })
})
