import { closeSync, constants, existsSync, fstatSync, openSync, readdirSync, readSync, statSync, writeSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { judgeSaved, type SavedFile } from './saved-logs'

/** More files or bytes than this are no saved logs of one agent. */
const MOST_FILES = 1000
const MOST_BYTES = 1024 * 1024 * 1024

/**
 * `verdict FILE…`: prints what saved logs prove of an agent's starts as JSON (docs/verdict.md); a folder stands for all files
 * in it that end with .log. Returns the exit code: 0, 1 when a file could not be read, 2 when none was named.
 */
export function verdictCommand(paths: readonly string[], usage: string): number {
  if (paths.length === 0 || paths.includes('--help')) {
    say(2, `Usage: ${usage} FILE…\nFILE: a saved coder-agent.log, a script log, or a folder of them.\n`)
    return 2
  }
  try {
    const files = named(paths)
    if (files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) > MOST_BYTES) throw new Error('these are more than 1 GiB; name fewer files')
    say(1, `${JSON.stringify(judgeSaved(files, beside), null, 2)}\n`)
    return 0
  } catch (error) {
    say(2, `verdict: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

function named(paths: readonly string[]): SavedFile[] {
  const all = paths.flatMap((path) =>
    statSync(path).isDirectory()
      ? readdirSync(path)
          .filter((name) => name.endsWith('.log') && statSync(join(path, name)).isFile())
          .sort()
          .map((name) => join(path, name))
      : [path],
  )
  if (all.length > MOST_FILES) throw new Error(`these are ${all.length} files; name at most ${MOST_FILES}`)
  return all.map(saved)
}

/** The log of a script that stands beside the agent log that names it. */
function beside(name: string, agentLog: string): SavedFile | null {
  const path = join(dirname(agentLog), name)
  if (!existsSync(path) || !statSync(path).isFile() || resolve(path) === resolve(agentLog)) return null
  return saved(path)
}

function saved(path: string): SavedFile {
  const { size: sizeBytes } = opened(path, (file) => fstatSync(file))
  return {
    path,
    sizeBytes,
    read: (offset, length) =>
      opened(path, (file) => {
        const bytes = Buffer.alloc(Math.max(0, Math.min(length, sizeBytes - offset)))
        return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, offset))
      }),
  }
}

/** Plain files only: a pipe would be waited for without end. */
function opened<T>(path: string, use: (file: number) => T): T {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    if (!fstatSync(file).isFile()) throw new Error(`${path} is no plain file`)
    return use(file)
  } finally {
    closeSync(file)
  }
}

/** Written whole before the process ends, also into a pipe that is read slowly. */
function say(to: 1 | 2, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(to, bytes, at)
    } catch (error) {
      // A full pipe that does not block: its reader needs a moment.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}
