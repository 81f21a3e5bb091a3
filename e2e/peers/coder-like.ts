import { spawn, type ChildProcess } from 'node:child_process'
import { tmpdir } from 'node:os'
import type { ServerChannel, Session } from 'ssh2'
import { startLoopbackServer } from '../../src/engine/demo/loopback-server'
import { serveSftp } from '../../src/engine/demo/sftp-server'
import { RealFiles } from './real-files'

export interface CoderLikeOptions {
  /** Start folder of SFTP and of commands (absolute); the folder for temporary files when left out. */
  home?: string
  /** Environment of commands; this process's own when left out. */
  env?: NodeJS.ProcessEnv
  /** The agent's own environment, which `/proc/self/environ` shows. */
  environ?: Record<string, string>
  /** Refuse SFTP as an agent with CODER_AGENT_BLOCK_FILE_TRANSFER does: the session ends with exit code 65. */
  blockSftp?: boolean
  /** Longest answer to one read (bytes); Go's SFTP server gives 32,768. */
  maxReadBytes?: number
  /** Port and key of an earlier server, so that it comes back as the same one. */
  port?: number
  hostKey?: string
}

export interface CoderLike {
  host: string
  port: number
  /** `SHA256:…`, as OpenSSH prints it. */
  hostFingerprint: string
  /** For a later `startCoderLike` that is to be the same host. */
  hostKey: string
  /** How many SFTP sessions and commands were begun so far. */
  sessions(): { sftp: number; exec: number }
  /** Ends every live connection without a goodbye. */
  dropConnections(): void
  stop(): Promise<void>
}

const GO_READ_BYTES = 32 * 1024
const FILE_TRANSFER_BLOCKED = 65

/**
 * An SSH server on loopback that looks like the one in Coder's agent: ident `SSH-2.0-Go`, no
 * authentication, SFTP without extensions and with reads of at most 32 KiB, commands through a
 * shell. It serves this machine's files as the user that runs it: for tests only.
 */
export async function startCoderLike(options: CoderLikeOptions = {}): Promise<CoderLike> {
  const home = options.home ?? tmpdir()
  const files = new RealFiles(home, options.environ)
  const children = new Set<ChildProcess>()
  const count = { sftp: 0, exec: 0 }

  const onSession = (_user: string, session: Session): void => {
    session.on('env', (accept) => accept?.())
    session.on('pty', (accept) => accept?.())
    // ssh2 turns to `subsystem` for SFTP only where nobody listens to `sftp`.
    if (options.blockSftp) session.on('subsystem', refuseTransfer)
    else {
      session.on('sftp', (accept) => {
        count.sftp += 1
        serveSftp(accept(), files, { maxReadBytes: options.maxReadBytes ?? GO_READ_BYTES })
      })
    }
    session.on('exec', (accept, _reject, info) => {
      count.exec += 1
      const child = runInShell(accept(), info.command, home, options.env ?? process.env)
      children.add(child)
      child.on('close', () => children.delete(child))
    })
  }
  const server = await startLoopbackServer({
    ident: 'Go',
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.hostKey === undefined ? {} : { hostKey: options.hostKey }),
    admits: () => true,
    onSession,
  })
  return {
    host: server.host,
    port: server.port,
    hostFingerprint: server.fingerprint,
    hostKey: server.hostKey,
    sessions: () => ({ ...count }),
    dropConnections: server.dropConnections,
    stop: async () => {
      for (const child of children) child.kill('SIGKILL')
      await server.stop()
    },
  }
}

function refuseTransfer(accept: () => ServerChannel): void {
  const channel = accept()
  channel.stderr.write('File transfer has been disabled.\n')
  channel.exit(FILE_TRANSFER_BLOCKED)
  channel.end()
}

/**
 * Like the agent since v2.25, a command is not killed when its session ends; only its pipes
 * close. Whatever still runs at the end of the test is killed by `stop`.
 */
function runInShell(channel: ServerChannel, command: string, cwd: string, env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn('/bin/sh', ['-c', command], { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.on('error', () => {})
  channel.on('error', () => {})
  channel.pipe(child.stdin)
  child.stdout.pipe(channel, { end: false })
  child.stderr.pipe(channel.stderr, { end: false })
  channel.on('close', () => {
    child.stdin.destroy()
    child.stdout.destroy()
    child.stderr.destroy()
  })
  child.on('close', (code, signal) => {
    if (!channel.writable) return
    if (signal) channel.exit(signal.replace('SIG', ''))
    else channel.exit(code ?? 255)
    channel.end()
  })
  return child
}
