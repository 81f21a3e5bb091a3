import { createHash } from 'node:crypto'
import type { AgentInfo, AgentStateKind, LogInfo, LogPlace, RecordedPlace, RecordingManifest, Result, RunSummary, Verdict, VerdictKind, WorkspaceInfo } from '@shared/model'
import { changedLogs, openRecording, readRest, restoreQuote, type RecordingKeys, type SavedRecording } from '../recordings'
import type { Searchable } from '../search'
import type { ByteSource } from '../source'
import { explainRecording } from './recorded-cause'
import { recordedOutputs } from './recorded-outputs'

const STATES: Record<VerdictKind, AgentStateKind> = {
  starting: 'unknown',
  ready: 'ready',
  failing: 'failed',
  failed: 'failed',
  'timed-out': 'timed-out',
  stalled: 'stalled',
  unknown: 'unknown',
}

interface OpenRun {
  id: string
  recordingId: string
  recording: SavedRecording
  shown: AgentInfo['shown']
  /** Logs that are not what was recorded any more, by name, as far as they were looked at. */
  changed: readonly string[]
  checking: AbortController
}

/** Recordings that are open, each as a workspace of its own whose logs do not grow. */
export class SavedRuns {
  private readonly runs = new Map<string, OpenRun>()

  constructor(
    private readonly keyOf: RecordingKeys,
    /** The log of an agent that is connected, by its path; null where there is none. */
    private readonly live: (agentId: string, path: string) => ByteSource | null,
    private readonly onChange: () => void,
  ) {}

  /** Opens a recording, or gives the id of the workspace in which it is open. */
  async open(recordingId: string, folder: string): Promise<Result<{ workspaceId: string; agentId: string }>> {
    const id = `s${createHash('sha256').update(recordingId).digest('hex').slice(0, 12)}`
    if (!this.runs.has(id)) {
      const opened = await openRecording(folder, this.keyOf)
      if (!opened.ok) return opened
      await restoreQuote(opened.value)
      const { logs } = opened.value.manifest()
      const side = (agent: boolean): string | null => {
        const index = logs.findIndex(({ kind }) => (kind === 'agent') === agent)
        return index < 0 ? null : logIdOf(id, index)
      }
      this.completeFromWorkspace(opened.value)
      const run: OpenRun = { id, recordingId, recording: opened.value, shown: { startup: side(false), agent: side(true) }, changed: [], checking: new AbortController() }
      this.runs.set(id, run)
      void this.check(run, folder)
      void explainRecording(opened.value, run.checking.signal).then((found) => found && this.onChange())
      this.onChange()
    }
    return { ok: true, value: { workspaceId: id, agentId: agentIdOf(id) } }
  }

  close(workspaceId: string): boolean {
    const run = this.runs.get(workspaceId)
    if (!run) return false
    this.runs.delete(workspaceId)
    run.checking.abort()
    run.recording.close()
    this.onChange()
    return true
  }

  closeRecording(recordingId: string): void {
    for (const run of [...this.runs.values()]) if (run.recordingId === recordingId) this.close(run.id)
  }

  closeAll(): void {
    for (const id of [...this.runs.keys()]) this.close(id)
  }

  /** Whether a recording that is open was found to be another than was recorded. */
  hasChanged(recordingId: string): boolean {
    return [...this.runs.values()].some((run) => run.recordingId === recordingId && run.changed.length > 0)
  }

  list(): WorkspaceInfo[] {
    return [...this.runs.values()].map(infoOf)
  }

  /** The recording that is open as this agent; null where none is. */
  opened(agentId: string): { agent: AgentInfo; recordingId: string; recordedAgentId: string } | null {
    const run = this.runs.get(agentId.slice(0, agentId.indexOf(':')))
    if (!run) return null
    return { agent: infoOf(run).agents[0]!, recordingId: run.recordingId, recordedAgentId: run.recording.manifest().agent.id }
  }

  show(agentId: string, side: 'startup' | 'agent', logId: string): boolean {
    const run = this.runs.get(agentId.slice(0, agentId.indexOf(':')))
    if (!run || !this.source(logId)) return false
    run.shown = { ...run.shown, [side]: logId }
    this.onChange()
    return true
  }

  /** What was left out is read where it still is, when somebody looks at it while the workspace is open. */
  private completeFromWorkspace(recording: SavedRecording): void {
    const { agent, logs } = recording.manifest()
    for (const log of logs) {
      const saved = recording.source(log.name)
      if (log.kind === 'agent' || !saved) continue
      recording.lookElsewhere(log.name, async (offset, length) => {
        const live = this.live(agent.id, log.path)
        return live && readRest(saved, log, live, offset, length)
      })
    }
  }

  /** Its bytes are shown at once; whether they are those that were recorded is said when it is known. */
  private async check(run: OpenRun, folder: string): Promise<void> {
    const changed = await changedLogs(folder, this.keyOf, run.checking.signal).catch(() => [])
    if (changed.length === 0 || run.checking.signal.aborted) return
    run.changed = changed
    this.onChange()
  }

  source(logId: string): ByteSource | null {
    const [workspace = '', , log = ''] = logId.split(':')
    const run = this.runs.get(workspace)
    const name = run?.recording.manifest().logs[Number(log.slice(1))]?.name
    return name === undefined ? null : (run?.recording.source(name) ?? null)
  }

  searchable(logId: string): Searchable | null {
    const source = this.source(logId)
    return source && { source, remote: false, exec: null }
  }
}

function agentIdOf(workspace: string): string {
  return `${workspace}:run`
}

function logIdOf(workspace: string, index: number): string {
  return `${agentIdOf(workspace)}:l${index}`
}

function infoOf({ id, recordingId, recording, shown, changed }: OpenRun): WorkspaceInfo {
  const manifest = recording.manifest()
  const { workspace, agent, run, savedMs } = manifest
  const agentId = agentIdOf(id)
  const place = (at: RecordedPlace): LogPlace => {
    const index = manifest.logs.findIndex((log) => log.path === at.path)
    const shutdown = manifest.logs.findIndex((log) => log.path === at.path && log.title.endsWith('shutdown'))
    const behind = shutdown < 0 ? Infinity : manifest.logs[shutdown]!.sourceOffset - manifest.logs[index]!.sourceOffset
    // Of the agent log two parts are saved, and places count from the beginning of the first.
    if (shutdown > index && behind > 0 && at.offset >= behind) return { logId: logIdOf(id, shutdown), path: at.path, offset: at.offset - behind }
    return { logId: index < 0 ? null : logIdOf(id, index), ...at }
  }
  const { cause, evidence, script, ...rest } = run.verdict
  const verdict: Verdict = { ...rest, script, cause: cause && { ...cause, ...place(cause) }, evidence: evidence.map(place) }
  const info: AgentInfo = {
    id: agentId,
    workspaceId: id,
    name: agent.name,
    address: workspace.name,
    link: { phase: 'connected', sinceMs: savedMs, retryAtMs: null, identity: null, failure: null, awakeSinceMs: null, progress: null },
    state: {
      kind: STATES[verdict.kind],
      fact: 'saved',
      sentence: verdict.sentence,
      lifecycle: run.lifecycle.at(-1)?.state ?? null,
      exitCode: verdict.exitCode,
      runStartedMs: run.startedMs,
      script: script === null ? null : (run.scripts[script]?.name ?? null),
    },
    logs: manifest.logs.map(
      (log, index): LogInfo => ({ id: logIdOf(id, index), agentId, kind: log.kind, title: log.title, path: log.path, origin: 'agent-log', store: 'file', seen: { sizeBytes: log.sizeBytes, modifiedMs: log.modifiedMs ?? savedMs } }),
    ),
    shown,
    opened: true,
    parentId: null,
    verdict,
    outputs: recordedOutputs(run.scripts, place),
    runs: run.startedMs === null ? [] : [summaryOf(manifest, verdict, run.startedMs, place)],
    saved: { recordingId, savedMs, changed: manifest.logs.flatMap(({ name }, index) => (changed.includes(name) ? [logIdOf(id, index)] : [])) },
  }
  return { id, name: workspace.name, kind: 'saved', target: recordingId, agents: [info], coder: null }
}

function summaryOf({ run, logs, savedMs }: RecordingManifest, verdict: Verdict, startedMs: number, place: (at: RecordedPlace) => LogPlace): RunSummary {
  const agentLog = logs.find(({ kind }) => kind === 'agent')?.path ?? ''
  return {
    id: run.id ?? 'saved',
    began: place({ path: agentLog, offset: 0 }),
    verdict,
    slices: [],
    startedMs,
    // A run that went on when it was saved has no more to tell.
    endedMs: run.endedMs ?? savedMs,
    end: run.end,
    kind: verdict.kind,
    sentence: verdict.sentence,
    transitions: run.lifecycle.map(({ state, timeMs, place: at }) => ({ state, timeMs, place: place(at ?? { path: agentLog, offset: 0 }) })),
    scripts: run.scripts.map(({ name, path, phase, startedMs: began, endedMs, outcome, exitCode, began: from, ended }) => ({
      ...place({ path, offset: 0 }),
      name,
      phase,
      startedMs: began,
      endedMs,
      outcome,
      exitCode,
      began: from && place(from),
      ended: ended && place(ended),
    })),
  }
}
