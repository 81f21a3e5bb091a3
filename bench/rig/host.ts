import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeCoderCli } from '../../e2e/peers/coder-cli'
import { makeHome, startSshd, type Sshd, type TestHome } from '../../e2e/peers/openssh'
import { startRelay, type Relay } from '../../e2e/peers/relay'

/** A real sshd, a HOME whose ssh config reaches it, and a folder for logs. */
export interface Host {
  home: TestHome
  /** Folder for logs (absolute), on disk. */
  logs: string
  relay: Relay
  /** What a client of its own needs to log in: port, user, key file, known_hosts file, HOME. */
  login: readonly [port: string, user: string, keyFile: string, knownHostsFile: string, home: string]
  /** Runs `ssh HOST command` with the config that the app uses; stdout is a pipe. */
  ssh(host: string, command: string): ChildProcess
  stop(): Promise<void>
}

/** Host names that reach the server directly, `box1` … `box20`; `far` does through the relay. */
export const BOXES: readonly string[] = Array.from({ length: 20 }, (_, n) => `box${n + 1}`)
/** A host behind a ProxyCommand, as `coder config-ssh` writes it; a stand-in for the program is the tunnel. */
export const PROXIED = 'coder.box'
const LINE = { roundTripMs: 50, bitsPerSecond: 20_000_000 }

/** Starts the server, and the relay of 50 ms round trip and 20 Mbit/s before it. */
export async function startHost(): Promise<Host> {
  const sshd: Sshd = await startSshd()
  const knownHosts = join(sshd.dir, 'bench_known_hosts')
  writeFileSync(knownHosts, `bench ${sshd.hostKeyPublic}\n`)
  const relay = await startRelay({ toPort: sshd.port, ...LINE })
  const coder = writeCoderCli(join(sshd.dir, 'coder'), { agents: { 'box.main': { port: sshd.port } } })
  const home = makeHome(sshd, { config: `${proxiedText(coder.binary)}${configText(sshd, relay, knownHosts)}` })
  const logs = join(sshd.dir, 'logs')
  mkdirSync(logs)
  return {
    home,
    logs,
    relay,
    login: [String(sshd.port), sshd.user, sshd.keyFile, home.knownHostsFile, home.home],
    // ssh looks for its config where the password database says, whatever HOME says.
    ssh: (host, command) => spawn('ssh', ['-F', join(home.home, '.ssh', 'config'), host, command], { env: home.env, stdio: ['ignore', 'pipe', 'inherit'] }),
    async stop() {
      await relay.stop()
      await sshd.stop()
    },
  }
}

function proxiedText(coder: string): string {
  return [
    'Host coder.*',
    '  ConnectTimeout=0',
    '  StrictHostKeyChecking=no',
    '  UserKnownHostsFile=/dev/null',
    '  LogLevel ERROR',
    `  ProxyCommand ${coder} ssh --stdio --ssh-host-prefix coder. %h`,
    '',
    '',
  ].join('\n')
}

function configText(sshd: Sshd, relay: Relay, knownHosts: string): string {
  const boxes = BOXES.map((name) => `Host ${name}\n  Port ${sshd.port}\n`)
  return [
    ...boxes,
    `Host far\n  Port ${relay.port}\n`,
    'Host box* far',
    '  HostName 127.0.0.1',
    '  HostKeyAlias bench',
    'Host *',
    `  IdentityFile ${sshd.keyFile}`,
    `  UserKnownHostsFile ${knownHosts}`,
    '  ControlPath none',
    '',
  ].join('\n')
}
