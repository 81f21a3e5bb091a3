import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HostSettings } from './host-settings'
import { resolveHost } from './resolve'
import { parseTarget } from './target'

let home = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tailpane-config-'))
  mkdirSync(join(home, '.ssh', 'more'), { recursive: true, mode: 0o700 })
})
afterAll(() => rmSync(home, { recursive: true }))

async function resolve(text: string, path: string | undefined): Promise<HostSettings> {
  const target = parseTarget(text)
  if (!target.ok) throw new Error(target.failure.sentence)
  const result = await resolveHost(target.value, { PATH: path, HOME: home, SHELL: '/bin/sh' }, new AbortController().signal)
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.sentence}`)
  return withoutPath(result.value)
}

/** The two runs differ in their PATH; and without ssh fewer kinds of key files are looked for by default. */
function withoutPath(settings: HostSettings): HostSettings {
  const { route } = settings
  const identityFiles = settings.identityFiles.filter((file) => !/id_(?:\w+_sk|xmss|dsa)$/.test(file))
  if (route.kind === 'program') return { ...settings, identityFiles, route: { ...route, env: {} } }
  return { ...settings, identityFiles, route: route.kind === 'jump' ? { kind: 'jump', hop: withoutPath(route.hop) } : route }
}

const config = (): string => [
  '# a comment', 'Include more/*.conf', '',
  'Host one two', '  HostName %h.example.org', '  Port=2222', '\tUser\tkim', '  IdentityFile ~/.ssh/first', '  IdentityFile "~/.ssh/with blank"', '',
  'Host *.example.org !bad.example.org', '  User pat', '  StrictHostKeyChecking accept-new', '  UserKnownHostsFile ~/.ssh/kh_a /other/kh', '',
  'Match originalhost match-me user ann', '  Port 2001', '  HostKeyAlias Alias', '',
  'Match host one.example.org,!x', '  ConnectTimeout 7', '  ServerAliveInterval 4', '  ServerAliveCountMax 2', '',
  `Match localuser ${userInfo().username} originalhost local`, '  Port 2002', '',
  'Host proxied', '  ProxyCommand ssh -W "[%h]:%p" gate # not a comment', '  ProxyJump never', '',
  'Host jumped', '  ProxyJump kim@gate:2200,one', '',
  'Host fixed', '  AddressFamily inet6', '  BindAddress 127.0.0.1', '  StrictHostKeyChecking off', '  PreferredAuthentications publickey', '  PasswordAuthentication no',
  '  CertificateFile ~/.ssh/c-cert.pub', '  IdentitiesOnly yes', '  IdentityAgent none', '  HashKnownHosts yes', '',
  'Match all', '  IdentityFile ~/.ssh/last', '  User everyone', '',
].join('\n')

describe('the ssh config, where there is no OpenSSH client, as ssh -G reads it', () => {
  it.each([
    'one', 'two', 'ann@one:2300', 'a.example.org', 'bad.example.org', 'ann@match-me', 'bob@match-me', 'local', 'proxied', 'jumped', 'fixed',
    'included', 'in-block', 'nothing', '[2001:db8::7]:2022',
  ])('%s', async (target) => {
    writeFileSync(join(home, '.ssh', 'more', 'a.conf'), 'Host included\n  Port 3000\nHost in-block\n  Include more/b.txt\n')
    writeFileSync(join(home, '.ssh', 'more', 'b.txt'), 'User inner\nHost other\n  Port 3001\n')
    writeFileSync(join(home, '.ssh', 'config'), config(), { mode: 0o600 })
    expect(await resolve(target, '/nowhere')).toEqual(await resolve(target, process.env['PATH']))
  })

  it("does not run commands, but takes the ProxyCommand that config-ssh wrote for when Coder Connect is off", async () => {
    writeFileSync(join(home, '.ssh', 'config'), [
      'Host *.coder', '\tStrictHostKeyChecking=no', '\tUserKnownHostsFile=/dev/null',
      `Match host *.coder !exec "/usr/local/bin/coder connect exists %h"`, '\tProxyCommand /usr/local/bin/coder ssh --stdio --hostname-suffix coder %h',
      `Match exec "touch ${home}/ran"`, '  Port 1',
    ].join('\n'), { mode: 0o600 })
    const settings = await resolve('dev.coder', '/nowhere')
    expect(settings).toMatchObject({ port: 22, vouched: true, route: { kind: 'program', coder: true } })
  })
})
