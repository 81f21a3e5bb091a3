import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes a file (mode 0600) beside its place and renames it, so that a crash or a full disk never leaves half of it.
 * Makes its folder; throws what the file system throws.
 */
export function writeWhole(file: string, text: string): void {
  const beside = `${file}.new`
  mkdirSync(dirname(file), { recursive: true })
  try {
    const fd = openSync(beside, 'w', 0o600)
    try {
      writeSync(fd, text)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(beside, file)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}
