import { ReadQueue, type Piece } from './read-queue'
import type { SftpSession } from './sftp-session'
import { SftpError, type FileStat, type Priority, type RemoteFiles, type RemoteHandle } from './types'

/** One READ on OpenSSH: 256 KiB less what a packet needs round it (bytes). */
const LARGE_READ = 261_120
/** One READ that every server takes: Go's sftp package answers at most 32 KiB (bytes). */
const SMALL_READ = 31_952
const LARGE_DEPTH = 8
const SMALL_DEPTH = 64
const MAX_NAMES = 10_000

/** Files over an SFTP session that has been greeted. `serverIdent` is the server's version text, without `SSH-2.0-`. */
export function createFiles(session: SftpSession, serverIdent: string): RemoteFiles {
  return new SftpFiles(session, /^OpenSSH/.test(serverIdent))
}

class SftpFiles implements RemoteFiles {
  readonly maxReadBytes: number
  readonly #queue: ReadQueue

  constructor(
    private readonly session: SftpSession,
    large: boolean,
  ) {
    this.maxReadBytes = large ? LARGE_READ : SMALL_READ
    this.#queue = new ReadQueue(large ? LARGE_DEPTH : SMALL_DEPTH)
  }

  async open(path: string): Promise<RemoteHandle> {
    return seal(await this.#timed(this.session.open(path)))
  }

  close(handle: RemoteHandle): void {
    this.session.close(unseal(handle))
  }

  fstat(handle: RemoteHandle, _priority?: Priority): Promise<FileStat> {
    return this.#timed(this.session.fstat(unseal(handle)))
  }

  stat(path: string, _priority?: Priority): Promise<FileStat> {
    return this.#timed(this.session.stat(path))
  }

  realpath(path: string): Promise<string> {
    return this.session.realpath(path)
  }

  async list(path: string): Promise<{ name: string; stat: FileStat }[]> {
    const handle = await this.session.openFolder(path)
    try {
      const names: { name: string; stat: FileStat }[] = []
      while (names.length < MAX_NAMES) {
        const more = await this.session.readFolder(handle)
        if (!more) break
        names.push(...more.filter(({ name }) => name !== '.' && name !== '..'))
      }
      return names.slice(0, MAX_NAMES)
    } finally {
      this.session.close(handle)
    }
  }

  async readHead(path: string, maxBytes: number): Promise<Buffer> {
    const handle = await this.session.open(path)
    try {
      const buffer = Buffer.allocUnsafe(maxBytes)
      let filled = 0
      // One after another: a file of /proc has no size and answers in steps of its own.
      while (filled < maxBytes) {
        const got = await this.#one(handle, filled, buffer, filled, Math.min(SMALL_READ, maxBytes - filled))
        if (got === 0) break
        filled += got
      }
      return buffer.subarray(0, filled)
    } finally {
      this.session.close(handle)
    }
  }

  read(handle: RemoteHandle, offset: number, length: number, priority: Priority, signal?: AbortSignal): Promise<Buffer> {
    if (length <= 0) return Promise.resolve(Buffer.alloc(0))
    if (signal?.aborted) return Promise.reject(givenUp())
    return new Promise((resolve, reject) => {
      const buffer = Buffer.allocUnsafe(length)
      const pieces: Piece[] = []
      const drops = new Set<() => void>()
      let open = 0
      let end = length
      let over = false

      const finish = (error: SftpError | null): void => {
        if (over) return
        over = true
        signal?.removeEventListener('abort', onAbort)
        if (error) {
          this.#queue.remove(pieces)
          for (const drop of drops) drop()
          reject(error)
        } else {
          resolve(end === length ? buffer : buffer.subarray(0, end))
        }
      }
      const onAbort = (): void => finish(givenUp())

      const piece = (from: number, size: number): Piece => ({
        priority,
        length: size,
        start: (done) => {
          let answered = false
          let drop = (): void => {}
          drop = this.session.read(unseal(handle), offset + from, { buffer, offset: from, capacity: size }, (got, error) => {
            answered = true
            drops.delete(drop)
            done(got)
            if (error) return finish(error)
            open--
            if (over) return
            if (got === 0) end = Math.min(end, from)
            // A short answer is not the end: the rest is asked for until the server says so.
            else if (got < size && from + got < end) this.#queue.add([keep(piece(from + got, size - got))])
            if (open === 0) finish(null)
          })
          // Without a connection the answer comes at once.
          if (!answered) drops.add(drop)
        },
      })
      const keep = (added: Piece): Piece => {
        open++
        pieces.push(added)
        return added
      }
      const parts: Piece[] = []
      for (let from = 0; from < length; from += this.maxReadBytes) parts.push(keep(piece(from, Math.min(this.maxReadBytes, length - from))))
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#queue.add(parts)
    })
  }

  #one(handle: Buffer, offset: number, buffer: Buffer, at: number, capacity: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.session.read(handle, offset, { buffer, offset: at, capacity }, (got, error) => (error ? reject(error) : resolve(got)))
    })
  }

  async #timed<T>(request: Promise<T>): Promise<T> {
    const startedAt = performance.now()
    const value = await request
    this.#queue.roundTrip(performance.now() - startedAt)
    return value
  }
}

/** A handle is the server's own bytes; callers see something opaque. */
function seal(handle: Buffer): RemoteHandle {
  return handle as unknown as RemoteHandle
}

function unseal(handle: RemoteHandle): Buffer {
  return handle as unknown as Buffer
}

function givenUp(): SftpError {
  return new SftpError('failed', 'The read was given up.')
}
