import { readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RecordingManifest } from '@shared/model'
import type { Settings } from '@shared/settings'
import { readOldHeldRun, type LastRuns } from '../source'
import { AgentRecorder } from './agent-recorder'
import type { FrameCipher } from './frame-cipher'
import { keepStart, UNFINISHED, type LookedAtStart } from './keep-start'
import type { RecordingKeyring } from './keyring'
import { lastRunsOf, recordingsOf } from './last-runs'
import { RECORDING_ID } from './list'
import { isOpen, openRecording } from './open-recording'
import { DEFAULT_BOUNDS } from './log-writer'
import { readManifest } from './manifest'
import { recoverRecording } from './recover'
import type { AgentRecorderPorts } from './recorder-ports'
import { prune } from './retention'
import { removeOldHeldRuns, takeOverStarts } from './take-over'
import type { SavedRecording } from './types'

const MIB = 1024 * 1024
/** How often what is too old or too much is looked for (ms). */
const PRUNE_MS = 10 * 60_000

/** What is told of an agent that is recorded. */
export type RecordedAgent = Omit<AgentRecorderPorts, 'root' | 'bounds' | 'cipher' | 'enabled' | 'onSaved' | 'warn'>

export interface Recording {
  /** Something changed that should not wait, such as a connection that was lost. */
  tick(): void
  /** Takes what is held at once; `settled` tells when it is on disk. */
  stop(): void
}

/** All recordings of the app: who writes them, what is closed after a crash, and what is removed. */
export class RecordingStore {
  private readonly recorders = new Set<AgentRecorder>()
  private readonly ending = new Set<Promise<void>>()
  private readonly timer: NodeJS.Timeout
  private readonly takenOver: Promise<void>
  private started: Promise<void>
  /** Recordings that are closed after a crash, by their ids. */
  private readonly closing = new Map<string, Promise<void>>()
  private keeping: Promise<void> = Promise.resolve()

  constructor(
    /** Absolute path. */
    readonly root: string,
    private settings: Settings,
    private readonly keyring: RecordingKeyring,
    private readonly note: (level: 'info' | 'warn', text: string) => void,
    private readonly onDefect: (error: unknown) => void,
  ) {
    this.takenOver = this.takeOver()
    this.started = this.takenOver.then(() => this.recover()).then(() => this.prune())
    // What an earlier life left open and sealed can be closed only now.
    keyring.onChange(() => {
      this.closing.clear()
      this.started = this.started.then(() => this.recover())
    })
    this.timer = setInterval(() => void this.prune(), PRUNE_MS)
    this.timer.unref()
  }

  applySettings(settings: Settings): void {
    this.settings = settings
    void this.prune()
  }

  /** Records an agent from now on, until it is stopped. */
  record(ports: RecordedAgent): Recording {
    const recorder = new AgentRecorder({
      ...ports,
      root: this.root,
      bounds: () => ({ ...DEFAULT_BOUNDS, wholeBytes: this.settings.recordLogMib * MIB }),
      cipher: () => this.cipher(),
      enabled: () => this.records(ports.workspace()?.target ?? ''),
      onSaved: () => undefined,
      warn: (text) => this.note('warn', text),
    })
    this.recorders.add(recorder)
    const stop = (): void => {
      this.recorders.delete(recorder)
      const ending = recorder.stop().finally(() => this.ending.delete(ending))
      this.ending.add(ending)
    }
    return { tick: () => recorder.tick(), stop }
  }

  /** Records a start that was looked at once, unless the person wants none of its workspace. One after the other; never rejects. */
  keepStart(start: LookedAtStart): Promise<void> {
    if (!this.records(start.workspace.target)) return this.keeping
    this.keeping = this.keeping
      .then(() => this.started)
      .then(() => keepStart(this.root, start, this.cipher()))
      .then(
        () => undefined,
        (error: unknown) => this.note('warn', `a start could not be recorded (${codeOf(error)})`),
      )
    return this.keeping
  }

  /** What is recorded of the last runs of an agent's log, for its source to go on from. `logId`: names what version 0.1.0 kept of it. */
  lastRuns(agentId: string, logId: string, path: string): LastRuns {
    return {
      load: async () => {
        try {
          // What is recorded of it may be on its way to the disk.
          await Promise.all([this.takenOver, ...this.ending])
          const recorded = await lastRunsOf(this.root, agentId, path, (id) => this.open(id))
          const old = await readOldHeldRun(join(this.heldRuns, `${logId.replaceAll(':', '-')}.run`))
          return old && (!recorded || old.modifiedMs > recorded.modifiedMs) ? old : recorded
        } catch (error) {
          this.onDefect(error)
          return null
        }
      },
    }
  }

  /** An agent's own recordings, newest first, at most so many; what cannot be read is left out. Never rejects. */
  async runsOf(agentId: string, most: number): Promise<{ id: string; manifest: RecordingManifest }[]> {
    await this.takenOver
    const found: { id: string; manifest: RecordingManifest }[] = []
    for (const id of (await recordingsOf(this.root, agentId)).slice(0, most)) {
      const read = await readManifest(join(this.root, id))
      if (read.ok) found.push({ id, manifest: read.value })
    }
    return found
  }

  /** One that was not closed is closed before. Null where it cannot be read. */
  async open(id: string): Promise<SavedRecording | null> {
    await this.close(id)
    const opened = await openRecording(join(this.root, id), this.keyring.keyOf)
    return opened.ok ? opened.value : null
  }

  /** Resolves when every recording that was stopped is closed on disk. */
  async settled(): Promise<void> {
    clearInterval(this.timer)
    await Promise.all([this.started, this.keeping, ...this.ending])
  }

  private get heldRuns(): string {
    return join(dirname(this.root), 'held-runs')
  }

  private records(target: string): boolean {
    const { record, recordSealed, startsNotKept } = this.settings
    // Rather nothing than in plain what the person wants sealed.
    return record && (!recordSealed || this.cipher() !== null) && !startsNotKept.includes(target)
  }

  /** What seals what is recorded from now on; null where it is recorded in plain. */
  private cipher(): FrameCipher | null {
    return this.settings.recordSealed ? this.keyring.cipher() : null
  }

  /** What version 0.1.0 kept has its place among the recordings, or goes with time. */
  private async takeOver(): Promise<void> {
    try {
      const taken = await takeOverStarts(join(dirname(this.root), 'starts'), this.root)
      if (taken > 0) this.note('info', `starts that were kept are recordings now: ${taken}`)
      await removeOldHeldRuns(this.heldRuns, this.settings.recordDays, Date.now())
    } catch (error) {
      this.note('warn', `what an earlier version kept could not be taken over (${codeOf(error)})`)
    }
  }

  /** An earlier life of the app may have ended without a word. */
  private async recover(): Promise<void> {
    for (const name of await readdir(this.root).catch((): string[] => [])) {
      if (UNFINISHED.test(name)) await rm(join(this.root, name), { recursive: true, force: true }).catch(() => undefined)
      else if (RECORDING_ID.test(name)) await this.close(name)
    }
  }

  /** Once in a life of the app; none that is open, which is being written by now. */
  private close(id: string): Promise<void> {
    const folder = join(this.root, id)
    const closing = this.closing.get(id)
    if (closing || isOpen(folder)) return closing ?? Promise.resolve()
    const close = recoverRecording(folder, this.keyring.keyOf).then(
      () => undefined,
      (error: unknown) => this.note('warn', `a recording could not be closed (${codeOf(error)})`),
    )
    this.closing.set(id, close)
    return close
  }

  private prune(): Promise<void> {
    const { recordDays, recordMib } = this.settings
    return prune(this.root, { days: recordDays, bytes: recordMib * MIB }, Date.now()).then(
      (removed) => {
        if (removed.length > 0) this.note('info', `recordings removed: ${removed.length}`)
      },
      (error: unknown) => (codeOf(error) === 'unknown' ? this.onDefect(error) : this.note('warn', `recordings could not be removed (${codeOf(error)})`)),
    )
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
