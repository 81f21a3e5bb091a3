import type { LinkState } from '@shared/model'
import type { FileLink } from '../../ssh'
import type { BlockCache } from '../block-cache'
import type { Poller } from '../poller'
import { RemoteSource } from '../remote-source'
import type { Checkpoint } from '@shared/model'
import { LocalFiles } from './local-files'

/** Always up: this machine is where we are. */
const HERE: LinkState = { phase: 'connected', sinceMs: 0, retryAtMs: null, identity: null, failure: null, awakeSinceMs: null, progress: null }

/** The link to files of this machine. */
export class LocalLink implements FileLink {
  private readonly local = new LocalFiles()

  state(): LinkState {
    return HERE
  }

  onState(): { dispose(): void } {
    return { dispose: () => undefined }
  }

  files(): LocalFiles {
    return this.local
  }
}

export interface LocalSourceOptions {
  link: LocalLink
  poller: Poller
  cache: BlockCache
  /** Absolute. */
  path: string
  /** Unique among the sources that share the cache. */
  name: string
  resume?: Checkpoint | null
  onDefect: (error: unknown) => void
}

/**
 * A file of this machine as a log: the same polls, epochs and reads as those of a workspace's files, with the inode to tell a
 * rotated file from one that grew. It can also be scanned past the cache, which is how its lines are counted.
 */
export class LocalSource extends RemoteSource {
  private readonly here: LocalLink

  constructor(options: LocalSourceOptions) {
    super(options)
    this.here = options.link
  }

  /** `device:inode` of the file that the newest epoch lies in; null while there is none. */
  get fileId(): string | null {
    return this.epochs.lastLook?.id ?? null
  }

  /**
   * Reads bytes of the newest epoch into `into`, past the cache; gives how many there were (0 at the end), or null when
   * `offset` is not in the newest epoch, also when one began meanwhile. Rejects with `SftpError`.
   */
  async scan(offset: number, into: Buffer): Promise<number | null> {
    const epoch = this.epochs.list.newest
    if (offset < epoch.start || !epoch.handle) return null
    const length = Math.min(into.length, epoch.start + epoch.length - offset)
    if (length <= 0) return 0
    const count = await this.here.files().readInto(epoch.handle, into.subarray(0, length), offset - epoch.start)
    return epoch === this.epochs.list.newest ? count : null
  }
}
