import { posix } from 'node:path'
import {
  DIRECTORY_MODE,
  FILE_MODE,
  FileTreeError,
  type DirectoryEntry,
  type FileAttributes,
  type FileTree,
  type OpenFile,
} from './file-tree'

const OWNER_ID = 1000
const FIRST_CAPACITY = 4096

interface Directory {
  kind: 'directory'
  modifiedMs: number
  mode: number
}

/** Bytes that only grow; whoever has it open keeps it, also after its name is gone. */
class GrowingFile {
  readonly kind = 'file'
  sizeBytes = 0
  modifiedMs: number
  #bytes: Uint8Array = new Uint8Array(FIRST_CAPACITY)

  constructor(
    readonly mode: number,
    /** Files under /proc have content but say that their size is 0. */
    readonly sizeHidden: boolean,
    nowMs: number,
  ) {
    this.modifiedMs = nowMs
  }

  append(bytes: Uint8Array, nowMs: number): void {
    const end = this.sizeBytes + bytes.length
    if (end > this.#bytes.length) {
      const roomier = new Uint8Array(Math.max(end, this.#bytes.length * 2))
      roomier.set(this.#bytes.subarray(0, this.sizeBytes))
      this.#bytes = roomier
    }
    this.#bytes.set(bytes, this.sizeBytes)
    this.sizeBytes = end
    this.modifiedMs = nowMs
  }

  read(offset: number, length: number): Uint8Array {
    return this.#bytes.subarray(Math.min(offset, this.sizeBytes), Math.min(offset + length, this.sizeBytes))
  }
}

/** A file system in memory. Writers are the demo itself; clients only read. */
export class VirtualFiles implements FileTree {
  readonly #nodes = new Map<string, GrowingFile | Directory>()

  constructor(
    private readonly home: string,
    private readonly now: () => number = Date.now,
  ) {
    this.#nodes.set('/', { kind: 'directory', modifiedMs: now(), mode: DIRECTORY_MODE | 0o755 })
    this.makeDirectory(home)
  }

  /** Makes a folder and those above it. */
  makeDirectory(path: string): void {
    const parent = posix.dirname(path)
    if (!this.#nodes.has(parent)) this.makeDirectory(parent)
    if (!this.#nodes.has(path)) this.#put(path, { kind: 'directory', modifiedMs: this.now(), mode: DIRECTORY_MODE | 0o755 })
  }

  /** Makes an empty file, in place of one that has the name; mode 0600 as Coder's logs have. */
  create(path: string, options: { mode?: number; sizeHidden?: boolean } = {}): void {
    this.makeDirectory(posix.dirname(path))
    this.#put(path, new GrowingFile(FILE_MODE | (options.mode ?? 0o600), options.sizeHidden ?? false, this.now()))
  }

  append(path: string, content: string | Uint8Array): void {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
    this.#file(path).append(bytes, this.now())
  }

  rename(from: string, to: string): void {
    const file = this.#file(from)
    this.#nodes.delete(from)
    this.#put(to, file)
  }

  remove(path: string): void {
    this.#file(path)
    this.#nodes.delete(path)
  }

  /** Bytes in a file, those of a file that hides its size included. */
  sizeOf(path: string): number {
    return this.#file(path).sizeBytes
  }

  async open(path: string): Promise<OpenFile> {
    const file = this.#file(this.#absolute(path))
    return {
      read: async (offset, length) => file.read(offset, length),
      stat: async () => attributesOf(file),
      close: async () => {},
    }
  }

  async stat(path: string): Promise<FileAttributes> {
    return attributesOf(this.#node(this.#absolute(path)))
  }

  lstat(path: string): Promise<FileAttributes> {
    return this.stat(path)
  }

  async list(path: string): Promise<DirectoryEntry[]> {
    const folder = this.#absolute(path)
    if (this.#node(folder).kind === 'file') throw new FileTreeError('failed', `${folder} is not a folder`)
    const entries: DirectoryEntry[] = []
    for (const [name, node] of this.#nodes) {
      if (name !== '/' && posix.dirname(name) === folder)
        entries.push({ name: posix.basename(name), attributes: attributesOf(node) })
    }
    return entries
  }

  async realpath(path: string): Promise<string> {
    return this.#absolute(path)
  }

  #put(path: string, node: GrowingFile | Directory): void {
    this.#nodes.set(path, node)
    const parent = this.#nodes.get(posix.dirname(path))
    if (parent) parent.modifiedMs = this.now()
  }

  #absolute(path: string): string {
    const resolved = posix.resolve(this.home, path)
    return resolved.replace(/^\/\//, '/')
  }

  #node(path: string): GrowingFile | Directory {
    const node = this.#nodes.get(path)
    if (!node) throw new FileTreeError('missing', `${path} does not exist`)
    return node
  }

  #file(path: string): GrowingFile {
    const node = this.#node(path)
    if (node.kind !== 'file') throw new FileTreeError('failed', `${path} is a folder`)
    return node
  }
}

function attributesOf(node: GrowingFile | Directory): FileAttributes {
  const sizeBytes = node.kind === 'directory' ? 4096 : node.sizeHidden ? 0 : node.sizeBytes
  return { sizeBytes, modifiedMs: node.modifiedMs, mode: node.mode, uid: OWNER_ID, gid: OWNER_ID }
}
