import type { RecordedLog, RecordingManifest, RunSummary, Verdict } from '@shared/model'
import { RECORDING_VERSION } from '@shared/model'
import { APP_VERSION } from '@shared/version'
import { SftpError } from '../ssh'
import type { ByteSource } from '../source'
import type { FrameCipher } from './frame-cipher'
import { LogTap, type TappedLog } from './log-tap'
import { LogWriter } from './log-writer'
import { MOST_LOGS, readManifest } from './manifest'
import { holdOpen } from './open-recording'
import type { AgentRecorderPorts, FollowedLog } from './recorder-ports'
import { recordedRun, type SeenScript } from './recorded-run'
import { goesOn, resumeWriter } from './resume-log'
import { isLook } from './join-recordings'
import { removeUnnamed } from './tidy-folder'
import { withoutQuotes } from './sealed-quotes'
import { privateFolder, writeManifest } from './write-manifest'

/** One run that is being recorded. Calls must not overlap, but for those that say so. */
export class RunRecording {
  run: RunSummary | null
  private verdict: Verdict | null = null
  /** What its scripts were seen doing, by the paths of their logs; in an earlier life too. */
  private readonly seen = new Map<string, SeenScript>()
  private readonly taps = new Map<string, LogTap>()
  /** Logs of an earlier life that nobody follows now, or that are others by now. */
  private before: RecordedLog[] = []
  private told = ''
  private captured = false
  private readonly hold: { dispose(): void }

  /** @param folder absolute path; made by `begin`. @param unmade nothing is looked for in it before the end */
  constructor(
    private readonly ports: AgentRecorderPorts,
    readonly folder: string,
    private readonly startedMs: number,
    /** What seals its frames, from its first to its last. */
    readonly cipher: FrameCipher | null,
    run: RunSummary | null,
    private unmade = true,
  ) {
    this.run = run
    this.hold = holdOpen(folder)
  }

  /** Id of the run; null while no agent log tells of it. */
  get runId(): string | null {
    return this.run?.id ?? null
  }

  /** Makes its folder, and takes over what an earlier life saved there. */
  async begin(): Promise<void> {
    await this.makeFolder()
    const before = await readManifest(this.folder)
    if (!before.ok) return
    this.before = before.value.logs
    for (const { path, steps, quietMs } of before.value.run.scripts) if (quietMs !== null) this.seen.set(path, { steps, quietMs })
  }

  /** It was not begun after all. */
  drop(): void {
    this.hold.dispose()
  }

  /** What is known of the run now; may be called at any time. */
  look(): void {
    const run = this.ports.runs()[0] ?? null
    // What no agent log told of until now is the run that it tells of first.
    if (!run || (this.run !== null && run.id !== this.run.id)) return
    this.run = run
    this.verdict = this.ports.verdict()
    for (const { path } of run.scripts) this.lookAtScript(path)
  }

  /** Whether a log was written over since; may be called at any time. */
  overwritten(): boolean {
    return [...this.taps.values()].some(({ source, base, size }) => source.boundaries().some(({ at, cause }) => cause === 'rewritten' && at > base && at <= base + size))
  }

  /** Another run has begun: what its scripts wrote into new files under the old paths is not this one's. */
  stopAt(next: RunSummary | null): void {
    for (const log of this.ports.logs()) {
      const script = next?.scripts.find((one) => one.path === log.path)
      const tap = this.taps.get(log.path)
      const start = log.source.epochStart()
      if (tap && script && start > tap.base && (log.beganMs ?? -1) >= wholeSeconds(script.startedMs)) tap.stopAt(start)
    }
  }

  /** Brings what is saved up to what there is. */
  async update(followed: readonly FollowedLog[]): Promise<void> {
    this.look()
    await this.tapAll(followed)
    // Named before anything is in them, so that recovery knows whose they are.
    await this.tell('open')
    for (const tap of this.taps.values()) await tap.pull()
    await this.tell('open')
  }

  /** Takes what is held of its logs, before their sources let go of it; reads nothing. May be called at any time. */
  capture(): void {
    this.captured = true
    for (const tap of this.taps.values()) tap.capture()
  }

  /** Taps logs that were followed for a moment only; reads nothing. */
  tapLate(followed: readonly FollowedLog[]): void {
    for (const log of followed) this.tap(log, log.source, log.source.epochStart(), log.path, null)
    for (const { source, title, key } of this.parts()) this.tap({ path: source.path, kind: 'agent', title }, source, source.firstOffset(), key, null)
  }

  /** Saves what there is and closes it. */
  async end(): Promise<void> {
    try {
      if (this.unmade) {
        // The run is recorded already, as far as it had come a moment ago.
        if ((await readManifest(this.folder)).ok) return
        await this.makeFolder()
        await this.tell('open')
      }
      const logs: RecordedLog[] = []
      for (const tap of this.taps.values()) {
        await tap.pull()
        logs.push(tap.recorded(await tap.writer.close()))
      }
      await this.tell('closed', logs)
      await removeUnnamed(this.folder, { logs: [...logs, ...this.before] })
    } finally {
      this.hold.dispose()
    }
  }

  private async makeFolder(): Promise<void> {
    await privateFolder(this.ports.root)
    await privateFolder(this.folder)
    this.unmade = false
  }

  private async tapAll(followed: readonly FollowedLog[]): Promise<void> {
    for (const log of followed) if (!this.taps.has(log.path)) await this.tapOn(log, log.source, log.source.epochStart(), log.path)
    for (const { source, title, key } of this.parts()) if (!this.taps.has(key)) await this.tapOn({ path: source.path, kind: 'agent', title }, source, source.firstOffset(), key)
  }

  /** The agent log from its start to ready, and its shutdown. */
  private parts(): { source: ByteSource; title: string; key: string }[] {
    return (this.run?.slices ?? []).flatMap(({ part, logId }) => {
      const source = part === 'running' ? null : this.ports.slice(logId)
      const title = part === 'startup' ? 'Agent log, startup' : 'Agent log, shutdown'
      return source && source.size() > source.firstOffset() ? [{ source, title, key: `${part} of the agent log` }] : []
    })
  }

  /** Goes on with what an earlier life saved of this log, unless it is another by now. */
  private async tapOn(log: Omit<TappedLog, 'name'>, source: ByteSource, base: number, key: string): Promise<void> {
    const earlier = this.before.find((one) => one.path === log.path && one.title === log.title.slice(0, 300))
    // The same bytes as in an earlier life are there already.
    if (earlier && earlier.missing.length === 0 && earlier.sizeBytes === source.size() - base && earlier.modifiedMs === source.modifiedMs()) return
    if (!earlier) return this.tap(log, source, base, key, null)
    // Without a connection it is not known how long the log is by now; but a look never knows better than what is held.
    if (source.condition().kind !== 'live' && !isLook(earlier)) return
    const { folder, cipher } = this
    const same = await goesOn(folder, earlier, cipher, source, base).catch(unlessLost)
    if (same === null) return
    const writer = same ? await resumeWriter({ folder, name: earlier.name, cipher }, this.ports.bounds(), earlier) : null
    if (this.captured) return void (await writer?.close())
    // A look takes the file as it is; what is followed knows where the run ends in it.
    if (!writer && isLook(earlier)) this.before = this.before.filter((one) => one !== earlier)
    this.tap(log, source, base, key, writer && { earlier, writer })
  }

  private tap({ path, kind, title }: Omit<TappedLog, 'name'>, source: ByteSource, base: number, key: string, resumed: { earlier: RecordedLog; writer: LogWriter } | null): void {
    if (this.taps.size + this.before.length >= MOST_LOGS + (resumed ? 1 : 0)) return
    const { folder, cipher } = this
    let name: string
    if (resumed) {
      name = resumed.earlier.name
      this.before = this.before.filter((one) => one !== resumed.earlier)
    } else {
      const taken = new Set([...this.before.map((one) => one.name), ...[...this.taps.values()].map((one) => one.log.name)])
      const stem = kind === 'agent' && title.endsWith('shutdown') ? 'agent-shutdown' : kind
      name = stem
      for (let count = 2; taken.has(name); count++) name = `${stem}-${count}`
    }
    const writer = resumed?.writer ?? new LogWriter({ folder, name, cipher }, this.ports.bounds())
    this.taps.set(key, new LogTap({ name, path, kind, title: title.slice(0, 300) }, source, writer, base))
  }

  private lookAtScript(path: string): void {
    const seen = this.ports.seen(path)
    // Who saw it from its beginning knows more than who came later.
    if (!seen || (seen.quietMs === null && this.seen.has(path))) return
    const base = this.baseOf(path)
    this.seen.set(path, { ...seen, steps: seen.steps.map((one) => ({ ...one, offset: Math.max(0, one.offset - base) })) })
  }

  /** Where the run's bytes begin in the source of a log, whether or not it is written now. */
  private baseOf(path: string): number {
    return this.taps.get(path)?.base ?? this.ports.logs().find((one) => one.path === path)?.source.epochStart() ?? 0
  }

  private async tell(state: RecordingManifest['state'], logs = [...this.taps.values()].map((tap) => tap.recorded())): Promise<void> {
    const workspace = this.ports.workspace()
    if (!workspace) return
    const run = recordedRun(this.run, this.verdict, this.startedMs, (path) => this.baseOf(path), (path) => this.seen.get(path) ?? null)
    const manifest: RecordingManifest = {
      format: 'tailpane-recording',
      version: RECORDING_VERSION,
      app: APP_VERSION,
      savedMs: Date.now(),
      state,
      workspace,
      agent: this.ports.agent,
      run: this.cipher ? withoutQuotes(run) : run,
      // Of two logs with one path the one that is written now comes first.
      logs: [...logs, ...this.before],
      encryption: this.cipher && { cipher: 'aes-256-gcm', keyId: this.cipher.keyId },
    }
    const told = JSON.stringify({ ...manifest, savedMs: 0 })
    if (told === this.told) return
    await writeManifest(this.folder, manifest)
    this.told = told
    this.ports.onSaved()
  }
}

/** While there is no connection nothing can be said; it is looked at again. */
function unlessLost(error: unknown): null {
  if (error instanceof SftpError) return null
  throw error
}

/** Times of change have no finer grain (ms). */
export function wholeSeconds(timeMs: number): number {
  return Math.floor(timeMs / 1000) * 1000
}
