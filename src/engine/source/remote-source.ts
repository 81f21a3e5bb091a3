import type { Checkpoint, Failure, LogFrontier } from '@shared/model'
import { SftpError, type Disposable, type FileStat, type FileLink, type Priority, type FileAccess } from '../ssh'
import type { BlockCache } from './block-cache'
import type { Boundary, ByteSource, Interest, ReadResult, SourceCondition } from './byte-source'
import { failureOfOpening } from './failures'
import { FileEpochs } from './file-epochs'
import { Interests } from './interests'
import type { LastRuns } from './last-runs'
import { lookAtPath } from './path-look'
import type { Pollable, Poller } from './poller'

/** Polls that are due within this time of each other leave together in any case (ms). */
const BURST_MS = 25
/** Polls that are no more frequent than this are due at multiples of it (ms). */
const STEP_MS = 500

export interface RemoteSourceOptions {
  link: FileLink
  poller: Poller
  cache: BlockCache
  path: string
  /** Unique among the sources that share the cache. */
  name: string
  /** Where an earlier life of this source had come to; its offsets go on. */
  resume?: Checkpoint | null
  /** What the path was a moment ago: saves looking twice before the first bytes are read. */
  look?: FileStat | null
  /** Whether it is only ever appended to, as the agent's own log is: then its content is not looked at for overwriting. */
  appendOnly?: boolean
  /** Who kept its runs in an earlier life of the app; nobody when left out. */
  lastRuns?: LastRuns | null
  /** A pane began to look at it. */
  onVisible?: () => void
  /** A defect while the file is looked at unasked. */
  onDefect?: (error: unknown) => void
  now?: () => number
}

/** A file that is polled and read through a link: over its SFTP channel, or on this machine. */
export class RemoteSource implements ByteSource, Pollable {
  readonly path: string
  protected readonly epochs: FileEpochs
  private readonly interests = new Interests()
  private readonly listeners = new Set<() => void>()
  private readonly subscriptions: Disposable[]
  private readonly now: () => number
  private files: FileAccess | null = null
  private state: SourceCondition = { kind: 'connecting' }
  /** Good for the first attempt only. */
  private hint: FileStat | null
  /** It was read in this life of the app. */
  private attached = false
  private polledAt = -Infinity
  private disposed = false
  /** The connection over which the file is being opened. */
  private openingWith: FileAccess | null = null

  constructor(private readonly options: RemoteSourceOptions) {
    this.path = options.path
    this.now = options.now ?? (() => performance.now())
    this.hint = options.look ?? null
    this.epochs = new FileEpochs({
      name: options.name,
      cache: options.cache,
      resume: options.resume ?? null,
      appendOnly: options.appendOnly ?? false,
      lastRuns: options.lastRuns ?? null,
      files: () => this.files,
      now: this.now,
      onChange: () => this.changed(),
      onDefect: (error) => options.onDefect?.(error),
    })
    this.subscriptions = [options.link.onState(() => this.linkChanged()), options.poller.add(this)]
    this.linkChanged()
  }

  size(): number {
    return this.epochs.list.end
  }

  firstOffset(): number {
    return this.epochs.list.all[0]!.start
  }

  epochStart(): number {
    return this.epochs.list.newest.start
  }

  modifiedMs(): number | null {
    return this.epochs.lastLook?.modifiedMs ?? null
  }

  /** Time of change when the newest epoch was first seen (ms since the epoch, whole seconds); null before that. */
  epochBeganMs(): number | null {
    return this.epochs.list.newest.beganMs
  }

  boundaries(): readonly Boundary[] {
    return this.epochs.list.boundaries
  }

  condition(): SourceCondition {
    return this.state
  }

  frontier(): LogFrontier | null {
    return this.epochs.frontier()
  }

  /** A run of this log began at `atMs` on the clock of its machine (ms since the epoch), as the agent log tells. */
  expectRun(atMs: number): void {
    this.epochs.expectRun(atMs)
  }

  onChange(listener: () => void): Disposable {
    this.listeners.add(listener)
    return { dispose: () => this.listeners.delete(listener) }
  }

  want(interest: Interest): Disposable {
    const wanted = this.interests.want(interest)
    if (interest === 'visible') this.options.onVisible?.()
    this.options.poller.kick()
    return wanted
  }

  /** Whether a pane looks at it now. */
  get looked(): boolean {
    return this.interests.looked
  }

  dispose(): void {
    this.disposed = true
    for (const s of this.subscriptions) s.dispose()
    this.epochs.dispose()
    this.listeners.clear()
  }

  peek(from: number, to: number): Buffer | null {
    return this.epochs.reader.peek(from, to)
  }

  read(offset: number, length: number, priority: Priority, signal?: AbortSignal): Promise<ReadResult> {
    return this.epochs.reader.read(offset, length, priority, signal)
  }

  due(): number {
    if (this.disposed || !this.files) return Infinity
    const period = this.period()
    const due = this.polledAt + period
    // Quiet logs of all connections are due at the same moments, so that the process wakes up once for all of them.
    return period < STEP_MS ? due : Math.round(due / STEP_MS) * STEP_MS
  }

  early(): number {
    // Hidden and quiet logs fall into step so: 400 ms of the one and 100 ms of the other make up the shorter period.
    return Math.max(BURST_MS, this.period() / 5)
  }

  async poll(): Promise<void> {
    this.polledAt = this.now()
    const files = this.files
    if (!files) return
    try {
      if (this.state.kind === 'live' || this.epochs.list.newest.handle) await this.compare(files)
      else if (this.openingWith !== files) await this.attach(files)
    } catch (error) {
      if (files !== this.files || (error instanceof SftpError && error.kind === 'lost')) return
      this.fail(error)
    }
  }

  private linkChanged(): void {
    const files = this.options.link.files()
    if (files === this.files) {
      if (!files) this.setCondition(this.withoutFiles())
      return
    }
    this.files = files
    this.epochs.dropHandles()
    if (files) {
      this.polledAt = this.now()
      const { hint } = this
      this.hint = null
      void this.attach(files, hint).catch((error: unknown) => {
        if (files === this.files) this.fail(error)
      })
    } else this.setCondition(this.withoutFiles())
  }

  private withoutFiles(): SourceCondition {
    const { phase, failure } = this.options.link.state()
    if (phase === 'failed' && failure) return { kind: 'failed', failure }
    return this.attached || phase === 'offline' || phase === 'closed' ? { kind: 'offline' } : { kind: 'connecting' }
  }

  /** Opens the file and finds out whether it still is the one that was read before. */
  private async attach(files: FileAccess, known: FileStat | null = null): Promise<void> {
    this.openingWith = files
    try {
      await this.open(files, known)
    } finally {
      if (this.openingWith === files) this.openingWith = null
    }
  }

  private async open(files: FileAccess, known: FileStat | null): Promise<void> {
    const { kind } = known ?? (await files.stat(this.path, 'view'))
    // Opening a FIFO would block the server's SFTP process, so only plain files are opened.
    if (kind !== 'file') throw failureOfOpening(this.path, kind)
    const handle = await files.open(this.path)
    if (files !== this.files || this.disposed) return
    // A look of a moment ago will do: the next poll, which is due at once then, looks at the handle.
    const look = known ?? (await files.fstat(handle, 'view'))
    if (known) this.polledAt = -Infinity
    await this.epochs.attach(files, handle, look, () => files !== this.files || this.disposed)
    if (files !== this.files || this.disposed) return
    this.attached = true
    this.setCondition({ kind: 'live' })
    this.changed()
  }

  private async compare(files: FileAccess): Promise<void> {
    const over = (): boolean => files !== this.files || this.disposed
    const found = await lookAtPath(files, this.epochs.list.newest.handle!, this.path, over)
    if (over() || found.kind === 'unclear') return
    if (found.kind === 'other-file') return this.otherFile(files, found.look)
    const changed = found.kind === 'same-file' ? this.epochs.same(found.look) : this.epochs.grow(found.look)
    if (changed) this.changed()
    this.setCondition({ kind: found.kind === 'same-file' ? 'live' : 'waiting' })
  }

  /** Rename rotation or replacement: the old handle's end is fixed, so that it can be drained. */
  private async otherFile(files: FileAccess, lastLook: FileStat): Promise<void> {
    const stat = await files.stat(this.path, 'poll')
    if (stat.kind !== 'file') throw failureOfOpening(this.path, stat.kind)
    const handle = await files.open(this.path)
    const look = await files.fstat(handle, 'poll')
    if (files !== this.files || this.disposed) return
    this.epochs.replaced(lastLook, handle, look)
    this.setCondition({ kind: 'live' })
    this.changed()
  }

  private fail(error: unknown): void {
    if (error instanceof SftpError && error.kind === 'missing') return this.setCondition({ kind: 'waiting' })
    if (error instanceof SftpError && error.kind === 'lost') return
    this.setCondition({ kind: 'failed', failure: failureOfOpening(this.path, error) })
  }

  private setCondition(next: SourceCondition): void {
    if (next.kind === this.state.kind && failureText(next) === failureText(this.state)) return
    this.state = next
    this.changed()
  }

  /** Time between two polls (ms). */
  private period(): number {
    return this.interests.periodMs(this.now() - this.epochs.changedAt)
  }

  private changed(): void {
    this.options.poller.kick()
    for (const listener of [...this.listeners]) listener()
  }
}

function failureText(condition: SourceCondition): string {
  return condition.kind === 'failed' ? (condition.failure satisfies Failure).sentence : ''
}
