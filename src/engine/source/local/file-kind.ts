import type { Failure, Result } from '@shared/model'
import { SftpError, type FileStat } from '../../ssh'
import { failureOfOpening } from '../failures'
import { LocalFiles } from './local-files'

/** What stands at a path, told by its first bytes, never by its name. */
export type FileKind =
  | 'text'
  /** RFC 1952 §2.3.1. */
  | 'gzip'
  /** RFC 8878 §3.1.1 (a frame), §3.1.2 (a skippable frame, which may stand before it). */
  | 'zstd'
  /** APPNOTE.TXT 4.3.7, and 4.3.16 for an empty one. */
  | 'zip'
  | 'folder'

export interface FoundFile {
  kind: FileKind
  stat: FileStat
}

/** Looks at a path (absolute) before it is opened; what cannot be shown as a log is refused with a sentence. */
export async function recogniseFile(path: string): Promise<Result<FoundFile>> {
  const files = new LocalFiles()
  try {
    const stat = await files.stat(path)
    if (stat.kind === 'directory') return { ok: true, value: { kind: 'folder', stat } }
    if (stat.kind !== 'file') return { ok: false, failure: failureOfOpening(path, stat.kind) }
    const handle = await files.open(path)
    try {
      return { ok: true, value: { kind: kindOf(await files.read(handle, 0, 4)), stat } }
    } finally {
      files.close(handle)
    }
  } catch (error) {
    return { ok: false, failure: error instanceof SftpError && error.kind === 'missing' ? missing(path) : here(failureOfOpening(path, error)) }
  }
}

function kindOf(head: Buffer): FileKind {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (head.length < 4) return 'text'
  const magic = head.readUInt32LE(0)
  if (magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50) return 'zstd'
  if (magic === 0x04034b50 || magic === 0x06054b50) return 'zip'
  return 'text'
}

function missing(path: string): Failure {
  return { code: 'LOG_MISSING', sentence: `There is no file ${path}.`, nextStep: 'Look whether it was moved, or open another file.' }
}

/** What can be done about a file of a workspace is not what can be done here. */
function here(failure: Failure): Failure {
  return failure.code === 'LOG_FORBIDDEN' ? { ...failure, nextStep: 'Change its permissions, or copy it to a place where you may read it.' } : failure
}
