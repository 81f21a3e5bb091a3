import { SftpError, type FileStat, type FileAccess, type RemoteHandle } from '../ssh'
import { judgeChange, sameLook } from './file-change'

/** What an open handle and its path, looked at together, say of the file (`look` is the handle's newest). */
export type PathLook =
  | { kind: 'same-file'; look: FileStat }
  /** Nothing has this path (any more); the handle still gives what is written to the old file. */
  | { kind: 'no-path'; look: FileStat }
  | { kind: 'other-file'; look: FileStat }
  /** They disagreed three times over: it changes too fast to say. */
  | { kind: 'unclear' }

/** One poll: the handle and the path in one burst, and again where they disagree. `over` ends it, when the answers are of no use any more. */
export async function lookAtPath(files: FileAccess, handle: RemoteHandle, path: string, over: () => boolean): Promise<PathLook> {
  const both = () => Promise.all([files.fstat(handle, 'poll'), statOrNull(files, path)])
  let [before, there] = await both()
  for (let tries = 0; tries < 3 && !over(); tries++) {
    if (!there) return { kind: 'no-path', look: before }
    if (before.id !== undefined && there.id !== undefined) {
      return before.id === there.id ? { kind: 'same-file', look: before } : { kind: 'other-file', look: await files.fstat(handle, 'poll') }
    }
    if (sameLook(before, there)) return { kind: 'same-file', look: before }
    const after = await files.fstat(handle, 'poll')
    if (over()) break
    const change = judgeChange(before, there, after)
    if (change === 'same-file' || change === 'truncated') return { kind: 'same-file', look: after }
    if (change === 'other-file') return { kind: 'other-file', look: after }
    ;[before, there] = await both()
    if (!there) break
  }
  return { kind: 'unclear' }
}

async function statOrNull(files: FileAccess, path: string): Promise<FileStat | null> {
  try {
    return await files.stat(path, 'poll')
  } catch (error) {
    if (error instanceof SftpError && error.kind === 'missing') return null
    throw error
  }
}
