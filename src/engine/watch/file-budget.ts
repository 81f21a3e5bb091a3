import type { RemoteFiles } from '../ssh'

/** One stretch of a file. */
export interface Stretch {
  /** Bytes from the file's beginning. */
  offset: number
  bytes: Buffer
}

/** The beginning and the end of a file, or all of it. */
export interface FileEnds {
  path: string
  sizeBytes: number
  modifiedMs: number
  /** One, or two that do not touch. */
  parts: Stretch[]
}

const CHUNK_BYTES = 128 * 1024

/** Reads from an agent's files until so many bytes are used up; then it gives no more. */
export class FileBudget {
  #left: number

  constructor(
    private readonly files: RemoteFiles,
    maxBytes: number,
    private readonly signal: AbortSignal,
    private readonly onBytes: (bytes: number) => void = () => undefined,
  ) {
    this.#left = maxBytes
  }

  get left(): number {
    return this.#left
  }

  /**
   * A plain file's first and last `endBytes`. Null where there is none, or it cannot be read. Rejects with `SftpError`
   * when the connection goes.
   */
  async ends(path: string, endBytes: number): Promise<FileEnds | null> {
    // Opening a FIFO would block the server for ever.
    const stat = await this.files.stat(path).catch(() => null)
    if (stat?.kind !== 'file') return null
    const { sizeBytes, modifiedMs } = stat
    const headEnd = Math.min(sizeBytes, endBytes)
    const tailStart = Math.max(headEnd, sizeBytes - endBytes)
    const parts = await this.#read(path, [
      [0, tailStart === headEnd ? sizeBytes : headEnd],
      ...(tailStart === headEnd ? [] : [[tailStart, sizeBytes] as const]),
    ])
    return parts && { path, sizeBytes, modifiedMs, parts }
  }

  /** What stands between two offsets; shorter where the file ends or the budget does. */
  async range(path: string, from: number, to: number): Promise<Buffer> {
    const parts = await this.#read(path, [[from, to]])
    return parts?.[0]?.bytes ?? Buffer.alloc(0)
  }

  async #read(path: string, ranges: readonly (readonly [from: number, to: number])[]): Promise<Stretch[] | null> {
    const handle = await this.files.open(path).catch(() => null)
    if (!handle) return null
    try {
      const parts: Stretch[] = []
      for (const [from, to] of ranges) {
        const chunks: Buffer[] = []
        for (let at = from; at < to && this.#left > 0; ) {
          this.signal.throwIfAborted()
          const bytes = await this.files.read(handle, at, Math.min(CHUNK_BYTES, to - at, this.#left), 'bulk', this.signal)
          if (bytes.length === 0) break
          this.#left -= bytes.length
          this.onBytes(bytes.length)
          chunks.push(bytes)
          at += bytes.length
        }
        if (chunks.length > 0) parts.push({ offset: from, bytes: Buffer.concat(chunks) })
      }
      return parts
    } finally {
      this.files.close(handle)
    }
  }
}
