import { SftpError, type Priority, type RemoteFiles } from '../ssh'
import { openArchived, type ArchiveAccess, type ArchivedFile } from './archived-file'
import type { BlockCache } from './block-cache'
import type { ReadResult } from './byte-source'
import type { ChainPart } from './chain-source'
import { EpochList } from './epoch-list'
import { EpochReader } from './epoch-reader'

/** A rotated log as plain text: never polled, opened when it is first read. */
export class RotatedFile implements ChainPart {
  readonly length: number
  private readonly epochs: EpochList
  private readonly reader: EpochReader
  /** The connection on which it was opened. */
  private openedOn: RemoteFiles | null = null
  private opening: Promise<boolean> | null = null

  /** `name`: unique among the sources that share the cache. */
  constructor(
    private readonly file: ArchivedFile,
    private readonly access: ArchiveAccess,
    cache: BlockCache,
    name: string,
  ) {
    this.length = file.sizeBytes
    this.epochs = new EpochList(name, cache, 0)
    this.epochs.newest.length = file.sizeBytes
    this.reader = new EpochReader(this.epochs, () => this.openedOn, async () => {})
  }

  get path(): string {
    return this.file.path
  }

  async read(offset: number, length: number, priority: Priority, signal?: AbortSignal): Promise<ReadResult> {
    const held = this.reader.peek(offset, Math.min(offset + length, this.length))
    if (held) return { kind: 'bytes', bytes: held }
    if (!(await this.open())) return { kind: 'gone', to: this.length }
    if (priority !== 'bulk') return this.reader.read(offset, length, priority, signal)
    // Read once from end to end for its runs: that must not drive out what panes hold.
    const bytes = await this.openedOn!.read(this.epochs.newest.handle!, offset, Math.min(length, this.length - offset), priority, signal)
    return { kind: 'bytes', bytes }
  }

  dispose(): void {
    if (this.epochs.newest.handle) this.openedOn?.close(this.epochs.newest.handle)
    this.epochs.newest.handle = null
    this.epochs.dispose()
  }

  /** False when the file is not there any more. */
  private open(): Promise<boolean> {
    const files = this.access.files()
    if (!files) return Promise.reject(new SftpError('lost', 'not connected'))
    if (files === this.openedOn && this.epochs.newest.handle) return Promise.resolve(true)
    this.opening ??= openArchived(files, this.file, this.access)
      .then((handle) => {
        this.openedOn = files
        this.epochs.newest.handle = handle
        return handle !== null
      })
      .finally(() => (this.opening = null))
    return this.opening
  }
}
