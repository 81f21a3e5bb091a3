import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const PIECE = Buffer.alloc(64 * 1024)

/** Takes all that is left of a small file system; returns what gives it back. */
export function fillDisk(disk: string): () => void {
  const file = join(disk, 'filler')
  const fd = openSync(file, 'w')
  try {
    for (let piece = PIECE.length; piece > 0; ) {
      try {
        writeSync(fd, PIECE, 0, piece)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
        piece = piece === 1 ? 0 : Math.floor(piece / 2)
      }
    }
  } finally {
    closeSync(fd)
  }
  return () => rmSync(file, { force: true })
}
