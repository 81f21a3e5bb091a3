import type { Cause, KeptLog, LogInfo, RecordedLog, RecordedScript, RecordingManifest, RunSummary } from '@shared/model'
import type { SavedRecording } from '../recordings'
import type { ByteSource } from '../source'
import { recordedLogId } from './ids'
import { blamedLog, isBad, recordedCause, type ExplainedRun } from './recorded-cause'

export interface RecordedRunsPorts {
  agentId: string
  /** The agent's own recordings, newest first, at most so many. */
  list(most: number): Promise<{ id: string; manifest: RecordingManifest }[]>
  /** Null where it cannot be read. */
  open(id: string): Promise<SavedRecording | null>
  /** What is recorded was looked through: this is what scripts did, oldest run first. */
  onScripts(runs: { startedMs: number; scripts: readonly RecordedScript[] }[]): void
  onChange(): void
  onDefect(error: unknown): void
}

/** Recordings that are looked through unasked, and when all runs are listed. */
const FEW = 12
const MANY = 200
/** Recordings that are open at a time: those whose logs were shown last. */
const MOST_OPEN = 4

interface Recorded {
  id: string
  manifest: RecordingManifest
}

type FoundCause = Omit<Cause, 'logId'>

/**
 * What is recorded of an agent's runs before the newest: their scripts' logs, which open as logs of the agent, and the
 * lines that explain them.
 */
export class RecordedRuns {
  private readonly byRun = new Map<string, Recorded>()
  /** What explains the runs, by their recordings; null where nothing does, or while it is looked for. */
  private readonly causes = new Map<string, FoundCause | null>()
  private readonly opened = new Map<string, SavedRecording>()
  private readonly stop = new AbortController()
  private work: Promise<void> = Promise.resolve()
  private newest: string | null = null
  private read = 0

  constructor(private readonly ports: RecordedRunsPorts) {}

  /** Looks through the recordings when another run is the newest, and further back when all runs are listed. */
  look(newestRun: string | null, all = false): void {
    const most = all || this.read === MANY ? MANY : FEW
    if (newestRun === null || (newestRun === this.newest && most <= this.read)) return
    this.newest = newestRun
    this.read = most
    this.then(() => this.readThrough(most))
  }

  /** A run before the newest, with what is recorded of it. */
  complete(run: RunSummary): RunSummary {
    const recorded = this.byRun.get(run.id)
    if (!recorded) return run
    const keptLogs = recorded.manifest.logs.filter(isScriptLog).map(({ path }): KeptLog => ({ logId: this.idOf(run.id, path), path, offset: 0, ofPath: path }))
    const cause = this.causeOf(run, recorded)
    const saved = keptLogs.some(({ path }) => path === cause?.path)
    const verdict = cause ? { ...run.verdict, cause: { ...cause, logId: saved ? this.idOf(run.id, cause.path) : null } } : run.verdict
    return { ...run, verdict, ...(keptLogs.length > 0 && { keptLogs }) }
  }

  /** Opens a recorded log; null where there is none of this id. */
  async open(logId: string): Promise<LogInfo | null> {
    const place = this.find(logId)
    if (!place) return null
    const { id } = place.recorded
    const recording = this.opened.get(id) ?? (await this.ports.open(id))
    if (!recording || this.stop.signal.aborted) {
      recording?.close()
      return null
    }
    this.opened.delete(id)
    this.opened.set(id, recording)
    for (const [oldest, one] of this.opened) {
      if (this.opened.size <= MOST_OPEN) break
      one.close()
      this.opened.delete(oldest)
    }
    const { kind, title, path, sizeBytes, modifiedMs } = place.log
    return { id: logId, agentId: this.ports.agentId, kind, title, path, origin: 'agent-log', store: 'recording', seen: { sizeBytes, modifiedMs: modifiedMs ?? place.recorded.manifest.savedMs } }
  }

  /** Null before it was opened. */
  source(logId: string): ByteSource | null {
    const place = this.find(logId)
    return (place && this.opened.get(place.recorded.id)?.source(place.log.name)) ?? null
  }

  dispose(): void {
    this.stop.abort()
    for (const one of this.opened.values()) one.close()
    this.opened.clear()
  }

  private async readThrough(most: number): Promise<void> {
    const found = await this.ports.list(most)
    const own = found.filter(({ manifest }) => manifest.run.id !== null)
    for (const { id, manifest } of own.toReversed()) {
      const { cause } = manifest.run.verdict
      this.byRun.set(manifest.run.id!, { id, manifest })
      if (cause?.from === 'script' && cause.text !== '') this.causes.set(id, cause)
    }
    this.ports.onScripts(own.toReversed().map(({ manifest: { run } }) => ({ startedMs: run.startedMs ?? 0, scripts: run.scripts })))
    this.ports.onChange()
  }

  /** Known at once where it was found before; else looked for, one after the other. */
  private causeOf(run: RunSummary, { id, manifest }: Recorded): FoundCause | null {
    const script = run.scripts[run.verdict.script ?? -1] ?? null
    if (!isBad(run)) return null
    const explained: ExplainedRun = { kind: run.kind, exitCode: run.verdict.exitCode, script }
    if (!this.causes.has(id) && blamedLog(manifest.logs, explained)) {
      this.causes.set(id, null)
      this.then(() => this.explain(id, explained))
    }
    return this.causes.get(id) ?? null
  }

  private async explain(id: string, run: ExplainedRun): Promise<void> {
    const recording = await this.ports.open(id)
    if (!recording) return
    try {
      const cause = await recordedCause(recording, run, this.stop.signal)
      if (!cause) return
      const { sentence, text, line, offset } = cause.found
      this.causes.set(id, { sentence, text, line, offset, path: cause.log.path, from: 'script' })
      this.ports.onChange()
    } finally {
      recording.close()
    }
  }

  private then(task: () => Promise<void>): void {
    this.work = this.work
      .then(() => (this.stop.signal.aborted ? undefined : task()))
      .catch((error: unknown) => {
        if (!this.stop.signal.aborted) this.ports.onDefect(error)
      })
  }

  private idOf(runId: string, path: string): string {
    return recordedLogId(this.ports.agentId, runId, path)
  }

  private find(logId: string): { recorded: Recorded; log: RecordedLog } | null {
    for (const [runId, recorded] of this.byRun) {
      const log = recorded.manifest.logs.find((one) => isScriptLog(one) && this.idOf(runId, one.path) === logId)
      if (log) return { recorded, log }
    }
    return null
  }
}

/** What the agent itself wrote is read where it is, with its rotated files. */
function isScriptLog({ kind, ranges }: RecordedLog): boolean {
  return kind !== 'agent' && ranges.length > 0
}
