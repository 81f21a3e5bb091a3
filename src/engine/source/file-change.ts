import type { FileStat } from '../ssh'

/**
 * What two looks at an open handle with a look at its path between them say. SFTP v3
 * (draft-ietf-secsh-filexfer-02 §5) carries no inode, but a file that only grows must
 * show the path between the two looks at the handle, in size and in time of change.
 */
export type FileChange = 'same-file' | 'truncated' | 'other-file' | 'look-again'

export function judgeChange(handleBefore: FileStat, path: FileStat, handleAfter: FileStat): FileChange {
  const between =
    handleBefore.sizeBytes <= path.sizeBytes &&
    path.sizeBytes <= handleAfter.sizeBytes &&
    handleBefore.modifiedMs <= path.modifiedMs &&
    path.modifiedMs <= handleAfter.modifiedMs
  if (between) return 'same-file'
  if (handleAfter.sizeBytes < handleBefore.sizeBytes) {
    return path.sizeBytes === handleAfter.sizeBytes ? 'truncated' : 'look-again'
  }
  const stable = handleBefore.sizeBytes === handleAfter.sizeBytes && handleBefore.modifiedMs === handleAfter.modifiedMs
  return stable || path.sizeBytes < handleBefore.sizeBytes ? 'other-file' : 'look-again'
}

export function sameLook(a: FileStat, b: FileStat): boolean {
  return a.sizeBytes === b.sizeBytes && a.modifiedMs === b.modifiedMs
}
