import { chmod, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileEnds, Stretch } from './file-budget'

const MAX_RUN_BYTES = 1024 * 1024
const MAX_BYTES = 64 * 1024 * 1024
/** Folders are named by the start's time and the agent, so that the oldest come first by name. */
const NAME = /^\d{15}-w[0-9a-f]{12}-a[0-9a-f]{12}$/

/** What is kept of one start; `manifest.json` in its folder, beside one file for each stretch. */
export interface StartManifest {
  version: 1
  agentId: string
  workspace: string
  agent: string
  /** Ms since the epoch. */
  startedMs: number
  takenMs: number
  kind: string
  sentence: string
  exitCode: number | null
  logs: {
    /** In the workspace. */
    path: string
    sizeBytes: number
    modifiedMs: number
    parts: { offset: number; bytes: number; file: string }[]
  }[]
}

/**
 * Keeps the logs of starts for later comparison: a folder a start (0700) of files that only the person can read (0600),
 * at most 1 MiB a start and 64 MiB in all; the oldest go first.
 */
export class StartStore {
  #work: Promise<void> = Promise.resolve()

  constructor(
    /** Absolute path. */
    private readonly folder: string,
    private readonly warn: (text: string) => void,
    private readonly limits = { runBytes: MAX_RUN_BYTES, allBytes: MAX_BYTES },
  ) {}

  /** Keeps a start, in place of what was kept of it before. One after the other; never rejects. */
  keep(start: Omit<StartManifest, 'version' | 'logs'>, logs: readonly FileEnds[]): Promise<void> {
    this.#work = this.#work
      .then(() => this.#keep(start, fitting(logs, this.limits.runBytes)))
      .catch((error: unknown) => {
        this.warn(`watch: a start could not be kept (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'})`)
      })
    return this.#work
  }

  /** Resolves when everything is kept. */
  settled(): Promise<void> {
    return this.#work
  }

  async #keep(start: Omit<StartManifest, 'version' | 'logs'>, logs: readonly FileEnds[]): Promise<void> {
    const name = `${String(Math.max(0, Math.round(start.startedMs))).padStart(15, '0')}-${start.agentId.replace(':', '-')}`
    if (!NAME.test(name)) return
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    await chmod(this.folder, 0o700)
    const fresh = join(this.folder, `${name}.new`)
    await rm(fresh, { recursive: true, force: true })
    await mkdir(fresh, { mode: 0o700 })
    const manifest: StartManifest = { version: 1, ...start, logs: [] }
    for (const [index, { path, sizeBytes, modifiedMs, parts }] of logs.entries()) {
      const files = parts.map(({ offset, bytes }) => ({ offset, bytes: bytes.length, file: `${index}-${offset}.log` }))
      for (const [part, { file }] of files.entries()) await writeFile(join(fresh, file), parts[part]!.bytes, { mode: 0o600 })
      manifest.logs.push({ path, sizeBytes, modifiedMs, parts: files })
    }
    await writeFile(join(fresh, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
    await rm(join(this.folder, name), { recursive: true, force: true })
    await rename(fresh, join(this.folder, name))
    await this.#prune()
  }

  async #prune(): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => NAME.test(name)).sort().reverse()
    let bytes = 0
    for (const name of names) {
      bytes += await sizeOf(join(this.folder, name))
      // The newest stays, whatever it takes.
      if (bytes > this.limits.allBytes && name !== names[0]) await rm(join(this.folder, name), { recursive: true, force: true })
    }
  }
}

async function sizeOf(folder: string): Promise<number> {
  const stats = await Promise.all((await readdir(folder)).map((name) => stat(join(folder, name))))
  return stats.reduce((sum, one) => sum + one.size, 0)
}

/** The same logs in at most `maxBytes`: short ones whole, of the others beginning and end, all alike. */
function fitting(logs: readonly FileEnds[], maxBytes: number): FileEnds[] {
  const size = (log: FileEnds): number => log.parts.reduce((sum, part) => sum + part.bytes.length, 0)
  const shares = new Map<FileEnds, number>()
  let left = maxBytes
  for (const [index, log] of logs.toSorted((a, b) => size(a) - size(b)).entries()) {
    const share = Math.min(size(log), Math.floor(left / (logs.length - index)))
    shares.set(log, share)
    left -= share
  }
  return logs.map((log) => {
    const share = shares.get(log) ?? 0
    return size(log) <= share ? log : { ...log, parts: endsOf(log.parts, Math.floor(share / 2)) }
  })
}

function endsOf(parts: readonly Stretch[], endBytes: number): Stretch[] {
  const first = parts[0]
  const last = parts.at(-1)
  if (!first || !last || endBytes === 0) return []
  const from = Math.max(first === last ? endBytes : 0, last.bytes.length - endBytes)
  return [
    { offset: first.offset, bytes: first.bytes.subarray(0, endBytes) },
    { offset: last.offset + from, bytes: last.bytes.subarray(from) },
  ]
}
