import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { ClientChannel } from 'ssh2'
import type { Failure, Result } from '@shared/model'
import { ExecFiles } from './exec-files'
import { execCommand } from './exec-script'
import { ExecSession } from './exec-session'
import { connectionLost, connectTimeout, execBlocked, platformUnsupported } from './failures'
import type { Login } from './login'
import { createFiles } from './sftp-files'
import { SftpSession } from './sftp-session'
import { closeRefused } from './ssh2-inside'
import type { RemoteFiles } from './types'

/** What a link remembers of its server from one connection to the next. */
export interface ServerMemory {
  /** SFTP was refused and the shell took its place: it is not asked for again. */
  sftpRefused: boolean
}

/**
 * A server with MaxSessions 1 counts the session before until it has buried its process,
 * a moment after the channel was closed.
 */
const CHANNEL_TRIES = 5
const CHANNEL_PAUSE_MS = 50

/** The files of a server, and the channel that they come through. */
export interface OpenFiles {
  files: RemoteFiles
  /** Called once, when the channel has gone, at once if it has. */
  onEnd(listener: () => void): void
  end(): void
}

/**
 * Opens the one channel that logs are read over: SFTP or, where that is refused, a shell
 * with a script. `limitMs` is for the whole of it.
 */
export async function openFiles(login: Login, address: string, memory: ServerMemory, limitMs: number, signal: AbortSignal): Promise<Result<OpenFiles>> {
  const opening = open(login, address, memory)
  return new Promise((resolve) => {
    const finish = (result: Result<OpenFiles>): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      resolve(result)
    }
    const timer = setTimeout(() => finish({ ok: false, failure: connectTimeout(address) }), limitMs)
    const onAbort = (): void => finish({ ok: false, failure: connectionLost(address) })
    signal.addEventListener('abort', onAbort, { once: true })
    void opening.then(finish)
  })
}

async function open(login: Login, address: string, memory: ServerMemory): Promise<Result<OpenFiles>> {
  if (!memory.sftpRefused) {
    const sftp = await openSftp(login)
    if (sftp) return { ok: true, value: sftp }
    if (login.isOver()) return { ok: false, failure: await lostWhy(login, address) }
    await closeRefused(login.client)
  }
  const shell = await openShell(login, address)
  if (shell.ok) memory.sftpRefused = true
  return shell
}

async function lostWhy(login: Login, address: string): Promise<Failure> {
  return (await login.fault()) ?? connectionLost(address)
}

async function openSftp(login: Login): Promise<OpenFiles | null> {
  const opened = await channelOf(login, (done) => login.client.subsys('sftp', done))
  if (!opened || opened === 'no-channel') return null
  const { channel } = opened
  channel.stderr.resume()
  const session = new SftpSession(channel)
  try {
    await session.init()
  } catch {
    await opened.closed()
    return null
  }
  return {
    files: createFiles(session, login.serverIdent),
    onEnd: (listener) => (session.isOver ? listener() : session.onEnd(listener)),
    end: () => session.end(),
  }
}

async function openShell(login: Login, address: string): Promise<Result<OpenFiles>> {
  const nonce = `tailpane-${randomBytes(8).toString('hex')}`
  let opened: OpenedChannel | 'no-channel' | null = 'no-channel'
  for (let round = 0; opened === 'no-channel' && round < CHANNEL_TRIES; round++) {
    if (round > 0) await delay(CHANNEL_PAUSE_MS * round)
    opened = await channelOf(login, (done) => login.client.exec(execCommand(nonce), done))
  }
  if (!opened || opened === 'no-channel') return { ok: false, failure: login.isOver() ? await lostWhy(login, address) : execBlocked(address, '') }
  const { channel } = opened
  let complaint = ''
  channel.stderr.on('data', (chunk: Buffer) => {
    if (complaint.length < 4096) complaint += chunk.toString('utf8')
  })
  const session = new ExecSession(channel, nonce)
  try {
    const greeting = await session.greeted()
    return {
      ok: true,
      value: {
        files: new ExecFiles(session, greeting),
        onEnd: (listener) => (session.isOver ? listener() : session.onEnd(listener)),
        end: () => session.end(),
      },
    }
  } catch {
    if (login.isOver()) return { ok: false, failure: await lostWhy(login, address) }
    await opened.closed()
    return { ok: false, failure: isWindows(`${complaint} ${session.noise}`) ? platformUnsupported(address) : execBlocked(address, complaint || session.noise) }
  }
}

/** How PowerShell and cmd.exe say that there is no `sh`, in the words that do not change with the language, and in English. */
function isWindows(said: string): boolean {
  return /is not recognized as|CommandNotFoundException|ObjectNotFound|Microsoft Windows/i.test(said)
}

interface OpenedChannel {
  channel: ClientChannel
  /** Closes it; a server with MaxSessions 1 takes the next one only when it is closed on both sides. */
  closed(): Promise<void>
}

/** Null when the server refused what was asked on the channel, or the connection has gone; `no-channel` when it refused the channel itself. */
function channelOf(
  login: Login,
  ask: (done: (error: Error | undefined, channel?: ClientChannel) => void) => void,
): Promise<OpenedChannel | 'no-channel' | null> {
  if (login.isOver()) return Promise.resolve(null)
  return new Promise((resolve) => {
    try {
      ask((error, channel) => {
        // ssh2 gives the reason of RFC 4254 §5.1 only where no channel was opened.
        if (error && 'reason' in error) return resolve('no-channel')
        if (error || !channel) return resolve(null)
        const gone = new Promise<void>((settle) => {
          channel.once('close', () => settle())
          login.onOver(settle)
        })
        resolve({ channel, closed: () => {
          channel.resume()
          channel.stderr.resume()
          channel.close()
          return gone
        } })
      })
    } catch {
      // ssh2 throws when the connection has gone meanwhile.
      resolve(null)
    }
  })
}
