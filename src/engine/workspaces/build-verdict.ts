import type { AgentState, Cause, Verdict } from '@shared/model'
import type { CoderAgent, CoderWorkspace } from '../coder'
import type { ByteSource } from '../source'
import { CauseWatch } from './cause-watch'

export interface BuildVerdictPorts {
  /** The log of a build, by its id; null while the server cannot be asked. */
  buildLog(workspace: CoderWorkspace): { logId: string; source: ByteSource } | null
  onChange(): void
  onDefect(error: unknown): void
}

/** Why a start failed before any agent could write a line: the build's job failed, or the agent never connected. */
export class BuildVerdict {
  private watched: { buildId: string; logId: string; cause: CauseWatch } | null = null

  constructor(private readonly ports: BuildVerdictPorts) {}

  /** The list says this of it now. */
  take(workspace: CoderWorkspace): void {
    if (workspace.status === 'failed' && this.watched?.buildId === workspace.buildId) return
    this.stop()
    if (workspace.status !== 'failed') return
    const log = this.ports.buildLog(workspace)
    if (!log) return
    const { onChange, onDefect } = this.ports
    // A build has no exit code of its own.
    this.watched = { buildId: workspace.buildId, logId: log.logId, cause: new CauseWatch(workspace.buildId, log.source, null, onChange, onDefect) }
  }

  /** Null where the agent speaks for itself. `state`: what the list says of it. */
  verdict(workspace: CoderWorkspace, agent: CoderAgent, state: AgentState): Verdict | null {
    const plain: Verdict = { kind: 'failed', sentence: state.sentence, why: null, script: null, exitCode: null, durationMs: null, cause: null, evidence: [] }
    if (workspace.status === 'failed') return { ...plain, cause: this.cause }
    if (workspace.status !== 'running' || agent.status !== 'timeout') return null
    return { ...plain, kind: 'timed-out', why: 'The build went well and the agent has not been heard of since. What its machine or container logs as it starts says more.' }
  }

  stop(): void {
    this.watched?.cause.dispose()
    this.watched = null
  }

  private get cause(): Cause | null {
    const { watched } = this
    const found = watched?.cause.found
    if (!watched || !found) return null
    const { sentence, text, line, offset } = found
    return { sentence, text, line, offset, logId: watched.logId, path: watched.cause.path, from: 'script' }
  }
}
