import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/**
 * A real OpenSSH server for tests and the benchmark: on a free loopback port, with its own
 * keys and config in a folder of its own, run by the current user (root or not). Logins
 * are by key only, since PAM is off.
 *
 * For measuring, log in as a user whose shell starts quickly: a slow `.bashrc` counts
 * against `ssh host command`, though not against SFTP.
 */
export interface Sshd {
  port: number
  user: string
  /** Everything it keeps: keys, config, log. Removed by `stop()` when it was made here. */
  dir: string
  /** Private key that may log in (ed25519, no passphrase). */
  keyFile: string
  /** `ssh-ed25519 AAAA…` of the first host key. */
  hostKeyPublic: string
  /** `SHA256:…` of the first host key. */
  hostFingerprint: string
  /** Ends every connection and the server. */
  stop(): Promise<void>
  /** Ends every connection and starts again on the same port. */
  restart(): Promise<void>
  /** Ends the connections but keeps listening, as a network that drops does. Returns how many there were. */
  dropConnections(): number
  /** Takes connections from now on and says nothing, as a machine that hangs does. */
  suspend(): void
  /** What the server wrote so far. */
  log(): string
}

export interface SshdOptions {
  /** Made (and removed at the end) when left out. */
  dir?: string
  /** A free one when left out. */
  port?: number
  /** Lines for sshd_config; they come first, and sshd takes the first value of a keyword. */
  extraConfig?: string
  /** Public keys that may log in besides `keyFile`. */
  authorizedKeys?: readonly string[]
  /** Host key files to use in place of a new ed25519 key. */
  hostKeys?: readonly string[]
}

export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'tailpane-sshd-'))
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const port = options.port ?? (await freePort())
  const keyFile = join(dir, 'user_key')
  if (!existsSync(keyFile)) makeKey(keyFile)
  const hostKeys = options.hostKeys ?? [join(dir, 'host_key')]
  for (const key of hostKeys) if (!existsSync(key)) makeKey(key)
  const logFile = join(dir, 'sshd.log')
  writeFileSync(join(dir, 'authorized_keys'), [readFileSync(`${keyFile}.pub`, 'utf8').trim(), ...(options.authorizedKeys ?? []), ''].join('\n'))
  const config = [
    ...(options.extraConfig === undefined ? [] : [options.extraConfig]),
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    ...hostKeys.map((key) => `HostKey ${key}`),
    `PidFile ${join(dir, 'sshd.pid')}`,
    `AuthorizedKeysFile ${join(dir, 'authorized_keys')}`,
    'UsePAM no',
    'StrictModes no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin yes',
    'PermitUserEnvironment no',
    'UseDNS no',
    'PrintMotd no',
    // Tests open many connections at once.
    'MaxStartups 100',
    'LogLevel VERBOSE',
    // The one keyword that sshd does not take twice.
    ...(/^\s*subsystem\s/im.test(options.extraConfig ?? '') ? [] : ['Subsystem sftp internal-sftp']),
    '',
  ].join('\n')
  const configFile = join(dir, 'sshd_config')
  writeFileSync(configFile, config)

  const start = async (): Promise<ChildProcess> => {
    // As root, sshd wants its empty folder for privilege separation; the service script makes it elsewhere.
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
    const child = spawn(sshdPath(), ['-D', '-f', configFile, '-E', logFile], { stdio: 'ignore' })
    await listening(port, child, () => readLog(logFile))
    return child
  }
  let child = await start()
  const end = async (): Promise<void> => {
    dropConnections(child.pid)
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    child.kill('SIGCONT')
    await gone
  }
  const hostKeyPublic = readFileSync(`${hostKeys[0] ?? ''}.pub`, 'utf8').trim().split(' ').slice(0, 2).join(' ')
  return {
    port,
    user: userInfo().username,
    dir,
    keyFile,
    hostKeyPublic,
    hostFingerprint: fingerprintOfPublic(hostKeyPublic),
    stop: async () => {
      await end()
      if (options.dir === undefined) rmSync(dir, { recursive: true, force: true })
    },
    restart: async () => {
      await end()
      child = await start()
    },
    dropConnections: () => dropConnections(child.pid),
    suspend: () => void child.kill('SIGSTOP'),
    log: () => readLog(logFile),
  }
}

export interface TestHome {
  /** A HOME with `.ssh/config` and `.ssh/known_hosts`. */
  home: string
  /** Path of the app's own known_hosts file (not made yet). */
  knownHostsFile: string
  /** The environment of a person with that HOME; no ssh agent unless given in `extra`. */
  env: NodeJS.ProcessEnv
}

/**
 * A HOME of its own for a test. `config` is the text of `.ssh/config`; by default it
 * has a Host `box` that reaches `sshd` with its key. `known` puts the server's key into known_hosts.
 */
export function makeHome(sshd: Sshd, options: { config?: string; known?: boolean; extra?: NodeJS.ProcessEnv } = {}): TestHome {
  const home = mkdtempSync(join(sshd.dir, 'home-'))
  mkdirSync(join(home, '.ssh'), { mode: 0o700 })
  const config = options.config ?? `Host box\n  HostName 127.0.0.1\n  Port ${sshd.port}\n\nHost *\n  IdentityFile ${sshd.keyFile}\n`
  writeFileSync(join(home, '.ssh', 'config'), config, { mode: 0o600 })
  const known = options.known === false ? '' : `[127.0.0.1]:${sshd.port} ${sshd.hostKeyPublic}\n`
  writeFileSync(join(home, '.ssh', 'known_hosts'), known, { mode: 0o600 })
  const { SSH_AUTH_SOCK: _agent, ...rest } = process.env
  return { home, knownHostsFile: join(home, 'app', 'known_hosts'), env: { ...rest, HOME: home, ...options.extra } }
}

/** Makes a key pair with ssh-keygen: `file` and `file.pub`. */
export function makeKey(file: string, options: { type?: 'ed25519' | 'rsa' | 'ecdsa'; passphrase?: string; pem?: boolean } = {}): void {
  const args = ['-q', '-t', options.type ?? 'ed25519', '-N', options.passphrase ?? '', '-C', 'test', '-f', file]
  if (options.type === 'rsa') args.push('-b', '2048')
  // Few rounds, so that tests do not wait for a key to open.
  if (options.passphrase !== undefined && !options.pem) args.push('-a', '2')
  if (options.pem) args.push('-m', 'PEM')
  execFileSync('ssh-keygen', args, { stdio: 'ignore' })
}

/** `SHA256:…` of a public key line. */
export function fingerprintOfPublic(line: string): string {
  const blob = Buffer.from(line.trim().split(' ')[1] ?? '', 'base64')
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}

/** A loopback port that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

/** sshd re-executes itself and so must be named by its whole path. */
function sshdPath(): string {
  const found = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd'].find((path) => existsSync(path))
  if (found === undefined) throw new Error('These tests need OpenSSH\'s sshd (Debian, Ubuntu: apt-get install openssh-server).')
  return found
}

/** Resolves when the server accepts connections: it is tried until it does, or has ended. */
async function listening(port: number, child: ChildProcess, log: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`sshd ended at once:\n${log()}`)
    const up = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (up) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

function readLog(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

/** Kills the server's children, each of which serves one connection, and theirs. */
function dropConnections(server: number | undefined): number {
  if (server === undefined) return 0
  const children = childrenOf(server)
  for (const child of children) {
    dropConnections(child)
    try {
      process.kill(child, 'SIGKILL')
    } catch {
      // It has ended meanwhile.
    }
  }
  return children.length
}

/** From /proc, since not every machine has ps: the fourth field of `stat` is the parent, after a name in brackets. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent
    } catch {
      // It has ended meanwhile.
      return false
    }
  })
}
