/** What the SFTP and exec servers of this folder serve: virtual files, or a real folder in tests. Read only. */
export interface FileTree {
  /** Rejects with `FileTreeError`, as all of these do. */
  open(path: string): Promise<OpenFile>
  stat(path: string): Promise<FileAttributes>
  /** Like `stat`, but about a symbolic link itself. */
  lstat(path: string): Promise<FileAttributes>
  /** Names in a folder, without `.` and `..`. */
  list(path: string): Promise<DirectoryEntry[]>
  /** The absolute path without links and dots; relative paths start at the home folder. */
  realpath(path: string): Promise<string>
}

export interface OpenFile {
  /** Up to `length` bytes at `offset`; fewer where the file ends, none past its end. */
  read(offset: number, length: number): Promise<Uint8Array>
  stat(): Promise<FileAttributes>
  close(): Promise<void>
}

export interface DirectoryEntry {
  name: string
  attributes: FileAttributes
}

export interface FileAttributes {
  sizeBytes: number
  /** ms since the epoch; SFTP carries whole seconds. */
  modifiedMs: number
  /** File type and permission bits, as in `st_mode`. */
  mode: number
  uid: number
  gid: number
}

export const FILE_MODE = 0o100000
export const DIRECTORY_MODE = 0o040000
export const LINK_MODE = 0o120000
const TYPE_MASK = 0o170000

export function isDirectory(attributes: FileAttributes): boolean {
  return (attributes.mode & TYPE_MASK) === DIRECTORY_MODE
}

export function isLink(attributes: FileAttributes): boolean {
  return (attributes.mode & TYPE_MASK) === LINK_MODE
}

export type FileTreeErrorKind = 'missing' | 'forbidden' | 'failed'

export class FileTreeError extends Error {
  constructor(
    readonly kind: FileTreeErrorKind,
    message: string,
  ) {
    super(message)
    this.name = 'FileTreeError'
  }
}
