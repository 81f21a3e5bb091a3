import { close, constants, fstat, open, read, stat, type BigIntStats } from 'node:fs'
import { promisify } from 'node:util'
import { SftpError, type FileAccess, type FileStat, type RemoteHandle } from '../../ssh'

const openFd = promisify(open)
const statPath = promisify(stat) as (path: string, options: { bigint: true }) => Promise<BigIntStats>
const statFd = promisify(fstat) as (fd: number, options: { bigint: true }) => Promise<BigIntStats>

/** A read-only handle of this machine; `fd` is closed with `close`. */
interface LocalHandle {
  fd: number
}

/** Opening a FIFO must not wait for whoever writes into it. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** Files of this machine, read by offset. Rejections are `SftpError`, as those of a workspace's files, never `lost`. */
export class LocalFiles implements FileAccess {
  /** A read of the local disk costs no round trip; larger ones only take more memory at once. */
  readonly maxReadBytes = 256 * 1024

  async open(path: string): Promise<RemoteHandle> {
    const fd = await told(openFd(path, OPEN_FLAGS))
    return handleOf({ fd })
  }

  close(handle: RemoteHandle): void {
    const local = fdOf(handle)
    if (local.fd < 0) return
    close(local.fd, () => undefined)
    local.fd = -1
  }

  async fstat(handle: RemoteHandle): Promise<FileStat> {
    return statOf(await told(statFd(this.fd(handle), { bigint: true })))
  }

  async stat(path: string): Promise<FileStat> {
    return statOf(await told(statPath(path, { bigint: true })))
  }

  async read(handle: RemoteHandle, offset: number, length: number, _priority?: unknown, signal?: AbortSignal): Promise<Buffer> {
    const into = Buffer.allocUnsafe(length)
    return into.subarray(0, await this.readInto(handle, into, offset, signal))
  }

  /** Fills `into` from `offset` (bytes of the file) on; gives how many bytes there were, fewer only where the file ends. */
  async readInto(handle: RemoteHandle, into: Buffer, offset: number, signal?: AbortSignal): Promise<number> {
    let at = 0
    while (at < into.length) {
      signal?.throwIfAborted()
      const count = await readFd(this.fd(handle), into, at, offset + at)
      if (count === 0) break
      at += count
    }
    return at
  }

  private fd(handle: RemoteHandle): number {
    const { fd } = fdOf(handle)
    if (fd < 0) throw new SftpError('failed', 'the file was closed')
    return fd
  }
}

function readFd(fd: number, into: Buffer, at: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(fd, into, at, into.length - at, position, (error, count) => (error ? reject(asTold(error)) : resolve(count)))
  })
}

/** Inodes are larger than a double is exact, hence the big integers; the device tells file systems apart. */
function statOf(stats: BigIntStats): FileStat {
  return {
    sizeBytes: Number(stats.size),
    modifiedMs: Number(stats.mtimeNs) / 1e6,
    kind: stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other',
    id: `${stats.dev}:${stats.ino}`,
  }
}

async function told<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking
  } catch (error) {
    throw asTold(error)
  }
}

function asTold(error: unknown): SftpError {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR') return new SftpError('missing', 'no such file')
  if (code === 'EACCES' || code === 'EPERM') return new SftpError('forbidden', 'permission denied')
  return new SftpError('failed', code ?? message)
}

/** To callers a handle is opaque. */
function handleOf(local: LocalHandle): RemoteHandle {
  return local as unknown as RemoteHandle
}

function fdOf(handle: RemoteHandle): LocalHandle {
  return handle as unknown as LocalHandle
}
