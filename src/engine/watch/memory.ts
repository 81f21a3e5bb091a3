import { readFileSync, statSync } from 'node:fs'
import { chmod, mkdir, rename, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as v from 'valibot'
import { OUTCOMES } from '@shared/contract/watch'
import type { Sighting } from './outcome'

const MAX_BYTES = 1024 * 1024
const MOST_AGENTS = 1000
const MOST_TOLD = 8
const MOST_OPENED = 500
/** What was not seen for so long is forgotten (ms). */
const KEEP_MS = 90 * 24 * 3600_000
/** Coder's list and the agent's own log may put one start some seconds apart (ms). */
const SAME_RUN_MS = 30_000

const time = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15))
const id = v.pipe(v.string(), v.maxLength(64))
const agentSchema = v.object({
  seenMs: time,
  told: v.pipe(v.array(v.object({ kind: v.picklist(OUTCOMES), runMs: time })), v.maxLength(MOST_TOLD)),
})
const fileSchema = v.object({
  version: v.literal(1),
  agents: v.record(id, agentSchema),
  opened: v.record(id, time),
})
type Kept = v.InferOutput<typeof fileSchema>
type KeptAgent = v.InferOutput<typeof agentSchema>

/**
 * What the person has been told, when each agent was last seen, and when each workspace was last opened: in one
 * small file (0600), so that a restart tells nothing twice. A damaged file is an empty one.
 */
export class WatchMemory {
  readonly #agents: Map<string, KeptAgent>
  readonly #opened: Map<string, number>
  #writing: Promise<void> | null = null
  #again = false

  constructor(
    /** Absolute path. */
    private readonly file: string,
    private readonly warn: (text: string) => void,
    private readonly now: () => number,
  ) {
    const kept = read(file)
    this.#agents = new Map(Object.entries(kept.agents))
    this.#opened = new Map(Object.entries(kept.opened))
  }

  /** When the agent was seen last, ms since the epoch; null for one that is new. */
  seenMs(agentId: string): number | null {
    return this.#agents.get(agentId)?.seenMs ?? null
  }

  see(agentId: string): void {
    this.#agent(agentId).seenMs = this.now()
  }

  told(agentId: string, { kind, runMs }: Sighting): boolean {
    return this.#agents.get(agentId)?.told.some((one) => one.kind === kind && Math.abs(one.runMs - runMs) <= SAME_RUN_MS) ?? false
  }

  tell(agentId: string, { kind, runMs }: Sighting): void {
    const agent = this.#agent(agentId)
    agent.told = [...agent.told, { kind, runMs }].slice(-MOST_TOLD)
  }

  open(workspaceId: string): void {
    this.#opened.set(workspaceId, this.now())
  }

  /** Ms since the epoch; null when it never was, as far as is remembered. */
  openedMs(workspaceId: string): number | null {
    return this.#opened.get(workspaceId) ?? null
  }

  /** Writes the file; a call while it is being written makes it be written once more. */
  save(): Promise<void> {
    if (this.#writing) this.#again = true
    this.#writing ??= this.#write().finally(() => (this.#writing = null))
    return this.#writing
  }

  #agent(agentId: string): KeptAgent {
    let agent = this.#agents.get(agentId)
    if (!agent) this.#agents.set(agentId, (agent = { seenMs: this.now(), told: [] }))
    return agent
  }

  async #write(): Promise<void> {
    do {
      this.#again = false
      await this.#writeOnce()
    } while (this.#again)
  }

  async #writeOnce(): Promise<void> {
    const since = this.now() - KEEP_MS
    const agents = [...this.#agents].filter(([, one]) => one.seenMs >= since).sort(([, a], [, b]) => b.seenMs - a.seenMs)
    const opened = [...this.#opened].filter(([, ms]) => ms >= since).sort(([, a], [, b]) => b - a)
    const kept: Kept = {
      version: 1,
      agents: Object.fromEntries(agents.slice(0, MOST_AGENTS)),
      opened: Object.fromEntries(opened.slice(0, MOST_OPENED)),
    }
    const fresh = `${this.file}.${process.pid}.new`
    try {
      await mkdir(dirname(this.file), { recursive: true, mode: 0o700 })
      await writeFile(fresh, JSON.stringify(kept) + '\n', { mode: 0o600 })
      // An old file of that name would keep its own mode.
      await chmod(fresh, 0o600)
      await rename(fresh, this.file)
    } catch (error) {
      await unlink(fresh).catch(() => undefined)
      this.warn(`watch: what was told could not be kept (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'})`)
    }
  }
}

function read(file: string): Kept {
  const empty: Kept = { version: 1, agents: {}, opened: {} }
  try {
    const found = statSync(file)
    if (!found.isFile() || found.size > MAX_BYTES) return empty
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), fileSchema), readFileSync(file, 'utf8'))
    return parsed.success ? parsed.output : empty
  } catch {
    return empty
  }
}
