import { join } from 'node:path'
import type { RecordedLog, RecordingManifest, RunSummary, Verdict } from '@shared/model'
import { RECORDING_VERSION } from '@shared/model'
import { APP_VERSION } from '@shared/version'
import type { ByteSource } from '../source'
import type { FrameCipher } from './frame-cipher'
import { recordingId } from './list'
import { LogTap, type TappedLog } from './log-tap'
import { LogWriter, type LogBounds } from './log-writer'
import { MOST_LOGS, readManifest } from './manifest'
import { holdOpen } from './open-recording'
import { recordedRun } from './recorded-run'
import { privateFolder, writeManifest } from './write-manifest'

/** What is recorded is brought up to date this often (ms). */
const SAVE_MS = 2000

/** A log that an agent's panes or watch follow. */
export interface FollowedLog extends Omit<TappedLog, 'name'> {
  source: ByteSource
  /** Time of change when the newest epoch was first seen (ms, whole seconds); null where nobody knows. */
  beganMs: number | null
}

export interface AgentRecorderPorts {
  /** Absolute path of the folder of all recordings. */
  root: string
  /** Null when it was closed meanwhile. */
  workspace(): RecordingManifest['workspace'] | null
  agent: RecordingManifest['agent']
  bounds(): LogBounds
  cipher(): FrameCipher | null
  /** Whether this is recorded now. */
  enabled(): boolean
  /** All that is followed now, the agent's own log left out. */
  logs(): FollowedLog[]
  /** Newest first. */
  runs(): RunSummary[]
  /** Of the newest run. */
  verdict(): Verdict | null
  /** A part of a run in the agent log; null where it has none. */
  slice(logId: string): ByteSource | null
  /** Whether it may still turn out which run this is. */
  undecided(): boolean
  onSaved(): void
  warn(text: string): void
}

interface Current {
  folder: string
  runId: string | null
  startedMs: number
  taps: Map<string, LogTap>
  /** Logs of an earlier life that nobody follows now. */
  before: RecordedLog[]
  told: string
  hold: { dispose(): void }
  /** Its folder is not made yet. */
  unmade: boolean
  run: RunSummary | null
  verdict: Verdict | null
}

/** Records an agent's runs while somebody follows its logs: one recording a run. Nothing waits for it. */
export class AgentRecorder {
  private current: Current | null = null
  private work: Promise<void> = Promise.resolve()
  private readonly timer: NodeJS.Timeout
  private busy = false
  private stopped = false
  private failed = ''
  private workspace: RecordingManifest['workspace'] | null = null

  constructor(private readonly ports: AgentRecorderPorts) {
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
    if (this.current) this.look(this.current)
    else this.beginLate()
    for (const tap of this.current?.taps.values() ?? []) tap.capture()
    this.work = this.work.then(() => this.end()).catch((error: unknown) => this.note(error))
    return this.work
  }

  private async save(): Promise<void> {
    const { ports } = this
    this.workspace = ports.workspace() ?? this.workspace
    if (!ports.enabled() || !this.workspace) return this.end()
    if (ports.undecided() && !this.current) return
    const run = ports.runs()[0] ?? null
    const { current } = this
    const other = current && run && current.runId !== null && run.id !== current.runId
    // What no agent log told of until now is the run that it tells of first.
    if (current && run && current.runId === null) current.runId = run.id
    if (other || (current && current.runId === null && this.overwritten(current))) await this.end()
    if (!this.current) await this.begin(run)
    if (this.current) await this.update(this.current)
  }

  /** Logs with something of the newest run in them. */
  private followed(run: RunSummary | null): FollowedLog[] {
    return this.ports.logs().filter(({ source, path, beganMs }) => {
      const script = run?.scripts.find((one) => one.path === path)
      const stale = script !== undefined && beganMs !== null && beganMs < Math.floor(script.startedMs / 1000) * 1000
      return !stale && source.size() > source.epochStart()
    })
  }

  private overwritten({ taps }: Current): boolean {
    return [...taps.values()].some(({ source, base, size }) => source.boundaries().some(({ at, cause }) => cause === 'rewritten' && at > base && at <= base + size))
  }

  private look(current: Current): void {
    const run = this.ports.runs()[0] ?? null
    if (run && run.id === current.runId) Object.assign(current, { run, verdict: this.ports.verdict() })
  }

  private async begin(run: RunSummary | null): Promise<void> {
    const current = this.make(run)
    if (!current) return
    await this.makeFolder(current)
    const before = await readManifest(current.folder)
    if (before.ok && (before.value.encryption?.keyId ?? null) === (this.ports.cipher()?.keyId ?? null)) current.before = before.value.logs
    // Stopped meanwhile, it has begun without what was saved before.
    if (this.stopped) current.hold.dispose()
    else this.current = current
  }

  /** What was followed for a moment only is recorded as it ends. */
  private beginLate(): void {
    this.workspace = this.ports.workspace() ?? this.workspace
    if (!this.ports.enabled() || !this.workspace) return
    this.current = this.make(this.ports.runs()[0] ?? null)
    if (!this.current) return
    this.look(this.current)
    this.tapAll(this.current)
  }

  private make(run: RunSummary | null): Current | null {
    const followed = this.followed(run)
    if (followed.length === 0 && !run) return null
    const began = Math.min(...followed.map((one) => one.beganMs ?? Infinity))
    const startedMs = run?.startedMs ?? (Number.isFinite(began) ? began : Date.now())
    const folder = join(this.ports.root, recordingId(startedMs, this.ports.agent.id))
    return { folder, runId: run?.id ?? null, startedMs, taps: new Map(), before: [], told: '', hold: holdOpen(folder), unmade: true, run, verdict: null }
  }

  private async makeFolder(current: Current): Promise<void> {
    await privateFolder(this.ports.root)
    await privateFolder(current.folder)
    current.unmade = false
  }

  private async update(current: Current): Promise<void> {
    this.look(current)
    this.tapAll(current)
    // Named before anything is in them, so that recovery knows whose they are.
    await this.tell(current, 'open')
    for (const tap of current.taps.values()) await tap.pull()
    await this.tell(current, 'open')
  }

  private tapAll(current: Current): void {
    for (const log of this.followed(current.run)) {
      const known = current.taps.get(log.path)
      if (!known) this.tap(current, log, log.source, log.source.epochStart())
      else for (const { at, cause } of log.source.boundaries()) if (cause === 'rewritten' && at > known.base) known.stopAt(at)
    }
    for (const { part, logId } of current.run?.slices ?? []) {
      const key = `${part} of the agent log`
      if (part === 'running' || current.taps.has(key)) continue
      const source = this.ports.slice(logId)
      const title = part === 'startup' ? 'Agent log, startup' : 'Agent log, shutdown'
      if (source && source.size() > source.firstOffset()) this.tap(current, { path: source.path, kind: 'agent', title }, source, source.firstOffset(), key)
    }
  }

  private tap(current: Current, { path, kind, title }: Omit<TappedLog, 'name'>, source: ByteSource, base: number, key = path): void {
    if (current.taps.size + current.before.length >= MOST_LOGS) return
    const earlier = current.before.find((one) => one.path === path && one.title === title)
    // The same bytes as in an earlier life are there already.
    if (earlier && earlier.missing.length === 0 && earlier.sizeBytes >= source.size() - base && earlier.modifiedMs === source.modifiedMs()) return
    current.before = current.before.filter((one) => one !== earlier)
    const taken = new Set([...current.before.map((one) => one.name), ...[...current.taps.values()].map((one) => one.log.name)])
    const stem = kind === 'agent' && title.endsWith('shutdown') ? 'agent-shutdown' : kind
    let name: string = stem
    for (let count = 2; taken.has(name) || name === earlier?.name; count++) name = `${stem}-${count}`
    const { folder } = current
    const writer = new LogWriter({ folder, name, cipher: this.ports.cipher() }, this.ports.bounds())
    current.taps.set(key, new LogTap({ name, path, kind, title: title.slice(0, 300) }, source, writer, base))
  }

  private async tell(current: Current, state: RecordingManifest['state'], logs = [...current.taps.values()].map((tap) => tap.recorded())): Promise<void> {
    const { workspace } = this
    if (!workspace) return
    const { agent } = this.ports
    const cipher = this.ports.cipher()
    const manifest: RecordingManifest = {
      format: 'tailpane-recording',
      version: RECORDING_VERSION,
      app: APP_VERSION,
      savedMs: Date.now(),
      state,
      workspace,
      agent,
      run: recordedRun(current.run, current.verdict, current.startedMs),
      logs: [...current.before, ...logs],
      encryption: cipher && { cipher: 'aes-256-gcm', keyId: cipher.keyId },
    }
    const told = JSON.stringify({ ...manifest, savedMs: 0 })
    if (told === current.told) return
    await writeManifest(current.folder, manifest)
    current.told = told
    this.failed = ''
    this.ports.onSaved()
  }

  /** Saves what there is and closes the recording. */
  private async end(): Promise<void> {
    const { current } = this
    if (!current) return
    this.current = null
    try {
      if (current.unmade) {
        // The run is recorded already, as far as it had come a moment ago.
        if ((await readManifest(current.folder)).ok) return
        await this.makeFolder(current)
        await this.tell(current, 'open')
      }
      const logs: RecordedLog[] = []
      for (const tap of current.taps.values()) {
        await tap.pull()
        logs.push(tap.recorded(await tap.writer.close()))
      }
      await this.tell(current, 'closed', logs)
      for (const tap of current.taps.values()) await tap.writer.tidy()
    } finally {
      current.hold.dispose()
    }
  }

  /** A full disk is told once, not every two seconds; what was saved stays. */
  private note(error: unknown): void {
    const code = error instanceof Error && 'code' in error ? String(error.code) : error instanceof Error ? error.message : 'unknown'
    if (code !== this.failed) this.ports.warn(`a run could not be recorded (${code})`)
    this.failed = code
  }
}
