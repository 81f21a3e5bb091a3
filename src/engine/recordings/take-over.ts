import { readdir, rm, rmdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { joinRecording } from './join-recordings'
import { RECORDING_ID } from './list'
import { readManifest } from './manifest'
import { privateFolder } from './write-manifest'

/**
 * Version 0.1.0 kept what the watch had read of starts in a folder of its own; they become recordings. What cannot be
 * read as one stays where it is. Gives the number of those that were taken over; rejects when the disk says no.
 */
export async function takeOverStarts(from: string, root: string): Promise<number> {
  const names = (await readdir(from).catch((): string[] => [])).sort()
  if (names.length === 0) return 0
  await privateFolder(root)
  let taken = 0
  for (const name of names) {
    const folder = join(from, name)
    // One that was never finished holds what its finished one has.
    if (/^\d{15}-.*\.new$/.test(name)) await rm(folder, { recursive: true, force: true })
    else if (RECORDING_ID.test(name) && (await readManifest(folder)).ok && (await joinRecording(folder, root, name))) taken++
  }
  // Where something is left it stays.
  await rmdir(from).catch(() => undefined)
  return taken
}

/**
 * The last runs of logs that version 0.1.0 kept beside each other are read for as long as no recording knows more of their
 * log, and go when they are as old as recordings may become (days).
 */
export async function removeOldHeldRuns(folder: string, days: number, nowMs: number): Promise<void> {
  const names = await readdir(folder).catch((): string[] => [])
  for (const name of names) {
    const file = join(folder, name)
    const changed = await stat(file).catch(() => null)
    if (changed?.isFile() && changed.mtimeMs < nowMs - days * 24 * 3600_000) await unlink(file).catch(() => undefined)
  }
  if (names.length > 0) await rmdir(folder).catch(() => undefined)
}
