import { join } from 'node:path'
import type { RecordingManifest, RunSummary } from '@shared/model'
import { findRecording, recordingOwner } from './find-recording'
import { recordingId } from './list'
import type { AgentRecorderPorts, FollowedLog } from './recorder-ports'
import { RunRecording, wholeSeconds } from './run-recording'

/** What is recorded is brought up to date this often (ms). */
const SAVE_MS = 2000

/** Records an agent's runs while somebody follows its logs: one recording a run. Nothing waits for it. */
export class AgentRecorder {
  private current: RunRecording | null = null
  private work: Promise<void> = Promise.resolve()
  private readonly timer: NodeJS.Timeout
  private readonly ports: AgentRecorderPorts
  private busy = false
  private stopped = false
  private failed = ''
  private workspace: RecordingManifest['workspace'] | null = null

  constructor(ports: AgentRecorderPorts) {
    const onSaved = (): void => {
      this.failed = ''
      ports.onSaved()
    }
    // What is recorded as the workspace closes says whose it was.
    this.ports = { ...ports, workspace: () => (this.workspace = ports.workspace() ?? this.workspace), onSaved }
    this.timer = setInterval(() => this.tick(), SAVE_MS)
    this.timer.unref()
  }

  /** Something changed that should not wait, such as a connection that was lost. */
  tick(): void {
    if (this.busy || this.stopped) return
    this.busy = true
    this.work = this.save()
      .catch((error: unknown) => this.note(error))
      .finally(() => (this.busy = false))
  }

  /** Takes what is held at once, since sources are let go after this; resolves when it is written and closed. */
  async stop(): Promise<void> {
    if (this.stopped) return this.work
    this.stopped = true
    clearInterval(this.timer)
    if (this.current) this.current.look()
    else this.beginLate()
    this.current?.capture()
    this.work = this.work.then(() => this.end()).catch((error: unknown) => this.note(error))
    return this.work
  }

  private async save(): Promise<void> {
    const { ports } = this
    if (!ports.enabled() || !ports.workspace()) return this.end()
    if (ports.undecided() && !this.current) return
    const run = ports.runs()[0] ?? null
    const { current } = this
    if (current && this.isOver(current, run)) {
      current.stopAt(run)
      await this.end()
    }
    if (!this.current) await this.begin(run)
    await this.current?.update(this.followed(this.current.run))
  }

  /** Whether what is followed now is to be recorded elsewhere. */
  private isOver(current: RunRecording, run: RunSummary | null): boolean {
    // Recordings are sealed from their first frame to their last, or not at all.
    if (current.cipher?.keyId !== this.ports.cipher()?.keyId) return true
    if (current.runId !== null) return run !== null && run.id !== current.runId
    return run === null && current.overwritten()
  }

  /** Logs with something of the newest run in them. */
  private followed(run: RunSummary | null): FollowedLog[] {
    return this.ports.logs().filter(({ source, path, beganMs }) => {
      const script = run?.scripts.find((one) => one.path === path)
      const stale = script !== undefined && beganMs !== null && beganMs < wholeSeconds(script.startedMs)
      return !stale && source.size() > source.epochStart()
    })
  }

  private async begin(run: RunSummary | null): Promise<void> {
    const followed = this.followed(run)
    const place = this.place(run, followed)
    if (!place) return
    const { root, agent } = this.ports
    const cipher = this.ports.cipher()
    const found = await findRecording(root, recordingOwner(agent.id, cipher), run?.id ?? null, followed, cipher)
    const { folder, startedMs } = found ?? place
    const current = new RunRecording(this.ports, folder, startedMs, cipher, run)
    try {
      await current.begin()
      // Stopped meanwhile, it has begun without what was saved before.
      if (!this.stopped) this.current = current
    } finally {
      if (this.current !== current) current.drop()
    }
  }

  /** What was followed for a moment only is recorded as it ends. */
  private beginLate(): void {
    if (!this.ports.enabled() || !this.ports.workspace()) return
    const run = this.ports.runs()[0] ?? null
    const followed = this.followed(run)
    const place = this.place(run, followed)
    if (!place) return
    this.current = new RunRecording(this.ports, place.folder, place.startedMs, this.ports.cipher(), run)
    this.current.look()
    this.current.tapLate(followed)
  }

  /** Where a run is recorded that was not before; null where there is nothing to record. */
  private place(run: RunSummary | null, followed: readonly FollowedLog[]): { folder: string; startedMs: number } | null {
    if (followed.length === 0 && !run) return null
    const began = Math.min(...followed.map((one) => one.beganMs ?? Infinity))
    const startedMs = run?.startedMs ?? (Number.isFinite(began) ? began : Date.now())
    return { folder: join(this.ports.root, recordingId(startedMs, recordingOwner(this.ports.agent.id, this.ports.cipher()))), startedMs }
  }

  /** Saves what there is and closes the recording. */
  private async end(): Promise<void> {
    const { current } = this
    this.current = null
    await current?.end()
  }

  /** A full disk is told once, not every two seconds; what was saved stays. */
  private note(error: unknown): void {
    const code = error instanceof Error && 'code' in error ? String(error.code) : error instanceof Error ? error.message : 'unknown'
    if (code !== this.failed) this.ports.warn(`a run could not be recorded (${code})`)
    this.failed = code
  }
}
