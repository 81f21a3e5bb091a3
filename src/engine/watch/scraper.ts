import type { AgentInfo, WorkspaceInfo } from '@shared/model'
import type { NamedLog } from '../coder'
import type { LookedAtStart } from '../recordings'
import { fileName } from '../runs'
import { SftpError } from '../ssh'
import { logId, type Visit } from '../workspaces'
import { lookedAt } from './looked-at'
import { noticeLine } from './notice-text'
import { CAUSE_CHARS, NAME_CHARS, SENTENCE_CHARS, type Explanation } from './outcome'
import { readStart, type StartReading } from './read-start'

/** One look may take so long from the connection on (ms). */
const LOOK_MS = 20_000
/** More ended starts than this do not wait for their turn. */
const MOST_WAITING = 200

export interface ScraperPorts {
  /** The agent's files for a moment; null where there is no way to them. */
  visit(agentId: string, signal: AbortSignal): Promise<{ visit: Visit; named: readonly NamedLog[] } | null>
  /** Records a start that was looked at; never rejects. */
  keep(start: LookedAtStart): Promise<void>
  onConnection(): void
  onBytes(bytes: number): void
  note(level: 'info' | 'warn', text: string): void
  onDefect(error: unknown): void
}

/**
 * Looks once at a start that has ended, keeps its logs, and says why it failed. One at a time: a tunnel costs 100 MB.
 */
export class Scraper {
  #work: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #kept: Promise<void> = Promise.resolve()
  readonly #stop = new AbortController()

  constructor(private readonly ports: ScraperPorts) {}

  /** Null where the logs say nothing, or cannot be reached. Never rejects. */
  look(workspace: WorkspaceInfo, agent: AgentInfo): Promise<Explanation | null> {
    if (this.#waiting >= MOST_WAITING) return Promise.resolve(null)
    this.#waiting++
    const look = this.#work.then(() => this.#look(workspace, agent))
    this.#work = look.finally(() => this.#waiting--)
    return look
  }

  /** Gives up what goes on and what waits; resolves when all connections are closed and files written. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#work
    await this.#kept
  }

  async #look(workspace: WorkspaceInfo, agent: AgentInfo): Promise<Explanation | null> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(LOOK_MS)])
    if (this.#stop.signal.aborted) return null
    let visit: Visit | null = null
    try {
      const visited = await this.ports.visit(agent.id, signal)
      if (!visited) return null
      visit = visited.visit
      if (visit.own) this.ports.onConnection()
      const reading = await readStart(visit.files, visited.named, signal, this.ports.onBytes)
      if (!reading) return null
      const start = lookedAt(workspace, agent, reading)
      if (start) this.#kept = this.ports.keep(start)
      return explain(agent.id, reading)
    } catch (error) {
      // A connection that went, or the time that was up.
      if (error instanceof SftpError || signal.aborted) this.ports.note('info', 'watch: a start could not be looked at to its end')
      else this.ports.onDefect(error)
      return null
    } finally {
      visit?.end()
    }
  }
}

function explain(agentId: string, { verdict, agentLog, cause }: StartReading): Explanation {
  const told = verdict.told && !/^exit status \d+$/.test(verdict.told.text) ? verdict.told.text : null
  const entry = verdict.told ?? verdict.evidence[0]
  const evidence = cause
    ? { logId: logId(agentId, cause.path), offset: cause.offset }
    : entry && { logId: logId(agentId, agentLog.path), offset: entry.offset }
  const text = cause?.text ?? told
  return {
    sentence: noticeLine(verdict.sentence, SENTENCE_CHARS),
    script: verdict.script?.logPath ? noticeLine(fileName(verdict.script.logPath), NAME_CHARS) : null,
    exitCode: verdict.exitCode,
    cause: text ? noticeLine(text, CAUSE_CHARS) : null,
    evidence: evidence ?? null,
  }
}
