import type { Checkpoint, EpochCause, LogFrontier } from '@shared/model'
import { SftpError, type FileStat, type FileAccess, type RemoteHandle } from '../ssh'
import type { BlockCache } from './block-cache'
import { EpochList, type Epoch } from './epoch-list'
import { EpochReader } from './epoch-reader'
import { sameLook } from './file-change'
import { FileImage } from './file-image'
import { restoreEpochs, restoreUnder } from './held-epochs'
import type { HeldLog, LastRuns } from './last-runs'
import { OverwriteWatch } from './overwrite-watch'
import { seamOfCheckpoint, type Seam } from './seam'

/** Handles of replaced files that stay open, so that what was not read yet can be. */
const OLD_HANDLES = 2

export interface FileEpochsOptions {
  cache: BlockCache
  /** Unique among the sources that share the cache. */
  name: string
  /** Where an earlier life of this source had come to; its offsets go on. */
  resume: Checkpoint | null
  /** Whether the file is only ever appended to, so that its content need not be looked at for overwriting. */
  appendOnly: boolean
  /** Who kept its runs in an earlier life of the app; null where nobody did. */
  lastRuns: LastRuns | null
  /** The live connection's files. */
  files(): FileAccess | null
  now(): number
  /** There are more bytes, or another epoch. */
  onChange(): void
  onDefect(error: unknown): void
}

/** What looks at a file, and what is read of it, say of its epochs. */
export class FileEpochs {
  readonly list: EpochList
  readonly reader: EpochReader
  /** When something changed last, ms on the clock of `now`. */
  changedAt = -Infinity
  /** The last look at the newest epoch's file; null before the first. */
  lastLook: FileStat | null = null
  private readonly overwrites: OverwriteWatch | null
  /** Where the newest epoch may end at most, while it ends inside its file. */
  private atMost = 0
  /** Resolves when what was kept of its runs has been taken up; null when that is done. */
  private restoring: Promise<void> | null = null
  /** The newest run that was told of meanwhile (ms since the epoch). */
  private toldOfMs: number | null = null
  private disposed = false
  /** `lastLook` is an earlier life's, and no look of this one has borne it out. */
  private hearsay = false
  /** When a run began that was not seen in this file yet (ms since the epoch, whole seconds). */
  private expectedMs: number | null = null

  constructor(private readonly options: FileEpochsOptions) {
    const { resume, files } = options
    this.list = new EpochList(options.name, options.cache, resume?.epochStart ?? 0)
    this.reader = new EpochReader(this.list, files, (epoch, readEnd) => this.rewritten(epoch, readEnd))
    this.overwrites = options.appendOnly ? null : this.watchOverwrites()
    if (resume) {
      this.list.newest.length = resume.offset - resume.epochStart
      this.reader.seam = seamOfCheckpoint(resume)
    }
    if (options.lastRuns && !options.appendOnly) this.restoring = options.lastRuns.load().then((held) => this.takeUp(held, resume !== null))
  }

  frontier(): LogFrontier | null {
    if (!this.overwrites?.inside) return null
    const at = this.list.newest.length
    const fileBytes = this.lastLook?.sizeBytes ?? at
    return { at, atMost: Math.min(Math.max(at, this.atMost), fileBytes), fileBytes }
  }

  /** The file was opened again: finds out whether it still is the one that was read before, and takes the look at it. */
  async attach(files: FileAccess, handle: RemoteHandle, look: FileStat, over: () => boolean): Promise<void> {
    if (this.restoring) await this.restoring
    if (over()) return
    const goesOn = await this.verify(files, handle, look)
    if (over()) return
    if (goesOn) this.list.newest.handle = handle
    else this.begin('replaced', handle)
    // What was written while the connection was down may have gone over what was read.
    if (this.lastLook) this.overwrites?.doubt()
    this.take(look)
  }

  /** A look at the same file as before. True when something changed. */
  same(look: FileStat): boolean {
    if (look.sizeBytes < Math.max(this.list.newest.length, this.lastLook?.sizeBytes ?? 0)) {
      this.begin('truncated', this.list.newest.handle)
      this.take(look)
      return true
    }
    return this.grow(look)
  }

  /** A look at a file that can only have grown. True when it has changed. */
  grow(look: FileStat): boolean {
    const same = this.lastLook !== null && sameLook(look, this.lastLook) && (look.sizeBytes === this.list.newest.length || this.frontier() !== null)
    this.take(look)
    return !same
  }

  /** The path names another file now: the old one ends where it was looked at last. */
  replaced(lastLook: FileStat, handle: RemoteHandle, look: FileStat): void {
    this.take(lastLook)
    this.begin('replaced', handle)
    this.take(look)
  }

  /**
   * A run of this log began at `atMs` on the clock of its machine (ms since the epoch). It writes from the file's first byte
   * on, so that whatever changes after that is the work of a new run, even where it repeats the old one.
   */
  expectRun(atMs: number): void {
    if (this.restoring) this.toldOfMs = Math.max(atMs, this.toldOfMs ?? 0)
    // Times of change are whole seconds.
    const second = Math.floor(atMs / 1000) * 1000
    const { beganMs } = this.list.newest
    if (beganMs !== null && beganMs < second) this.expectedMs = Math.max(second, this.expectedMs ?? 0)
  }

  /** Handles are of a connection that is no more. */
  dropHandles(): void {
    for (const epoch of this.list.all) epoch.handle = null
  }

  dispose(): void {
    this.disposed = true
    for (const epoch of this.list.all) if (epoch.handle) this.options.files()?.close(epoch.handle)
    this.list.dispose()
  }

  private takeUp(held: HeldLog | null, resumed: boolean): void {
    this.restoring = null
    if (this.disposed) return
    // What was kept is of no use beside a checkpoint, but for telling what follows the frontier.
    if (held && (!resumed || held.newest.length < held.sizeBytes)) this.restore(held, resumed)
    if (this.toldOfMs !== null) this.expectRun(this.toldOfMs)
    if (held) this.options.onChange()
  }

  private restore(held: HeldLog, resumed: boolean): void {
    if (resumed) restoreUnder(this.list, held)
    else restoreEpochs(this.list, held)
    const { newest } = this.list
    const { sizeBytes, modifiedMs } = held
    this.lastLook = { sizeBytes, modifiedMs, kind: 'file' }
    this.hearsay = resumed
    this.overwrites?.restore(sizeBytes)
    if (!resumed && newest.length === sizeBytes) this.reader.reached(newest.length)
  }

  private watchOverwrites(): OverwriteWatch {
    const { list } = this
    return new OverwriteWatch({
      epochs: list,
      image: new FileImage(list),
      read: async (from, length, priority) => {
        const files = this.options.files()
        const { handle } = list.newest
        if (!files || !handle) throw new SftpError('lost', 'not connected')
        return files.read(handle, from, length, priority)
      },
      now: this.options.now,
      expected: () => this.expectedSince(this.lastLook),
      onRun: (end, most) => {
        const under = list.newest
        // Of a run that outgrew the one before, what was not read yet was never the old one's.
        if (end >= under.length && this.reader.endSeen >= 0) under.length = Math.min(under.length, this.reader.furthest)
        this.beginOver(end)
        list.newest.under = under
        this.moved(end, most)
      },
      onMoved: (end, most) => this.moved(end, most),
      onEnd: (end) => this.reader.reached(end),
      // A lost connection: the file is looked at anew when it is back.
      onError: (error) => {
        if (!(error instanceof SftpError)) this.options.onDefect(error)
      },
    })
  }

  /** The newest epoch's frontier in its file. */
  private moved(end: number, most: number): void {
    this.atMost = most
    this.changedAt = this.options.now()
    this.list.newest.length = Math.max(end, this.list.newest.length)
    this.options.onChange()
  }

  private async verify(files: FileAccess, handle: RemoteHandle, look: FileStat): Promise<boolean> {
    if (look.sizeBytes < this.list.newest.length) return false
    const seam = this.reader.seam
    if (look.sizeBytes < (this.lastLook?.sizeBytes ?? 0)) {
      // What was kept may be of the file that was there before the one that the checkpoint is of.
      if (!this.hearsay || !seam || seam.length === 0 || !(await this.seamHolds(files, handle, seam))) return false
      this.lastLook = null
      this.list.newest.under = null
      this.overwrites?.restore(0)
      return true
    }
    if (!seam || seam.length === 0) return true
    // Where the size is the same, it may have been overwritten in place: how far, its content tells.
    if (this.overwrites && look.sizeBytes === this.lastLook?.sizeBytes) return true
    return this.seamHolds(files, handle, seam)
  }

  private async seamHolds(files: FileAccess, handle: RemoteHandle, seam: Seam): Promise<boolean> {
    const bytes = await files.read(handle, seam.end - seam.length, seam.length, 'view')
    return bytes.length === seam.length && seam.matches(bytes)
  }

  private expectedSince(look: FileStat | null): boolean {
    return this.expectedMs !== null && look !== null && look.modifiedMs >= this.expectedMs
  }

  /** Begins an epoch that overwrites the newest one's file and has come to local offset `length`. */
  private beginOver(length: number): void {
    this.begin('rewritten', this.list.newest.handle)
    this.list.newest.length = length
    this.list.newest.beganMs = this.lastLook?.modifiedMs ?? null
  }

  private begin(cause: EpochCause, handle: RemoteHandle | null): void {
    if (cause !== 'replaced') this.list.newest.handle = null
    this.list.begin(cause).handle = handle
    this.reader.forget()
    // Another file, or one that was emptied: the looks before say nothing about it.
    if (cause !== 'rewritten') this.lastLook = null
    this.expectedMs = null
    const old = this.list.all.filter((e) => e.handle && e !== this.list.newest)
    for (const epoch of old.slice(0, Math.max(0, old.length - OLD_HANDLES))) {
      this.options.files()?.close(epoch.handle!)
      epoch.handle = null
    }
  }

  /** The file's end is the newest epoch's, unless that ends inside the file and the file did not grow. */
  private take(look: FileStat): void {
    const epoch = this.list.newest
    const before = this.lastLook
    if (look.sizeBytes !== before?.sizeBytes || look.modifiedMs !== before.modifiedMs) {
      this.changedAt = this.options.now()
    }
    this.lastLook = look
    this.hearsay = false
    // A run that is known to have begun has repeated all that was there before it wrote more.
    if (before && look.sizeBytes > before.sizeBytes && this.expectedSince(look)) this.beginOver(look.sizeBytes)
    else if (!(this.overwrites?.inside && look.sizeBytes === before?.sizeBytes)) epoch.length = look.sizeBytes
    epoch.beganMs ??= look.modifiedMs
    this.overwrites?.look(before, look)
  }

  /** Bytes before local offset `readEnd` are not what they were: what was read stays, a new epoch begins. */
  private async rewritten(epoch: Epoch, readEnd: number): Promise<void> {
    // Written anew beyond its old end between two looks, it is the new run's to its end.
    const { endSeen } = this.reader
    const outgrown = !this.overwrites?.inside && endSeen >= 0 && readEnd >= endSeen && epoch.length > endSeen
    if (this.overwrites && !outgrown && (await this.overwrites.confirm())) return
    if (epoch !== this.list.newest) return
    const { length } = epoch
    epoch.length = readEnd
    this.beginOver(length)
    this.options.onChange()
  }
}
