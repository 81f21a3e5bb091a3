import { chmod, mkdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as v from 'valibot'
import { readWorkspaces } from './schema'
import type { CoderAgent, CoderScript, CoderWorkspace } from './types'

const MAX_BYTES = 16 * 1024 * 1024
const VERSION = 1

const fileSchema = v.object({
  version: v.literal(VERSION),
  deployments: v.array(v.object({ url: v.pipe(v.string(), v.maxLength(2048)), checkedMs: v.number(), workspaces: v.unknown() })),
})

interface Kept {
  checkedMs: number
  /** In the API's own shape, so that the file is read by the schema that reads servers. */
  workspaces: unknown
}

/** The last list of each deployment, in a file that only the person can read. It holds no token and no script text. */
export class ListCache {
  readonly #kept = new Map<string, Kept>()
  #loading: Promise<void> | null = null
  #writing: Promise<void> | null = null
  #again = false

  constructor(
    /** Null keeps nothing. */
    private readonly file: string | null,
    private readonly warn: (text: string) => void,
  ) {}

  /** Reads the file once; a missing or damaged one is an empty one. */
  load(): Promise<void> {
    this.#loading ??= this.#read()
    return this.#loading
  }

  of(url: string, deploymentId: string): { workspaces: CoderWorkspace[]; checkedMs: number } | null {
    const kept = this.#kept.get(url)
    const workspaces = kept && readWorkspaces(kept.workspaces, deploymentId)
    return kept && workspaces ? { workspaces, checkedMs: kept.checkedMs } : null
  }

  /** Keeps a list; the file follows by itself. */
  put(url: string, workspaces: readonly CoderWorkspace[], checkedMs: number): void {
    if (this.#kept.get(url)?.checkedMs === checkedMs) return
    this.#kept.set(url, { checkedMs, workspaces: workspaces.map(toWire) })
    this.#save()
  }

  /** Forgets a deployment that the person signed out of. */
  drop(url: string): void {
    if (this.#kept.delete(url)) this.#save()
  }

  /** Resolves when the file holds what was put; for tests and for a clean end. */
  async settled(): Promise<void> {
    await this.#writing
  }

  async #read(): Promise<void> {
    if (this.file === null) return
    const found = await stat(this.file).catch(() => null)
    if (!found?.isFile() || found.size > MAX_BYTES) return
    const text = await readFile(this.file, 'utf8').catch(() => '')
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), fileSchema), text)
    if (!parsed.success) return
    for (const { url, checkedMs, workspaces } of parsed.output.deployments) {
      if (!this.#kept.has(url)) this.#kept.set(url, { checkedMs, workspaces })
    }
  }

  #save(): void {
    if (this.#writing) this.#again = true
    else this.#writing = this.#write()
  }

  async #write(): Promise<void> {
    do {
      this.#again = false
      await this.#writeOnce()
    } while (this.#again)
    this.#writing = null
  }

  async #writeOnce(): Promise<void> {
    if (this.file === null) return
    const text = JSON.stringify({ version: VERSION, deployments: [...this.#kept].map(([url, kept]) => ({ url, ...kept })) })
    if (text.length > MAX_BYTES) return
    const fresh = `${this.file}.${process.pid}.new`
    try {
      await mkdir(dirname(this.file), { recursive: true, mode: 0o700 })
      await writeFile(fresh, text, { mode: 0o600 })
      // An old file of that name would keep its own mode.
      await chmod(fresh, 0o600)
      await rename(fresh, this.file)
    } catch (error) {
      await unlink(fresh).catch(() => undefined)
      this.warn(`coder: the list could not be kept (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'})`)
    }
  }
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

/** A workspace in the API's shape: what `readWorkspaces` makes the same workspace of again. */
function toWire(w: CoderWorkspace): unknown {
  return {
    id: w.id,
    name: w.name,
    owner_name: w.owner,
    template_name: w.template,
    outdated: w.outdated,
    updated_at: iso(w.updatedMs),
    health: { healthy: w.healthy },
    latest_build: {
      id: w.buildId,
      build_number: w.buildNumber,
      transition: w.transition,
      status: w.status,
      updated_at: iso(w.statusSinceMs),
      job: { status: '', error: w.jobError, completed_at: null, started_at: null },
      resources: [{ agents: w.agents.map(agentToWire) }],
    },
  }
}

function agentToWire(a: CoderAgent): unknown {
  return {
    id: a.id,
    parent_id: a.parentId,
    name: a.name,
    status: a.status,
    lifecycle_state: a.lifecycle,
    created_at: iso(a.createdMs),
    first_connected_at: iso(a.firstConnectedMs),
    last_connected_at: iso(a.lastConnectedMs),
    disconnected_at: iso(a.disconnectedMs),
    started_at: iso(a.startedMs),
    ready_at: iso(a.readyMs),
    connection_timeout_seconds: a.connectTimeoutSeconds,
    version: a.version,
    operating_system: a.os,
    directory: a.directory,
    expanded_directory: a.expandedDirectory,
    logs_length: a.logsLength,
    logs_overflowed: a.logsOverflowed,
    log_sources: a.logSources.map((source) => ({ id: source.id, display_name: source.displayName })),
    scripts: a.scripts.map(scriptToWire),
  }
}

function scriptToWire(s: CoderScript): unknown {
  return {
    log_source_id: s.logSourceId,
    display_name: s.displayName,
    log_path: s.logPath,
    cron: s.cron,
    run_on_start: s.runOnStart,
    run_on_stop: s.runOnStop,
    start_blocks_login: s.startBlocksLogin,
    timeout: s.timeoutSeconds,
    exit_code: s.exitCode,
    status: s.status,
  }
}
