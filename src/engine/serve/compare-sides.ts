import { join } from 'node:path'
import type { CompareSide, CompareSides } from '@shared/contract/compare'
import type { AgentInfo, Failure, LogInfo, RecordingInfo, RunSummary, ScriptSummary, WorkspaceInfo } from '@shared/model'
import type { ComparisonSide, Took } from '../compare'
import { listRecordings, openRecording, type RecordingKeyring } from '../recordings'
import type { ByteSource } from '../source'
import { savedSides, type OpenSavedRun } from './saved-sides'

export interface CompareSidesPorts {
  workspaces(): readonly WorkspaceInfo[]
  /** All runs of an agent that are known, newest first. */
  runs(agentId: string): readonly RunSummary[]
  source(logId: string): ByteSource | null
  /** A run that is open from its recording; null for every other agent. */
  saved(agentId: string): OpenSavedRun | null
  /** Where runs are recorded (absolute path). */
  recordingsFolder: string
  keys: RecordingKeyring
}

/** Two starts closer together than this are one: Coder's list and the agent log date a start differently (ms). */
const SAME_START_MS = 30_000
const MOST_SIDES = 400

/**
 * The logs of an agent's runs as sides of a comparison. Their ids name where the bytes are: `log~<id>` the newest content of a log,
 * `old~<id>~<offset>` content of it that was overwritten since and is still held, `saved~<recording>~<name>` a log of a
 * recording.
 */
export class CompareSidesOf {
  constructor(private readonly ports: CompareSidesPorts) {}

  async list(agentId: string): Promise<CompareSides | null> {
    const saved = this.ports.saved(agentId)
    if (saved) return savedSides(saved, await listRecordings(this.ports.recordingsFolder))
    const agent = this.agents().find((one) => one.id === agentId)
    if (!agent) return null
    const runs = this.ports.runs(agentId)
    const recordings = (await listRecordings(this.ports.recordingsFolder)).filter((one) => one.agent.id === agentId)
    const sides = [...ofRecordings(recordings, runs), ...runs.slice(0, 1).flatMap((run) => this.ofNewest(agent, run)), ...this.ofHeld(agent, runs), ...ofSlices(runs)]
      .sort((one, other) => (other.startedMs ?? 0) - (one.startedMs ?? 0))
    const named = new Set(sides.map((side) => side.id))
    // What was recorded is a side of its own, shown or not.
    const others = this.agents().flatMap((one) => one.logs.filter(({ store }) => store !== 'recording').map((log) => this.ofLog(one, log, one.id === agentId)).filter((side) => !named.has(side.id)))
    return { sides: [...sides, ...others].slice(0, MOST_SIDES), ...pairOf(agent, runs, sides) }
  }

  /** Opens a side; null where there is none any more. */
  async open(agentId: string, sideId: string): Promise<(ComparisonSide & { exitCode: number | null }) | null> {
    const sides = await this.list(agentId)
    const side = sides?.sides.find((one) => one.id === sideId)
    if (!side) return null
    const run = this.ports.runs(agentId).find((one) => one.startedMs === side.startedMs)
    const took = run ? tookOf(run) : []
    const [kind, name = '', number = ''] = sideId.split('~')
    const opened = (source: ByteSource, from: number, to: number | null) => ({ source, bounds: { from, to }, took, exitCode: side.exitCode, close: () => undefined })
    if (kind === 'saved') {
      const recording = await openRecording(join(this.ports.recordingsFolder, name), this.ports.keys.keyOf)
      const saved = recording.ok ? recording.value.source(number) : null
      if (!recording.ok || !saved) {
        if (recording.ok) recording.value.close()
        return null
      }
      const { scripts } = recording.value.manifest().run
      const exitCode = side.exitCode ?? scripts.find(({ path }) => path === side.path)?.exitCode ?? null
      // A script log is rewritten by the next run only: what was recorded from there on, before that run was told of, is not this one's.
      const next = saved.boundaries().find(({ cause }) => cause === 'rewritten')?.at ?? null
      return { ...opened(saved, saved.firstOffset(), next), took: run ? took : tookOf({ scripts }), exitCode, close: () => recording.value.close() }
    }
    const source = this.ports.source(name)
    if (!source) return null
    if (kind === 'old') {
      const from = Number(number)
      return opened(source, from, source.boundaries().find(({ at }) => at > from)?.at ?? null)
    }
    return opened(source, source.epochStart(), null)
  }

  private agents(): AgentInfo[] {
    return this.ports.workspaces().flatMap((workspace) => workspace.agents)
  }

  private ofNewest(agent: AgentInfo, run: RunSummary): CompareSide[] {
    return scriptsOf(run).flatMap((script) => {
      const log = agent.logs.find((one) => one.path === script.path && one.store === 'file')
      return log ? [{ ...this.ofLog(agent, log, true), ...ofRun(run, script) }] : []
    })
  }

  private ofLog(agent: AgentInfo, log: LogInfo, own: boolean): CompareSide {
    return { id: `log~${log.id}`, title: log.title, path: log.path, startedMs: null, kind: null, exitCode: null, held: 'source', logId: log.id, agentName: own ? null : agent.name }
  }

  /** Content that the newer runs wrote over; the last of it is of the run before the newest that wrote there, and so on. */
  private ofHeld(agent: AgentInfo, runs: readonly RunSummary[]): CompareSide[] {
    return agent.logs.filter((log) => log.kind !== 'agent' && log.store === 'file').flatMap((log) => {
      const source = this.ports.source(log.id)
      const starts = source ? [source.firstOffset(), ...source.boundaries().map(({ at }) => at)].reverse() : []
      const wrote = runs.flatMap((run) => scriptsOf(run).filter((one) => one.path === log.path).map((script) => ({ run, script })))
      return starts.slice(1).flatMap((from, index): CompareSide[] => {
        const by = wrote[index + 1]
        const side = { ...this.ofLog(agent, log, true), id: `old~${log.id}~${from}`, held: 'memory' as const }
        return starts[index] === from ? [] : [by ? { ...side, ...ofRun(by.run, by.script) } : side]
      })
    })
  }
}

function scriptsOf(run: RunSummary): ScriptSummary[] {
  return run.scripts.filter((one) => one.phase === 'start' && one.path !== '')
}

function ofRun(run: RunSummary, script: ScriptSummary): Pick<CompareSide, 'startedMs' | 'kind' | 'exitCode'> {
  return { startedMs: run.startedMs, kind: run.kind, exitCode: script.exitCode }
}

/** Runs that were recorded, the newest excepted: its logs are still where they were written. */
function ofRecordings(recordings: readonly RecordingInfo[], runs: readonly RunSummary[]): CompareSide[] {
  const newest = runs[0]
  return recordings.flatMap((one) => {
    if (newest && (one.runId === newest.id || Math.abs((one.startedMs ?? 0) - newest.startedMs) < SAME_START_MS)) return []
    const run = runs.find(({ id, startedMs }) => id === one.runId || (one.startedMs !== null && Math.abs(startedMs - one.startedMs) < SAME_START_MS))
    return one.logs.map(({ name, path, title, kind }): CompareSide => {
      const exitCode = run?.scripts.find((script) => script.path === path)?.exitCode ?? (one.kind === 'ready' && kind !== 'agent' ? 0 : null)
      const startedMs = run?.startedMs ?? one.startedMs
      return { id: `saved~${one.id}~${name}`, title, path, startedMs, kind: one.kind, exitCode, held: 'kept', logId: null, agentName: null }
    })
  })
}

/** What the agent itself wrote during the start of each run. */
function ofSlices(runs: readonly RunSummary[]): CompareSide[] {
  return runs.flatMap((run) =>
    run.slices.filter(({ part }) => part === 'startup').map(({ logId }): CompareSide => {
      const side = { id: `log~${logId}`, title: 'Agent log, startup', path: run.began.path, held: 'source' as const, logId: null, agentName: null }
      return { ...side, startedMs: run.startedMs, kind: run.kind, exitCode: null }
    }),
  )
}

/** How long the scripts of a run took. */
function tookOf({ scripts }: { scripts: readonly Pick<ScriptSummary, 'name' | 'startedMs' | 'endedMs'>[] }): Took[] {
  return scripts.flatMap(({ name, startedMs, endedMs }) => (endedMs === null ? [] : [{ name, ms: endedMs - startedMs, offset: null }]))
}

/** The log of the newest run that its verdict is about, and the same log of the last run before it that went well. */
function pairOf(agent: AgentInfo, runs: readonly RunSummary[], sides: readonly CompareSide[]): Pick<CompareSides, 'left' | 'right' | 'missing'> {
  const [run] = runs
  if (!run) return { left: null, right: null, missing: NO_RUN }
  const blamed = agent.verdict?.cause?.from === 'script' ? agent.verdict.cause.path : (run.scripts[run.verdict.script ?? -1]?.path ?? scriptsOf(run)[0]?.path)
  const right = sides.find((side) => side.path === blamed && side.startedMs === run.startedMs && side.held === 'source')
  const good = sides.filter((side) => side.path === blamed && side.startedMs !== null && side.startedMs < run.startedMs && (side.kind === 'ready' || side.exitCode === 0))
  // What was kept is whole, or says what is missing; what is held in memory is what happened to be read.
  const left = good.find((side) => side.held === 'kept' && side.startedMs === good[0]?.startedMs) ?? good[0]
  return { left: left?.id ?? null, right: right?.id ?? null, missing: left && right ? null : NO_GOOD_RUN }
}

const NO_RUN: Failure = {
  code: 'NOT_FOUND',
  sentence: 'No run of this agent is known, since no agent log tells of one.',
  nextStep: 'Choose two logs to compare.',
}
const NO_GOOD_RUN: Failure = {
  code: 'NOT_FOUND',
  sentence: 'No earlier good run is known yet.',
  nextStep: 'Runs are kept while the app watches this workspace. When one has gone well it is offered here; until then, choose two logs to compare.',
}
