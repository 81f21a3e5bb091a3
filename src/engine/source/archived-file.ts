import { SftpError, type FileStat, type RemoteFiles, type RemoteHandle } from '../ssh'

/** A file that rotation has put aside, by what it looked like when it was found. */
export interface ArchivedFile {
  /** Absolute; the next rotation may give it another name. */
  path: string
  sizeBytes: number
  modifiedMs: number
}

export interface ArchiveAccess {
  /** Files of the live connection; null while there is none. */
  files(): RemoteFiles | null
  /** Where a file lies now that looked like this; null when it is nowhere. */
  locate(file: ArchivedFile): Promise<string | null>
}

/**
 * Opens such a file, under the name that it has by now; null when it is not there any more or cannot be read.
 * Rejects with `SftpError` (`lost`) when the connection goes.
 */
export async function openArchived(files: RemoteFiles, file: ArchivedFile, access: ArchiveAccess): Promise<RemoteHandle | null> {
  const known = await openIfSame(files, file.path, file)
  if (known) return known
  const path = await access.locate(file)
  return path === null || path === file.path ? null : openIfSame(files, path, file)
}

async function openIfSame(files: RemoteFiles, path: string, file: ArchivedFile): Promise<RemoteHandle | null> {
  try {
    // Looked at before it is opened: opening a FIFO would block the server.
    if (!same(await files.stat(path), file)) return null
    const handle = await files.open(path)
    if (same(await files.fstat(handle), file)) return handle
    files.close(handle)
    return null
  } catch (error) {
    if (error instanceof SftpError && error.kind !== 'lost') return null
    throw error
  }
}

function same(stat: FileStat, file: ArchivedFile): boolean {
  return stat.kind === 'file' && stat.sizeBytes === file.sizeBytes && stat.modifiedMs === file.modifiedMs
}
