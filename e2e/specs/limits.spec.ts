import { execFileSync } from 'node:child_process'
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test as base, expect } from '../fixtures/test'
import type { Place } from '../fixtures/place'
import type { AppWindow } from '../pages/app-window'
import { TrustAlert } from '../pages/trust-alert'
import { writeCoderCli } from '../peers/coder-cli'
import { makeKey, startSshd, type Sshd, type SshdOptions } from '../peers/openssh'

/* What this app cannot do, and whom it does not trust: each is told on screen with its sentence and its next step. */

const test = base.extend<{ serve: (name: string, options?: SshdOptions & { lines?: readonly string[]; known?: boolean; named?: false }) => Promise<Sshd> }>({
  /** A real sshd behind a Host of this name; its own key logs in unless the lines name another. */
  serve: async ({ place }, use) => {
    const servers: Sshd[] = []
    let config = ''
    await use(async (name, { lines = [], known = true, named: hostName = true, ...options } = {}) => {
      const server = await startSshd(options)
      servers.push(server)
      const named = lines.some((line) => line.startsWith('IdentityFile')) ? [] : [`IdentityFile ${server.keyFile}`]
      config += [`Host ${name}`, ...(hostName ? ['  HostName 127.0.0.1'] : []), `  Port ${server.port}`, ...[...named, ...lines, 'IdentitiesOnly yes'].map((line) => `  ${line}`), ''].join('\n')
      place.writeSshConfig(config)
      if (known) place.knowHost(server.port, server.hostKeyPublic)
      return server
    })
    for (const server of servers) await server.stop()
  },
})

/** What stands in the middle of a tab whose connection failed: why, and what to do. */
async function says(window: AppWindow, name: string, sentence: string | RegExp, nextStep: string | RegExp, phase: 'failed' | 'offline' = 'failed'): Promise<void> {
  await window.sidebar.row(name).last().click()
  const { linkBar } = window.tab(name)
  if (phase === 'failed') await expect(linkBar).toHaveAttribute('data-link', 'failed')
  await expect(linkBar).toContainText(sentence)
  await expect(linkBar).toContainText(nextStep)
  await window.picture(`limit-${name}`)
}

test('a certificate, a security key, GSSAPI and chacha20 alone are named, each with its next step', async ({ place, serve, launch }) => {
  const certified = certificate(place)
  const onDevice = securityKey(place)
  await serve('certificate', { extraConfig: `TrustedUserCAKeys ${join(place.dir, 'ca.pub')}\nAuthorizedKeysFile none`, lines: [`IdentityFile ${certified}`] })
  await serve('fido', { lines: [`IdentityFile ${onDevice}`] })
  await serve('gssapi', { extraConfig: 'GSSAPIAuthentication yes\nPubkeyAuthentication no' })
  await serve('chacha', { extraConfig: 'Ciphers chacha20-poly1305@openssh.com' })
  const window = await launch({ targets: ['certificate', 'fido', 'gssapi', 'chacha'] })
  await window.resize(1440, 900)
  await says(window, 'certificate', `this app cannot present your certificate (${certified}-cert.pub).`, 'Add the plain public key to authorized_keys on the server')
  await says(window, 'fido', `this app cannot use your security key (${onDevice}).`, 'Use an ed25519, ECDSA or RSA key that is not bound to a FIDO device.')
  await says(window, 'gssapi', /only takes .*gssapi-with-mic, which this app does not know\./, 'Ask the administrator to allow public keys')
  await says(window, 'chacha', 'offers only ciphers that this app does not have (chacha20-poly1305@openssh.com).', 'Allow aes128-gcm@openssh.com or aes256-ctr on the server.')
})

test('a way that fails says so in its own words: ProxyCommand, a jump, what ssh alone can do, and the coder program', async ({ place, serve, launch }) => {
  await serve('proxy', { lines: ['ProxyCommand sh -c "echo the gate is shut >&2; exit 3"'] })
  await serve('passed', { lines: ['ProxyCommand cat', 'ProxyUseFdpass yes'] })
  const gate = await serve('gate', { extraConfig: 'AllowTcpForwarding no' })
  await serve('behind', { lines: ['ProxyJump gate'] })
  const cli = writeCoderCli(join(place.dir, 'coder'), { agents: { 'off.main': { stopped: true } } })
  const tunnel = [`ProxyCommand ${cli.binary} ssh --stdio --ssh-host-prefix coder. %n`, 'StrictHostKeyChecking no', 'UserKnownHostsFile /dev/null']
  await serve('coder.off', { lines: tunnel, named: false })
  await serve('coder.nowhere', { lines: tunnel, named: false })
  await serve('coder.bare', { lines: ['ProxyCommand /no/such/coder ssh --stdio --ssh-host-prefix coder. %n', ...tunnel.slice(1)], named: false })
  const window = await launch({ targets: ['proxy', 'passed', 'behind', 'coder.off', 'coder.nowhere', 'coder.bare'] })
  await window.resize(1440, 900)
  await says(window, 'proxy', 'ended with exit code 3: the gate is shut.', /Trying again|Run ssh to this host in a terminal/, 'offline')
  await says(window, 'passed', 'passes the connection as a file descriptor (ProxyUseFdpass), which this app cannot take.', 'Use a ProxyCommand that forwards its input and output')
  await says(window, 'behind', `:${gate.port} does not forward connections`, /Trying again|Ask its administrator to allow TCP forwarding/, 'offline')
  await says(window, 'coder.off', 'coder.off is stopped.', /Trying again|Start the workspace/, 'offline')
  await says(window, 'coder.bare', 'The coder command cannot be run.', 'Install the Coder CLI, or set its path in the settings.')
  await says(window, 'coder.nowhere', 'Coder knows no workspace coder.nowhere', 'Check the name, and whether the workspace was deleted or renamed.')
  cli.set({ login: 'expired' })
  await window.tab('coder.nowhere').reconnect.click()
  await says(window, 'coder.nowhere', 'The coder command is not logged in, or its session has expired.', 'Run "coder login" in a terminal, then reconnect.')
})

test('a machine that says nothing, one that runs Windows without SFTP, and a config with an error are told apart', async ({ place, serve, launch }) => {
  const silent = await serve('silent', { lines: ['ConnectTimeout 1'] })
  const forced = join(place.dir, 'forced')
  writeFileSync(forced, '#!/bin/sh\necho "sh : The term \'sh\' is not recognized as the name of a cmdlet" >&2\nexit 1\n', { mode: 0o755 })
  await serve('windows', { extraConfig: `ForceCommand ${forced}\nSubsystem sftp /bin/false` })
  silent.suspend()
  const window = await launch({ targets: ['silent', 'windows'] })
  await window.resize(1440, 900)
  await says(window, 'silent', 'did not answer in time.', /Trying again|Check the network and the VPN/, 'offline')
  await says(window, 'windows', 'runs Windows and does not allow SFTP; its logs cannot be read in another way yet.', 'Ask the administrator to allow the sftp subsystem.')
  place.writeSshConfig('Host windows\n  NoSuchKeyword yes\n')
  await window.tab('windows').reconnect.click()
  await says(window, 'windows', /Your ssh config could not be read: .*nosuchkeyword/i, 'Run "ssh -G" with this host in a terminal and mend what it names.')
})

test('a revoked host key, and one that the ssh config refuses: a dialog says so, and nothing leads past it', async ({ place, serve, launch }) => {
  const revoked = await serve('revoked')
  // Known it is as well: revoked counts for more.
  appendFileSync(join(place.home, '.ssh', 'known_hosts'), `@revoked * ${revoked.hostKeyPublic}\n`)
  const stranger = await serve('stranger', { known: false, lines: ['StrictHostKeyChecking yes'] })
  const window = await launch({ targets: ['revoked'] })
  await window.resize(1440, 900)
  await told(window, /^The key of revoked is revoked$/, revoked.hostFingerprint)
  await says(window, 'revoked', /is marked as revoked in .*known_hosts:2\./, 'Do not connect. Ask the administrator of the host.')
  await window.sidebar.addWorkspace.click()
  await window.addWorkspace.open('stranger')
  await told(window, /^stranger is not a known host$/, stranger.hostFingerprint)
  await says(window, 'stranger', 'your ssh config (StrictHostKeyChecking yes) allows known hosts only', 'Connect once with ssh in a terminal, or add its key to your known_hosts.')
  await expect(window.hostKey.root).toHaveCount(0)
  for (const server of [revoked, stranger]) expect(server.log()).not.toContain('Accepted')
})

/** The dialog that tells of a host key; there is nothing to choose in it. */
async function told(window: AppWindow, title: RegExp, fingerprint: string): Promise<void> {
  const alert = new TrustAlert(window.page, title)
  await expect(alert.value('It shows')).toContainText(fingerprint)
  await expect(alert.root.getByRole('button')).toHaveCount(1)
  await alert.close.click()
}

/** A key with a certificate beside it; its authority is `ca.pub`. */
function certificate(place: Place): string {
  const key = join(place.dir, 'certified')
  makeKey(join(place.dir, 'ca'))
  makeKey(key)
  execFileSync('ssh-keygen', ['-q', '-s', join(place.dir, 'ca'), '-I', 'kim', '-n', execFileSync('id', ['-un'], { encoding: 'utf8' }).trim(), `${key}.pub`], { stdio: 'ignore' })
  return key
}

/** A key file as ssh-keygen makes it for a FIDO device, which need not be there (PROTOCOL.key and PROTOCOL.u2f of OpenSSH). */
function securityKey(place: Place): string {
  const string = (text: string | Buffer): Buffer => {
    const bytes = Buffer.from(text as string)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return Buffer.concat([length, bytes])
  }
  const file = join(place.dir, 'id_ed25519_sk')
  const blob = Buffer.concat([string('sk-ssh-ed25519@openssh.com'), string(Buffer.alloc(32, 7)), string('ssh:')])
  const raw = Buffer.concat([Buffer.from('openssh-key-v1\0'), string('none'), string('none'), string(''), Buffer.from([0, 0, 0, 1]), string(blob), string(Buffer.alloc(64))])
  const lines = raw.toString('base64').match(/.{1,70}/g) ?? []
  writeFileSync(file, ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n'), { mode: 0o600 })
  writeFileSync(`${file}.pub`, `sk-ssh-ed25519@openssh.com ${blob.toString('base64')} key\n`)
  // OpenSSH takes it for what it is.
  expect(execFileSync('ssh-keygen', ['-l', '-f', `${file}.pub`], { encoding: 'utf8' })).toContain('ED25519-SK')
  return file
}
