import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from '@shared/settings'
import { AgentRecorder, type AgentRecorderPorts } from './agent-recorder'
import { RECORDING_ID } from './list'
import { isOpen } from './open-recording'
import { DEFAULT_BOUNDS } from './log-writer'
import { recoverRecording } from './recover'
import { prune } from './retention'

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
  private started: Promise<void>

  constructor(
    /** Absolute path. */
    readonly root: string,
    private settings: Settings,
    private readonly note: (level: 'info' | 'warn', text: string) => void,
    private readonly onDefect: (error: unknown) => void,
  ) {
    this.started = this.recover().then(() => this.prune())
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
      cipher: () => null,
      enabled: () => this.settings.record && !this.settings.startsNotKept.includes(ports.workspace()?.target ?? ''),
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

  /** Resolves when every recording that was stopped is closed on disk. */
  async settled(): Promise<void> {
    clearInterval(this.timer)
    await Promise.all([this.started, ...this.ending])
  }

  /** An earlier life of the app may have ended without a word. */
  private async recover(): Promise<void> {
    const names = (await readdir(this.root).catch((): string[] => [])).filter((name) => RECORDING_ID.test(name))
    for (const name of names) {
      const folder = join(this.root, name)
      if (isOpen(folder)) continue
      await recoverRecording(folder).catch((error: unknown) => this.note('warn', `a recording could not be closed (${codeOf(error)})`))
    }
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
