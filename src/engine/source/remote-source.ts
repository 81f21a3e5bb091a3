import type { Checkpoint, EpochCause, Failure } from '@shared/model'
import { SftpError, type Disposable, type FileStat, type Link, type Priority, type RemoteFiles } from '../ssh'
import type { BlockCache } from './block-cache'
import type { Boundary, ByteSource, Interest, ReadResult, SourceCondition } from './byte-source'
import { EpochList, type Epoch } from './epoch-list'
import { EpochReader } from './epoch-reader'
import { failureOfOpening } from './failures'
import { judgeChange, sameLook } from './file-change'
import type { Pollable, Poller } from './poller'
import { seamOfCheckpoint } from './seam'

/** Poll periods in ms (design: one timer per connection). */
const PERIOD = { active: 50, quiet: 500, starting: 500, hidden: 2000 }
/** How long after a change a visible log counts as active (ms). */
const ACTIVE_MS = 10_000
/** Handles of replaced files that stay open, so that what was not read yet can be. */
const OLD_HANDLES = 2

export interface RemoteSourceOptions {
  link: Link
  poller: Poller
  cache: BlockCache
  path: string
  /** Unique among the sources that share the cache. */
  name: string
  /** Where an earlier life of this source had come to; its offsets go on. */
  resume?: Checkpoint | null
  /** What the path was a moment ago: saves looking twice before the first bytes are read. */
  look?: FileStat | null
  /** A pane began to look at it. */
  onVisible?: () => void
  now?: () => number
}

/** A file in a workspace, polled and read over the link's SFTP channel. */
export class RemoteSource implements ByteSource, Pollable {
  readonly path: string
  private readonly epochs: EpochList
  private readonly reader: EpochReader
  private readonly listeners = new Set<() => void>()
  private readonly wants = new Map<object, Interest>()
  private readonly subscriptions: Disposable[]
  private readonly now: () => number
  private files: RemoteFiles | null = null
  private state: SourceCondition = { kind: 'connecting' }
  private look: FileStat | null = null
  /** Good for the first attempt only. */
  private hint: FileStat | null
  private changedAt = -Infinity
  private polledAt = -Infinity
  private disposed = false

  constructor(private readonly options: RemoteSourceOptions) {
    this.path = options.path
    this.now = options.now ?? (() => performance.now())
    this.hint = options.look ?? null
    const resume = options.resume ?? null
    this.epochs = new EpochList(options.name, options.cache, resume?.epochStart ?? 0)
    this.reader = new EpochReader(this.epochs, () => this.files, (epoch, readEnd) => this.rewritten(epoch, readEnd))
    if (resume) {
      this.epochs.newest.length = resume.offset - resume.epochStart
      this.reader.seam = seamOfCheckpoint(resume)
    }
    this.subscriptions = [options.link.onState(() => this.linkChanged()), options.poller.add(this)]
    this.linkChanged()
  }

  size(): number {
    return this.epochs.end
  }

  firstOffset(): number {
    return this.epochs.all[0]!.start
  }

  epochStart(): number {
    return this.epochs.newest.start
  }

  modifiedMs(): number | null {
    return this.look?.modifiedMs ?? null
  }

  boundaries(): readonly Boundary[] {
    return this.epochs.boundaries
  }

  condition(): SourceCondition {
    return this.state
  }

  onChange(listener: () => void): Disposable {
    this.listeners.add(listener)
    return { dispose: () => this.listeners.delete(listener) }
  }

  want(interest: Interest): Disposable {
    const key = {}
    this.wants.set(key, interest)
    if (interest === 'visible') this.options.onVisible?.()
    this.options.poller.kick()
    return { dispose: () => this.wants.delete(key) }
  }

  /** Whether a pane looks at it now. */
  get looked(): boolean {
    return [...this.wants.values()].includes('visible')
  }

  dispose(): void {
    this.disposed = true
    for (const s of this.subscriptions) s.dispose()
    for (const epoch of this.epochs.all) if (epoch.handle) this.files?.close(epoch.handle)
    this.epochs.dispose()
    this.listeners.clear()
  }

  peek(from: number, to: number): Buffer | null {
    return this.reader.peek(from, to)
  }

  read(offset: number, length: number, priority: Priority, signal?: AbortSignal): Promise<ReadResult> {
    return this.reader.read(offset, length, priority, signal)
  }

  due(): number {
    if (this.disposed || !this.files) return Infinity
    return this.polledAt + this.period()
  }

  async poll(): Promise<void> {
    this.polledAt = this.now()
    const files = this.files
    if (!files) return
    try {
      if (this.state.kind === 'live' || this.epochs.newest.handle) await this.compare(files)
      else await this.attach(files)
    } catch (error) {
      if (files !== this.files || (error instanceof SftpError && error.kind === 'lost')) return
      this.fail(error)
    }
  }

  private period(): number {
    let period = PERIOD.hidden
    for (const interest of this.wants.values()) {
      if (interest === 'starting') period = Math.min(period, PERIOD.starting)
      if (interest === 'visible') period = Math.min(period, this.now() - this.changedAt < ACTIVE_MS ? PERIOD.active : PERIOD.quiet)
    }
    return period
  }

  private linkChanged(): void {
    const files = this.options.link.files()
    if (files === this.files) {
      if (!files) this.setCondition(this.withoutFiles())
      return
    }
    this.files = files
    for (const epoch of this.epochs.all) epoch.handle = null
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
    return this.look || phase === 'offline' || phase === 'closed' ? { kind: 'offline' } : { kind: 'connecting' }
  }

  /** Opens the file and finds out whether it still is the one that was read before. */
  private async attach(files: RemoteFiles, known: FileStat | null = null): Promise<void> {
    const { kind } = known ?? (await files.stat(this.path, 'view'))
    // Opening a FIFO would block the server's SFTP process, so only plain files are opened.
    if (kind !== 'file') throw failureOfOpening(this.path, kind)
    const handle = await files.open(this.path)
    if (files !== this.files || this.disposed) return
    // A look of a moment ago will do: the next poll, which is due at once then, looks at the handle.
    const look = known ?? (await files.fstat(handle, 'view'))
    if (known) this.polledAt = -Infinity
    const goesOn = await this.verify(files, handle, look)
    if (files !== this.files || this.disposed) return
    if (goesOn) this.epochs.newest.handle = handle
    else this.beginEpoch('replaced', handle)
    this.take(look)
    this.setCondition({ kind: 'live' })
    this.changed()
  }

  private async verify(files: RemoteFiles, handle: Epoch['handle'], look: FileStat): Promise<boolean> {
    if (look.sizeBytes < this.epochs.newest.length) return false
    const seam = this.reader.seam
    if (!seam || seam.length === 0) return true
    const bytes = await files.read(handle!, seam.end - seam.length, seam.length, 'view')
    return bytes.length === seam.length && seam.matches(bytes)
  }

  /** One poll: the handle and the path, and a second look where they disagree. */
  private async compare(files: RemoteFiles): Promise<void> {
    const handle = this.epochs.newest.handle!
    let [before, path] = await Promise.all([files.fstat(handle, 'poll'), this.statOrNull(files)])
    if (files !== this.files || this.disposed) return
    if (!path) {
      // Renamed away or deleted; the handle still gives what is written to the old file.
      this.grow(before)
      this.setCondition({ kind: 'waiting' })
      return
    }
    for (let tries = 0; tries < 3; tries++) {
      if (sameLook(before, path)) return this.sameFile(before)
      const after = await files.fstat(handle, 'poll')
      if (files !== this.files || this.disposed) return
      const change = judgeChange(before, path, after)
      if (change === 'same-file' || change === 'truncated') return this.sameFile(after)
      if (change === 'other-file') return this.otherFile(files, after)
      const again = await Promise.all([files.fstat(handle, 'poll'), this.statOrNull(files)])
      if (files !== this.files || this.disposed || !again[1]) return
      ;[before, path] = [again[0], again[1]]
    }
  }

  private async statOrNull(files: RemoteFiles): Promise<FileStat | null> {
    try {
      return await files.stat(this.path, 'poll')
    } catch (error) {
      if (error instanceof SftpError && error.kind === 'missing') return null
      throw error
    }
  }

  private sameFile(look: FileStat): void {
    if (look.sizeBytes < this.epochs.newest.length) {
      this.beginEpoch('truncated', this.epochs.newest.handle)
      this.take(look)
      this.changed()
    } else this.grow(look)
    this.setCondition({ kind: 'live' })
  }

  private grow(look: FileStat): void {
    if (this.look && sameLook(look, this.look) && look.sizeBytes === this.epochs.newest.length) return
    this.take(look)
    this.changed()
  }

  /** Rename rotation or replacement: the old handle's end is fixed, so that it can be drained. */
  private async otherFile(files: RemoteFiles, lastLook: FileStat): Promise<void> {
    const stat = await files.stat(this.path, 'poll')
    if (stat.kind !== 'file') throw failureOfOpening(this.path, stat.kind)
    const handle = await files.open(this.path)
    const look = await files.fstat(handle, 'poll')
    if (files !== this.files || this.disposed) return
    this.take(lastLook)
    this.beginEpoch('replaced', handle)
    this.take(look)
    this.setCondition({ kind: 'live' })
    this.changed()
  }

  private beginEpoch(cause: EpochCause, handle: Epoch['handle']): void {
    if (cause !== 'replaced') this.epochs.newest.handle = null
    this.epochs.begin(cause).handle = handle
    this.reader.seam = null
    const old = this.epochs.all.filter((e) => e.handle && e !== this.epochs.newest)
    for (const epoch of old.slice(0, Math.max(0, old.length - OLD_HANDLES))) {
      this.files?.close(epoch.handle!)
      epoch.handle = null
    }
  }

  private take(look: FileStat): void {
    const epoch = this.epochs.newest
    if (look.sizeBytes !== epoch.length || look.modifiedMs !== this.look?.modifiedMs) this.changedAt = this.now()
    epoch.length = look.sizeBytes
    this.look = look
  }

  /** Truncated and written again beyond its old size between two looks: what was read stays, a new epoch begins. */
  private rewritten(epoch: Epoch, readEnd: number): void {
    if (epoch !== this.epochs.newest) return
    const length = epoch.length
    epoch.length = readEnd
    this.beginEpoch('rewritten', epoch.handle)
    this.epochs.newest.length = length
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

  private changed(): void {
    this.options.poller.kick()
    for (const listener of [...this.listeners]) listener()
  }
}

function failureText(condition: SourceCondition): string {
  return condition.kind === 'failed' ? (condition.failure satisfies Failure).sentence : ''
}
