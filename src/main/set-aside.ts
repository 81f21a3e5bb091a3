import { renameSync } from 'node:fs'

/**
 * Puts a damaged JSON file beside its place as `NAME.bad-<time>.json`, so that a person can look at it and nothing writes over it.
 * Returns its new name; null where the folder cannot be written: then it stays and is met again at the next start.
 */
export function setAside(file: string, now: Date): string | null {
  const aside = `${file.replace(/\.json$/, '')}.bad-${now.toISOString().replace(/[:.]/g, '-')}.json`
  try {
    renameSync(file, aside)
    return aside
  } catch {
    return null
  }
}
