import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { KEPT_BYTES, packHeld, unpackHeld, type HeldLog } from './held-file'

/** Logs of which something is kept, at most; what was kept longest ago goes first. */
const MOST_LOGS = 100

/** Where one log's runs are kept. */
export interface RunKeeper {
  load(): HeldLog | null
  /** Keeps this in place of what was kept; a failure is noted. */
  save(log: HeldLog): void
  /** The same before it returns, for the end of the app; nothing is kept after that. */
  saveNow(log: HeldLog): void
}

/**
 * Files with the last runs of script logs, as far as they were held (0600, in a folder of the app's own): so that a run
 * which begins while the app does not look is told from the one before, and that one can still be read.
 */
export class HeldRuns {
  private pruned = false

  /** @param folder absolute path; made when something is kept */
  constructor(
    private readonly folder: string,
    private readonly warn: (text: string) => void,
  ) {}

  /** @param name the log's id */
  of(name: string): RunKeeper {
    const file = join(this.folder, `${name.replaceAll(':', '-')}.run`)
    let waiting: HeldLog | null = null
    let writing = false
    let over = false
    const write = async (): Promise<void> => {
      writing = true
      try {
        await mkdir(this.folder, { recursive: true, mode: 0o700 })
        while (waiting) {
          const log: HeldLog = waiting
          waiting = null
          await writeFile(`${file}.new`, packHeld(log), { mode: 0o600 })
          // What was kept for good meanwhile is newer.
          if (over) return await unlink(`${file}.new`)
          await rename(`${file}.new`, file)
        }
        await this.prune()
      } catch (error) {
        if (!over) this.warn(`A run could not be kept: ${String(error)}`)
      } finally {
        writing = false
      }
    }
    return {
      load: () => load(file),
      save: (log) => {
        if (over) return
        waiting = log
        if (!writing) void write()
      },
      saveNow: (log) => {
        waiting = null
        over = true
        try {
          mkdirSync(this.folder, { recursive: true, mode: 0o700 })
          // A name of its own, since the other one may be written to at this moment.
          writeFileSync(`${file}.last`, packHeld(log), { mode: 0o600 })
          renameSync(`${file}.last`, file)
        } catch (error) {
          this.warn(`A run could not be kept: ${String(error)}`)
        }
      },
    }
  }

  private async prune(): Promise<void> {
    if (this.pruned) return
    this.pruned = true
    const names = (await readdir(this.folder)).map((name) => join(this.folder, name))
    const aged = await Promise.all(names.map(async (name) => ({ name, atMs: (await stat(name)).mtimeMs })))
    aged.sort((a, b) => b.atMs - a.atMs)
    for (const { name } of aged.slice(MOST_LOGS)) await unlink(name)
  }
}

function load(file: string): HeldLog | null {
  try {
    return statSync(file).size > 3 * KEPT_BYTES ? null : unpackHeld(readFileSync(file))
  } catch {
    // Nothing was kept.
    return null
  }
}
