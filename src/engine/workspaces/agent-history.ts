import { ChainSource, PackedFile, RotatedFile, type ArchivedFile, type BlockCache, type ByteSource, type ChainPart } from '../source'
import { SftpError, type RemoteFiles } from '../ssh'
import { unlessLost } from './discover'
import { rotatedOf, type RotatedName } from './rotated-names'

/** Of an agent log and what its rotation put aside, the last so many bytes are read. */
const MOST_BYTES = 64 * 1024 * 1024

export interface AgentHistoryPorts {
  /** Files of the live connection; null while there is none. */
  files(): RemoteFiles | null
  cache: BlockCache
  /** Unique among the sources that share the cache. */
  name: string
}

/** The followed agent log with the files that its rotation has put aside, put in front of it as they are wanted. */
export class AgentHistory {
  readonly source: ChainSource
  /** Files that are part of the chain, the live one left out. */
  files = 0
  /** What was left out, since the bound was reached. */
  left: { files: number; bytes: number } | null = null
  /** Newest first; null until the folder was looked through. */
  private waiting: ArchivedName[] | null = null
  private readonly recovered = new Map<number, { part: Promise<ChainPart | null>; of: RemoteFiles | null }>()
  private made = 0

  constructor(
    private readonly live: ByteSource,
    private readonly ports: AgentHistoryPorts,
  ) {
    this.source = new ChainSource(live, (start, length) => this.recover(start, length))
  }

  /** Bytes of the live log and of all files that were put in front of it. */
  get bytes(): number {
    return this.source.size() - this.source.firstOffset()
  }

  /** Puts the next older file in front; false when none is left, or the bound is reached. Rejects when the connection goes. */
  async extend(): Promise<boolean> {
    this.waiting ??= await this.find()
    for (let next = this.waiting[0]; next; next = this.waiting[0]) {
      const room = MOST_BYTES - this.bytes
      if (room <= 0) break
      const part = await this.open(next, MOST_BYTES)
      this.waiting.shift()
      if (!part) {
        this.leaveOut([next])
        continue
      }
      this.files++
      const length = Math.min(room, part.length)
      if (length < part.length) this.leaveOut([{ ...next, sizeBytes: part.length - length }])
      this.source.prepend(part, length)
      return true
    }
    this.leaveOut(this.waiting.splice(0))
    return false
  }

  dispose(): void {
    this.source.dispose()
    for (const { part } of this.recovered.values()) void part.then((one) => one?.dispose()).catch(() => undefined)
  }

  /** What rotation has put aside, but for what the live source has read while it was its own: that has its address there. */
  private async find(): Promise<ArchivedName[]> {
    const all = await this.listed()
    const boundaries = this.live.boundaries()
    const starts = [this.live.firstOffset(), ...boundaries.map((one) => one.at)]
    const own = new Set<ArchivedName>()
    for (let index = boundaries.length - 1; index >= 0; index--) {
      const rotated = all.find((one) => !own.has(one) && one.sizeBytes === starts[index + 1]! - starts[index]!)
      if (rotated) own.add(rotated)
    }
    return all.filter((one) => !own.has(one))
  }

  private async listed(): Promise<ArchivedName[]> {
    const files = this.ports.files()
    if (!files) throw new SftpError('lost', 'not connected')
    const slash = this.live.path.lastIndexOf('/')
    const folder = this.live.path.slice(0, slash) || '/'
    const entries = await files.list(folder).catch(unlessLost([]))
    return rotatedOf(this.live.path.slice(slash + 1), entries).map((one) => archived(folder, one))
  }

  private open(file: ArchivedName, mostBytes: number): Promise<ChainPart | null> {
    const { cache, name } = this.ports
    const access = { files: () => this.ports.files(), locate: (one: ArchivedFile) => this.locate(one) }
    return file.packed ? PackedFile.open(file, access, mostBytes) : Promise.resolve(new RotatedFile(file, access, cache, `${name}~${this.made++}`))
  }

  /** logrotate counts its files on, so one may have another name by now. */
  private async locate(file: ArchivedFile): Promise<string | null> {
    const all = await this.listed()
    return all.find((one) => one.sizeBytes === file.sizeBytes && one.modifiedMs === file.modifiedMs)?.path ?? null
  }

  /** The live log was rotated while it was followed, and its old bytes are asked for after the handle was closed. */
  private recover(start: number, length: number): Promise<ChainPart | null> {
    const files = this.ports.files()
    const known = this.recovered.get(start)
    // What was not found may be there after the next connection.
    if (known && known.of === files) return known.part
    const part = this.listed().then(async (all) => {
      const found = all.find((one) => !one.packed && one.sizeBytes === length)
      return found ? this.open(found, MOST_BYTES) : null
    })
    this.recovered.set(start, { part, of: files })
    part.catch(() => this.recovered.delete(start))
    return part
  }

  private leaveOut(files: readonly ArchivedName[]): void {
    if (files.length === 0) return
    const bytes = files.reduce((sum, one) => sum + one.sizeBytes, 0)
    this.left = { files: (this.left?.files ?? 0) + files.length, bytes: (this.left?.bytes ?? 0) + bytes }
  }
}

interface ArchivedName extends ArchivedFile {
  packed: boolean
}

function archived(folder: string, { name, stat, packed }: RotatedName): ArchivedName {
  return { path: `${folder === '/' ? '' : folder}/${name}`, sizeBytes: stat.sizeBytes, modifiedMs: stat.modifiedMs, packed }
}
