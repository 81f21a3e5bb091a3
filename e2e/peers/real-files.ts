import { open, lstat, readdir, realpath, stat } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { resolve, join } from 'node:path'
import {
  FileTreeError,
  type DirectoryEntry,
  type FileAttributes,
  type FileTree,
  type OpenFile,
} from '../../src/engine/demo/file-tree'

/** The machine's own files at their absolute paths, as an SFTP server without a chroot shows them. */
export class RealFiles implements FileTree {
  constructor(
    private readonly home: string,
    /** What `/proc/self/environ` holds; that of this process when left out. */
    private readonly environ: Readonly<Record<string, string>> | null = null,
  ) {}

  async open(path: string): Promise<OpenFile> {
    if (path === '/proc/self/environ' && this.environ) return environFile(this.environ)
    const file = await mapped(open(this.#absolute(path), 'r'))
    return {
      read: async (offset, length) => {
        const buffer = Buffer.allocUnsafe(length)
        const { bytesRead } = await mapped(file.read(buffer, 0, length, offset))
        return buffer.subarray(0, bytesRead)
      },
      stat: async () => attributesOf(await mapped(file.stat())),
      close: () => mapped(file.close()),
    }
  }

  async stat(path: string): Promise<FileAttributes> {
    return attributesOf(await mapped(stat(this.#absolute(path))))
  }

  async lstat(path: string): Promise<FileAttributes> {
    return attributesOf(await mapped(lstat(this.#absolute(path))))
  }

  async list(path: string): Promise<DirectoryEntry[]> {
    const folder = this.#absolute(path)
    const names = await mapped(readdir(folder))
    return Promise.all(names.map(async (name) => ({ name, attributes: await this.lstat(join(folder, name)) })))
  }

  async realpath(path: string): Promise<string> {
    const absolute = this.#absolute(path)
    // A path that does not exist is made absolute only, as Go's SFTP server does it.
    return realpath(absolute).catch(() => absolute)
  }

  #absolute(path: string): string {
    return resolve(this.home, path)
  }
}

function attributesOf(stats: Stats): FileAttributes {
  return { sizeBytes: stats.size, modifiedMs: stats.mtimeMs, mode: stats.mode, uid: stats.uid, gid: stats.gid }
}

/** A file without a size, as those in /proc are. */
function environFile(environ: Readonly<Record<string, string>>): OpenFile {
  const bytes = Buffer.from(Object.entries(environ).map(([name, value]) => `${name}=${value}\0`).join(''))
  const attributes = { sizeBytes: 0, modifiedMs: Date.now(), mode: 0o100400, uid: 0, gid: 0 }
  return {
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
    stat: () => Promise.resolve(attributes),
    close: () => Promise.resolve(),
  }
}

async function mapped<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    const kind =
      code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : code === 'EACCES' || code === 'EPERM' ? 'forbidden' : 'failed'
    throw new FileTreeError(kind, error instanceof Error ? error.message : String(error))
  }
}
