import type { LogInfo } from '@shared/model'
import type { NamedLog } from '../coder'
import { SftpError, type RemoteFiles } from '../ssh'
import type { Run } from '../runs'
import { choose, describe, findNamed, findOfRun, seenAt, WELL_KNOWN, type FoundLog } from './discover'
import { expandGlob, findFurther } from './further-logs'
import { logId } from './ids'
import { readSurroundings } from './surroundings'

type Side = 'startup' | 'agent'
type Shown = Record<Side, string | null>

/** The logs that one agent offers, and which of them its tab shows. */
export class AgentLogs {
  private found: FoundLog[] = []
  private readonly chosen: Shown = { startup: null, agent: null }
  private shownPaths: Shown = { startup: null, agent: null }
  /** What Coder's list names, before paths are resolved in the workspace. */
  private named: readonly NamedLog[] = []
  private filesReachable = true

  constructor(
    private readonly agentId: string,
    private readonly onChange: () => void,
    /** These will most probably be shown: it pays to open them while the rest is still being found out. */
    private readonly onLikely: (logs: FoundLog[]) => void,
  ) {}

  /** Looks in all folders; keeps what was added by hand and what a run named. Every round trip counts here. */
  async look(files: RemoteFiles): Promise<void> {
    await this.ask(async () => {
      const surroundings = readSurroundings(files, this.named.map((log) => log.path))
      // Awaited last; should the connection go before, that is told by what is awaited first.
      surroundings.catch(() => undefined)
      const others = this.found.filter((log) => log.store === 'file' && (log.origin === 'by-hand' || log.origin === 'agent-log'))
      const [wellKnown, again] = await Promise.all([findNamed(files, WELL_KNOWN), this.lookAt(files, others)])
      this.onLikely([choose(wellKnown, 'startup', true), choose(wellKnown, 'agent', true)].filter((log) => log !== null && log.seen !== null) as FoundLog[])
      const { folders, resolved } = await surroundings
      const listed = this.named.flatMap((log, i): FoundLog[] => {
        const path = resolved[i]
        return path == null ? [] : [{ path, kind: log.kind, title: log.title, origin: 'coder-list', store: 'file', seen: null }]
      })
      const [listedSeen, environment] = await Promise.all([this.lookAt(files, listed), findNamed(files, folders)])
      // What was added meanwhile stays: this look began before it.
      this.merge([...listedSeen, ...again, ...environment, ...wellKnown, ...this.found])
      // What nobody waits for comes last.
      const { agent } = this.shownPaths
      if (!agent?.startsWith('/')) return
      const further = await findFurther(files, agent.slice(0, agent.lastIndexOf('/')) || '/')
      this.merge([...this.found.filter((log) => log.origin !== 'well-known'), ...further, ...this.found])
    })
  }

  async takeRun(files: RemoteFiles, run: Run): Promise<void> {
    await this.ask(async () => {
      const ofRun = await findOfRun(files, run)
      const listed = this.found.filter((log) => log.origin === 'coder-list')
      this.merge([...listed, ...ofRun, ...this.found])
    })
  }

  /** What Coder's list says: scripts by name, and its own copies. True when it says something new about files. */
  takeListed(named: readonly NamedLog[], copies: readonly FoundLog[], filesReachable: boolean): boolean {
    const news = JSON.stringify(named) !== JSON.stringify(this.named)
    this.named = named
    this.filesReachable = filesReachable
    this.merge([...this.found.filter((log) => log.store === 'file'), ...copies])
    return news
  }

  /** Offers a path by hand, or all that a pattern names; it need not exist yet. The first one is the answer. */
  async add(files: RemoteFiles | null, path: string): Promise<LogInfo> {
    const absolute = files && path.startsWith('~') ? ((await readSurroundings(files, [path])).resolved[0] ?? path) : path
    const paths = files ? await expandGlob(files, absolute) : [absolute]
    const added: FoundLog[] = []
    for (const one of paths.length > 0 ? paths : [absolute]) {
      added.push({ path: one, ...describe(one), origin: 'by-hand', store: 'file', seen: files ? await seenAt(files, one) : null })
    }
    this.merge([...added, ...this.found.filter((f) => !added.some((a) => a.path === f.path))])
    return this.info(added[0]!)
  }

  /** Shows a log on one side of the tab from now on; false when there is no such log. */
  show(side: Side, id: string): boolean {
    const log = this.found.find((f) => logId(this.agentId, f.path) === id)
    if (!log) return false
    this.chosen[side] = log.path
    this.settle()
    return true
  }

  get startupPath(): string | null {
    return this.shownPaths.startup
  }

  get agentPath(): string | null {
    return this.shownPaths.agent
  }

  /** Whether a shown log does not exist, so that it pays to look again. */
  get incomplete(): boolean {
    return ['startup', 'agent'].some((kind) => !this.found.some((f) => f.kind === kind && f.store === 'file' && f.seen))
  }

  byId(id: string): FoundLog | null {
    return this.found.find((f) => logId(this.agentId, f.path) === id) ?? null
  }

  byPath(path: string): FoundLog | null {
    return this.found.find((f) => f.path === path) ?? null
  }

  list(): LogInfo[] {
    const shown = Object.values(this.shownPaths)
    return this.found.filter((f) => f.seen || f.origin === 'by-hand' || shown.includes(f.path)).map((f) => this.info(f))
  }

  shown(): Shown {
    const id = (path: string | null) => (path === null ? null : logId(this.agentId, path))
    return { startup: id(this.shownPaths.startup), agent: id(this.shownPaths.agent) }
  }

  private lookAt(files: RemoteFiles, logs: readonly FoundLog[]): Promise<FoundLog[]> {
    return Promise.all(logs.map(async (log) => ({ ...log, seen: await seenAt(files, log.path) })))
  }

  /** A connection that goes meanwhile leaves what was known. */
  private async ask(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof SftpError)) throw error
    }
  }

  /** The first mention of a path counts, since it is the most trusted one. */
  private merge(logs: FoundLog[]): void {
    this.found = logs.filter((log, i) => logs.findIndex((other) => other.path === log.path) === i)
    this.settle()
  }

  private settle(): void {
    const pick = (side: Side) => this.chosen[side] ?? choose(this.found, side, this.filesReachable)?.path ?? null
    this.shownPaths = { startup: pick('startup'), agent: pick('agent') }
    this.onChange()
  }

  private info(log: FoundLog): LogInfo {
    const { kind, title, path, origin, store, seen } = log
    return { id: logId(this.agentId, path), agentId: this.agentId, kind, title, path, origin, store, seen }
  }
}
