import { createHash } from 'node:crypto'
import { createServer, type Socket } from 'node:net'
import { Server, utils, type Connection, type Session } from 'ssh2'

export interface LoopbackOptions {
  /** What the server calls itself, without `SSH-2.0-`; ssh2's own name when left out. */
  ident?: string
  /** Loopback port to listen on; a free one when left out. */
  port?: number
  /** Key made by an earlier start (`LoopbackServer.hostKey`), so that a server can come back as the same one. */
  hostKey?: string
  /** Whether this user name is let in; there is no authentication beyond that, as on a Coder agent. */
  admits(user: string): boolean
  onConnection?(user: string, connection: Connection, remotePort: number): void
  onSession(user: string, session: Session, connection: Connection): void
}

export interface LoopbackServer {
  host: string
  port: number
  /** `SHA256:…`, as OpenSSH prints it. */
  fingerprint: string
  /** The private key, OpenSSH format. */
  hostKey: string
  /** Ends every live connection without a goodbye. */
  dropConnections(): void
  stop(): Promise<void>
}

/**
 * An SSH server on 127.0.0.1 without authentication (`none`). Rejects only where
 * the port cannot be had.
 */
export async function startLoopbackServer(options: LoopbackOptions): Promise<LoopbackServer> {
  const hostKey = options.hostKey ?? makeHostKey()
  const ssh = new Server({ hostKeys: [hostKey], ...(options.ident ? { ident: options.ident } : {}) })
  ssh.on('connection', (connection, { port: remotePort }) => admit(connection, remotePort, options))

  // ssh2 never switches Nagle's algorithm off, which costs 40 ms an answer; so the listener is ours.
  const sockets = new Set<Socket>()
  const listener = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    ssh.injectSocket(socket)
  })
  await new Promise<void>((resolve, reject) => {
    listener.on('error', reject)
    listener.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP listener has a port')

  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    host: '127.0.0.1',
    port: address.port,
    fingerprint: fingerprintOf(hostKey),
    hostKey,
    dropConnections,
    stop: () =>
      new Promise((resolve) => {
        listener.close(() => resolve())
        dropConnections()
      }),
  }
}

function admit(connection: Connection, remotePort: number, options: LoopbackOptions): void {
  let user = ''
  connection.on('error', () => {
    // A client that vanishes ends its own connection only.
  })
  connection.on('authentication', (context) => {
    if (context.method === 'none' && options.admits(context.username)) {
      user = context.username
      context.accept()
    } else context.reject([], false)
  })
  connection.on('ready', () => {
    options.onConnection?.(user, connection, remotePort)
    connection.on('session', (accept) => options.onSession(user, accept(), connection))
  })
}

/** Ed25519, or RSA where the crypto library of this runtime cannot make Ed25519 keys. */
/** A key that can be read back: about one in some hundreds of those that ssh2 makes cannot. */
function makeHostKey(): string {
  for (;;) {
    const { private: key } = makeKeyPair()
    if (!(utils.parseKey(key) instanceof Error)) return key
  }
}

function makeKeyPair(): { private: string } {
  try {
    return utils.generateKeyPairSync('ed25519')
  } catch {
    return utils.generateKeyPairSync('rsa', { bits: 2048 })
  }
}

function fingerprintOf(privateKey: string): string {
  const parsed = utils.parseKey(privateKey)
  if (parsed instanceof Error) throw parsed
  return `SHA256:${createHash('sha256').update(parsed.getPublicSSH()).digest('base64').replace(/=+$/, '')}`
}
