import type { LogInfo } from '@shared/model'
import { SftpError, type RemoteFiles } from '../ssh'
import type { Run } from '../runs'
import { choose, describe, findNamed, findNamedFolders, findOfRun, seenAt, WELL_KNOWN, type FoundLog } from './discover'
import { logId } from './ids'

/** The logs that one agent offers, and which of them its tab shows. */
export class AgentLogs {
  private found: FoundLog[] = []
  private readonly chosen: { startup: string | null; agent: string | null } = { startup: null, agent: null }
  private shownPaths: { startup: string | null; agent: string | null } = { startup: null, agent: null }

  constructor(
    private readonly agentId: string,
    private readonly onChange: () => void,
    /** These will most probably be shown: it pays to open them while the rest is still being found out. */
    private readonly onLikely: (logs: FoundLog[]) => void,
  ) {}

  /** Looks in all folders; keeps what was added by hand and what a run named. Every round trip counts here. */
  async look(files: RemoteFiles): Promise<void> {
    try {
      const folders = findNamedFolders(files)
      // Awaited last; should the connection go before, that is told by what is awaited first.
      folders.catch(() => undefined)
      const others = this.found.filter((log) => log.origin === 'by-hand' || log.origin === 'agent-log')
      const [wellKnown, again] = await Promise.all([
        findNamed(files, WELL_KNOWN),
        Promise.all(others.map(async (log) => ({ ...log, seen: await seenAt(files, log.path) }))),
      ])
      this.onLikely([choose(wellKnown, 'startup'), choose(wellKnown, 'agent')].filter((log) => log !== null && log.seen !== null) as FoundLog[])
      const named = await findNamed(files, await folders)
      this.merge([...again, ...named, ...wellKnown])
    } catch (error) {
      if (!(error instanceof SftpError)) throw error
    }
  }

  async takeRun(files: RemoteFiles, run: Run): Promise<void> {
    try {
      this.merge([...(await findOfRun(files, run)), ...this.found])
    } catch (error) {
      if (!(error instanceof SftpError)) throw error
    }
  }

  /** Offers a path by hand; it need not exist yet. */
  add(path: string, seen: FoundLog['seen']): LogInfo {
    const log: FoundLog = { path, ...describe(path), origin: 'by-hand', seen }
    this.merge([log, ...this.found.filter((f) => f.path !== path)])
    return this.info(log)
  }

  /** Shows a log on one side of the tab from now on; false when there is no such log. */
  show(side: 'startup' | 'agent', id: string): boolean {
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
    return ['startup', 'agent'].some((kind) => !this.found.some((f) => f.kind === kind && f.seen))
  }

  pathOf(id: string): string | null {
    return this.found.find((f) => logId(this.agentId, f.path) === id)?.path ?? null
  }

  list(): LogInfo[] {
    const shown = Object.values(this.shownPaths)
    return this.found.filter((f) => f.seen || f.origin === 'by-hand' || shown.includes(f.path)).map((f) => this.info(f))
  }

  shown(): { startup: string | null; agent: string | null } {
    const id = (path: string | null) => (path === null ? null : logId(this.agentId, path))
    return { startup: id(this.shownPaths.startup), agent: id(this.shownPaths.agent) }
  }

  /** The first mention of a path counts, since it is the most trusted one. */
  private merge(logs: FoundLog[]): void {
    this.found = logs.filter((log, i) => logs.findIndex((other) => other.path === log.path) === i)
    this.settle()
  }

  private settle(): void {
    this.shownPaths = {
      startup: this.chosen.startup ?? choose(this.found, 'startup')?.path ?? null,
      agent: this.chosen.agent ?? choose(this.found, 'agent')?.path ?? null,
    }
    this.onChange()
  }

  private info(log: FoundLog): LogInfo {
    return { id: logId(this.agentId, log.path), agentId: this.agentId, kind: log.kind, title: log.title, path: log.path, origin: log.origin, seen: log.seen }
  }
}
