import { utils, type Attributes, type FileEntry, type SFTPWrapper } from 'ssh2'
import {
  isDirectory,
  isLink,
  FileTreeError,
  type DirectoryEntry,
  type FileAttributes,
  type FileTree,
  type OpenFile,
} from './file-tree'

const { OPEN_MODE, STATUS_CODE } = utils.sftp
const WRITING = OPEN_MODE.WRITE | OPEN_MODE.APPEND | OPEN_MODE.CREAT | OPEN_MODE.TRUNC
const ENTRIES_PER_ANSWER = 100
const MAX_HANDLES = 1024

export interface SftpOptions {
  /** Longest answer to one read (bytes). Clients must go on where a shorter answer ended. */
  maxReadBytes?: number
}

type Handle = { kind: 'file'; file: OpenFile } | { kind: 'folder'; left: DirectoryEntry[] }

/**
 * Serves a `FileTree` over SFTP version 3 (draft-ietf-secsh-filexfer-02), read only and
 * without extensions: every request that would change something is refused.
 */
export function serveSftp(sftp: SFTPWrapper, tree: FileTree, options: SftpOptions = {}): void {
  const maxReadBytes = options.maxReadBytes ?? 256 * 1024
  const handles = new Map<number, Handle>()
  let nextHandle = 0

  const keep = (handle: Handle): Buffer => {
    const key = nextHandle
    nextHandle = (nextHandle + 1) >>> 0
    handles.set(key, handle)
    const wire = Buffer.alloc(4)
    wire.writeUInt32BE(key)
    return wire
  }
  const keyOf = (wire: Buffer): number => (wire.length === 4 ? wire.readUInt32BE() : -1)
  const fileOf = (wire: Buffer): OpenFile => {
    const handle = handles.get(keyOf(wire))
    if (handle?.kind !== 'file') throw new FileTreeError('failed', 'The handle is not an open file')
    return handle.file
  }
  const answer = (request: number, work: () => Promise<void>): void => {
    work().catch((error: unknown) =>
      sftp.status(request, statusOf(error), error instanceof Error ? error.message : String(error)),
    )
  }

  sftp.on('OPEN', (request: number, path: string, flags: number) =>
    answer(request, async () => {
      if (flags & WRITING) throw new FileTreeError('forbidden', 'This file system is read only')
      if (handles.size >= MAX_HANDLES) throw new FileTreeError('failed', 'Too many open files')
      sftp.handle(request, keep({ kind: 'file', file: await tree.open(path) }))
    }),
  )
  sftp.on('READ', (request: number, wire: Buffer, offset: number, length: number) =>
    answer(request, async () => {
      const bytes = await fileOf(wire).read(offset, Math.min(length, maxReadBytes))
      if (bytes.length === 0) sftp.status(request, STATUS_CODE.EOF)
      else sftp.data(request, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
    }),
  )
  sftp.on('FSTAT', (request: number, wire: Buffer) =>
    answer(request, async () => sftp.attrs(request, wireAttributes(await fileOf(wire).stat()))),
  )
  sftp.on('STAT', (request: number, path: string) =>
    answer(request, async () => sftp.attrs(request, wireAttributes(await tree.stat(path)))),
  )
  sftp.on('LSTAT', (request: number, path: string) =>
    answer(request, async () => sftp.attrs(request, wireAttributes(await tree.lstat(path)))),
  )
  sftp.on('REALPATH', (request: number, path: string) =>
    answer(request, async () => {
      const filename = await tree.realpath(path)
      sftp.name(request, [{ filename, longname: filename, attrs: wireAttributes(NOTHING) }])
    }),
  )
  sftp.on('OPENDIR', (request: number, path: string) =>
    answer(request, async () => {
      if (handles.size >= MAX_HANDLES) throw new FileTreeError('failed', 'Too many open files')
      sftp.handle(request, keep({ kind: 'folder', left: await tree.list(path) }))
    }),
  )
  sftp.on('READDIR', (request: number, wire: Buffer) =>
    answer(request, async () => {
      const handle = handles.get(keyOf(wire))
      if (handle?.kind !== 'folder') throw new FileTreeError('failed', 'The handle is not an open folder')
      const batch = handle.left.splice(0, ENTRIES_PER_ANSWER)
      if (batch.length === 0) sftp.status(request, STATUS_CODE.EOF)
      else sftp.name(request, batch.map(wireEntry))
    }),
  )
  sftp.on('CLOSE', (request: number, wire: Buffer) =>
    answer(request, async () => {
      const handle = handles.get(keyOf(wire))
      if (!handle) throw new FileTreeError('failed', 'The handle is not open')
      handles.delete(keyOf(wire))
      if (handle.kind === 'file') await handle.file.close()
      sftp.status(request, STATUS_CODE.OK)
    }),
  )
  for (const change of ['WRITE', 'SETSTAT', 'FSETSTAT', 'REMOVE', 'MKDIR', 'RMDIR', 'RENAME', 'SYMLINK']) {
    sftp.on(change, (request: number) => sftp.status(request, STATUS_CODE.PERMISSION_DENIED, 'This file system is read only'))
  }
  // ssh2 ends the channel of a client that does not speak SFTP; nobody else is concerned.
  sftp.on('error', () => {})
  // A client that says it is done waits for the channel to close.
  sftp.on('end', () => sftp.end())
  sftp.on('close', () => {
    for (const handle of handles.values()) if (handle.kind === 'file') void handle.file.close().catch(() => {})
    handles.clear()
  })
}

const NOTHING: FileAttributes = { sizeBytes: 0, modifiedMs: 0, mode: 0, uid: 0, gid: 0 }

function statusOf(error: unknown): number {
  if (!(error instanceof FileTreeError)) return STATUS_CODE.FAILURE
  if (error.kind === 'missing') return STATUS_CODE.NO_SUCH_FILE
  return error.kind === 'forbidden' ? STATUS_CODE.PERMISSION_DENIED : STATUS_CODE.FAILURE
}

function wireAttributes(attributes: FileAttributes): Attributes {
  const seconds = Math.floor(attributes.modifiedMs / 1000)
  const { mode, uid, gid, sizeBytes } = attributes
  return { mode, uid, gid, size: sizeBytes, atime: seconds, mtime: seconds }
}

function wireEntry(entry: DirectoryEntry): FileEntry {
  return { filename: entry.name, longname: longName(entry), attrs: wireAttributes(entry.attributes) }
}

/** The line that `ls -l` would print; some clients show it as it is. */
function longName({ name, attributes }: DirectoryEntry): string {
  const type = isDirectory(attributes) ? 'd' : isLink(attributes) ? 'l' : '-'
  const bits = [...'rwxrwxrwx'].map((letter, index) => (attributes.mode & (0o400 >> index) ? letter : '-')).join('')
  const date = new Date(attributes.modifiedMs)
  const month = date.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' })
  const day = String(date.getUTCDate()).padStart(2)
  const size = String(attributes.sizeBytes).padStart(8)
  return `${type}${bits}    1 ${attributes.uid}     ${attributes.gid}     ${size} ${month} ${day} ${date.toISOString().slice(11, 16)} ${name}`
}
