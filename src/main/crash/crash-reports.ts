import { crashReporter } from 'electron'
import { readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/** So many reports are kept, none of them longer than this, and no more than this in all. */
const MOST_REPORTS = 5
const MOST_DAYS = 30
const MOST_BYTES = 32 * 1024 * 1024
const DAY_MS = 24 * 60 * 60 * 1000

/** Reports of processes that crash are written into `Crashpad` of the profile and go nowhere from there. */
export function keepCrashReports(): void {
  crashReporter.start({ uploadToServer: false, submitURL: '', compress: false })
}

/**
 * Removes reports (`*.dmp` below `folder`, absolute) beyond the newest five, 30 days and 32 MiB. Returns how many. A
 * folder that is not there has none.
 */
export async function pruneCrashReports(folder: string, nowMs: number): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch((): string[] => [])
  const found = await Promise.all(names.filter((name) => name.endsWith('.dmp')).map((name) => reportOf(join(folder, name))))
  const newest = found.filter((one) => one !== null).toSorted((a, b) => b.atMs - a.atMs)
  let bytes = 0
  const old = newest.filter(({ atMs, sizeBytes }, index) => {
    bytes += sizeBytes
    return index >= MOST_REPORTS || bytes > MOST_BYTES || nowMs - atMs > MOST_DAYS * DAY_MS
  })
  for (const { file } of old) {
    await unlink(file).catch(() => undefined)
    // What Crashpad notes about it stands beside it.
    await unlink(file.replace(/\.dmp$/, '.meta')).catch(() => undefined)
  }
  return old.length
}

async function reportOf(file: string): Promise<{ file: string; atMs: number; sizeBytes: number } | null> {
  const about = await stat(file).catch(() => null)
  return about && { file, atMs: about.mtimeMs, sizeBytes: about.size }
}
