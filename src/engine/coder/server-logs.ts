import * as v from 'valibot'
import type { Failure } from '@shared/model'
import { textFull, TimedLines, type GrowingText } from './growing-text'
import { LogFeed, type FeedPorts } from './log-feed'

/**
 * The server's copy of script output: the first 1 MiB of an agent, in lines of at most 1,024 characters. With the id
 * of a log source it is one script's; with null all of the agent's. Its lines are as the server dates them: by batch.
 */
export function openScriptCopy(ports: FeedPorts, agentId: string, sourceId: string | null): GrowingText {
  const base = `/api/v2/workspaceagents/${encodeURIComponent(agentId)}`
  return new ServerLog(ports, [`${base}/logs`, `${base}/startup-logs`], (item) => {
    const entry = v.safeParse(agentEntry, item)
    if (!entry.success) return null
    const { id, created_at: timeMs, output, source_id: source } = entry.output
    // Servers before log sources know one script only.
    const wanted = sourceId === null || source === null || source === sourceId
    return { id, timeMs, lines: wanted ? [output] : [] }
  })
}

/** The log of a build: what the provisioner did, under a line for each stage. */
export function openBuildLog(ports: FeedPorts, buildId: string): GrowingText {
  let stage = ''
  return new ServerLog(ports, [`/api/v2/workspacebuilds/${encodeURIComponent(buildId)}/logs`], (item) => {
    const entry = v.safeParse(buildEntry, item)
    if (!entry.success) return null
    const { id, created_at: timeMs, output, stage: named } = entry.output
    const heading = named !== '' && named !== stage ? [`==> ${named}`] : []
    stage = named || stage
    return { id, timeMs, lines: [...heading, ...(output === '' ? [] : [output])] }
  })
}

const id = v.pipe(v.number(), v.integer())
const time = v.fallback(v.nullable(v.pipe(v.string(), v.transform((text) => Date.parse(text)), v.number())), null)
const output = v.pipe(v.string(), v.transform((text) => text.replace(/\r?\n$/, '')))

const agentEntry = v.object({ id, created_at: time, output, source_id: v.fallback(v.nullable(v.string()), null) })
const buildEntry = v.object({ id, created_at: time, output: v.fallback(output, ''), stage: v.fallback(v.string(), '') })

interface Entry {
  id: number
  timeMs: number | null
  lines: string[]
}

class ServerLog implements GrowingText {
  readonly #lines = new TimedLines()
  readonly #listeners = new Set<() => void>()
  readonly #feed: LogFeed
  #lastId: number | null = null
  #failure: Failure | null = null
  #ended = false
  #loaded = false

  constructor(ports: FeedPorts, paths: readonly string[], private readonly read1: (item: unknown) => Entry | null) {
    this.#feed = new LogFeed(ports, paths, {
      entries: (items) => this.#take(items),
      lastId: () => this.#lastId,
      loaded: () => this.#set(() => (this.#loaded = true)),
      ended: () => this.#set(() => (this.#ended = true)),
      failure: (failure) => this.#set(() => (this.#failure = failure)),
    })
  }

  read(offset: number, length: number): Uint8Array {
    return this.#lines.read(offset, length)
  }

  size(): number {
    return this.#lines.size
  }

  timeAt(offset: number): number | null {
    return this.#lines.timeAt(offset)
  }

  modifiedMs(): number | null {
    return this.#lines.lastTime
  }

  ended(): boolean {
    return this.#ended
  }

  loaded(): boolean {
    return this.#loaded
  }

  failure(): Failure | null {
    return this.#lines.full ? textFull() : this.#failure
  }

  onChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener)
    return { dispose: () => this.#listeners.delete(listener) }
  }

  dispose(): void {
    this.#feed.stop()
    this.#listeners.clear()
  }

  /** Entries come in the order of their ids; one that was seen already (after a reconnection) is passed over. */
  #take(items: readonly unknown[]): boolean {
    const before = this.#lines.size
    for (const item of items) {
      const entry = this.read1(item)
      if (!entry || (this.#lastId !== null && entry.id <= this.#lastId)) continue
      this.#lastId = entry.id
      for (const line of entry.lines) this.#lines.add(line, entry.timeMs)
    }
    if (this.#lines.size !== before || this.#lines.full) this.#tell()
    return !this.#lines.full
  }

  #set(change: () => void): void {
    const state = (): string => `${this.#loaded} ${this.#ended} ${this.#failure?.sentence}`
    const before = state()
    change()
    if (state() !== before) this.#tell()
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
