import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

export type NoteLevel = 'info' | 'warn' | 'error'

/** The app's own log file; bounded, without secrets and without log text of workspaces. */
export interface Diary {
  note(level: NoteLevel, text: string): void
}

const MAX_BYTES = 1024 * 1024
const MAX_LINE_CHARS = 4000

/**
 * Writes `tailpane.log` in `folder` (made when the first line comes). At 1 MiB the file
 * becomes `tailpane.old.log`, so that both together stay under 2 MiB. Never throws: a
 * full disk must not take the app down.
 */
export function openDiary(folder: string, now: () => Date = () => new Date()): Diary {
  const file = join(folder, 'tailpane.log')
  let sizeBytes: number | null = null
  return {
    note(level, text) {
      // One note is one line, whatever is in it: nobody can forge a second one.
      const safe = text.slice(0, MAX_LINE_CHARS).replace(/\r?\n/g, ' ⏎ ').replace(/\p{Cc}/gu, '·')
      const line = `${now().toISOString()} ${level} ${safe}\n`
      try {
        if (sizeBytes === null) {
          mkdirSync(folder, { recursive: true })
          sizeBytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0
        }
        if (sizeBytes + Buffer.byteLength(line) > MAX_BYTES) {
          renameSync(file, join(folder, 'tailpane.old.log'))
          sizeBytes = 0
        }
        appendFileSync(file, line, { mode: 0o600 })
        sizeBytes += Buffer.byteLength(line)
      } catch {
        sizeBytes = null
      }
    },
  }
}

/** An error as text for the diary: name, message and where it was thrown. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)
}
