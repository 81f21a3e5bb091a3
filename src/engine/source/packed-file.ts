import { constants, gunzip } from 'node:zlib'
import { SftpError, type Priority } from '../ssh'
import { openArchived, type ArchiveAccess, type ArchivedFile } from './archived-file'
import type { ReadResult } from './byte-source'
import type { ChainPart } from './chain-source'

/** A packed log of more than this is left alone (bytes). */
const PACKED_BYTES = 16 * 1024 * 1024
/** Unpacked text is let go when nobody read it for this long (ms); it can be unpacked again. */
const REST_MS = 60_000

/** A rotated log that gzip has packed: read and unpacked whole when it is needed, at most `mostBytes` of text. */
export class PackedFile implements ChainPart {
  length = 0
  private text: Promise<Buffer | null> | null = null
  private rest: NodeJS.Timeout | null = null

  private constructor(
    private readonly file: ArchivedFile,
    private readonly access: ArchiveAccess,
    private readonly mostBytes: number,
  ) {}

  /** Null when it is too large, broken from its beginning on, or gone. Rejects with `SftpError` when the connection goes. */
  static async open(file: ArchivedFile, access: ArchiveAccess, mostBytes: number): Promise<PackedFile | null> {
    if (file.sizeBytes > PACKED_BYTES) return null
    const packed = new PackedFile(file, access, mostBytes)
    const text = await packed.unpacked('bulk')
    packed.length = text?.length ?? 0
    return packed.length > 0 ? packed : null
  }

  get path(): string {
    return this.file.path
  }

  async read(offset: number, length: number, priority: Priority): Promise<ReadResult> {
    const text = await this.unpacked(priority)
    return text ? { kind: 'bytes', bytes: text.subarray(offset, offset + length) } : { kind: 'gone', to: this.length }
  }

  dispose(): void {
    if (this.rest) clearTimeout(this.rest)
    this.text = null
  }

  private unpacked(priority: Priority): Promise<Buffer | null> {
    if (this.rest) clearTimeout(this.rest)
    this.rest = setTimeout(() => (this.text = null), REST_MS)
    this.rest.unref()
    this.text ??= this.unpack(priority).catch((error: unknown) => {
      this.text = null
      throw error
    })
    return this.text
  }

  private async unpack(priority: Priority): Promise<Buffer | null> {
    const files = this.access.files()
    if (!files) throw new SftpError('lost', 'not connected')
    const handle = await openArchived(files, this.file, this.access)
    if (!handle) return null
    try {
      return await gunzipped(await files.read(handle, 0, this.file.sizeBytes, priority), this.mostBytes)
    } finally {
      files.close(handle)
    }
  }
}

/** Null for what is no gzip or too much; text that was cut short is given as far as it goes. */
function gunzipped(bytes: Buffer, mostBytes: number): Promise<Buffer | null> {
  return new Promise((resolve) => {
    gunzip(bytes, { maxOutputLength: mostBytes, finishFlush: constants.Z_SYNC_FLUSH }, (error, text) => resolve(error ? null : text))
  })
}
