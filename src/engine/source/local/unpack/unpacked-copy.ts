import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UNPACK_BOUNDS, unpackFile, type Unpacking } from './unpack-file'

/** Progress is told at most so often (ms). */
const TELL_MS = 250

/** Where unpacked copies lie (0700); emptied once when the app starts, as an end by force leaves them behind. */
export class UnpackFolder {
  private made: Promise<void> | null = null

  /** @param path absolute; this app's own */
  constructor(readonly path: string) {}

  ready(): Promise<void> {
    return (this.made ??= rm(this.path, { recursive: true, force: true }).then(async () => {
      await mkdir(this.path, { recursive: true, mode: 0o700 })
    }))
  }
}

/** The text of a packed file, unpacked in the background into a file of its own, which can be read as it grows and goes when this does. */
export class UnpackedCopy {
  /** Absolute. */
  readonly path: string
  private readonly ending = new AbortController()
  private share = 0
  private ended: { why: string | null } | null = null
  private toldAt = -Infinity

  constructor(
    folder: UnpackFolder,
    from: Pick<Unpacking, 'from' | 'kind'>,
    private readonly onChange: () => void,
  ) {
    this.path = join(folder.path, randomUUID())
    const { signal } = this.ending
    const onProgress = (done: number, all: number): void => {
      this.share = all === 0 ? 0 : done / all
      if (performance.now() - this.toldAt < TELL_MS) return
      this.toldAt = performance.now()
      onChange()
    }
    void folder
      .ready()
      .then(() => unpackFile({ ...from, into: this.path, bounds: UNPACK_BOUNDS, signal, onProgress }))
      .then(
        (why) => this.end(why),
        (error: NodeJS.ErrnoException) => this.end(`It could not be unpacked: ${error.code ?? error.message}.`),
      )
  }

  /** How it stands, one sentence; null when all of it is there. */
  get sentence(): string | null {
    return this.ended ? this.ended.why : `Unpacking, ${Math.floor(100 * this.share)}%`
  }

  dispose(): void {
    this.ending.abort()
    if (this.ended) void this.remove()
  }

  private end(why: string | null): void {
    this.ended = { why }
    if (this.ending.signal.aborted) void this.remove()
    else this.onChange()
  }

  private async remove(): Promise<void> {
    // What cannot be removed now goes at the next start.
    await rm(this.path, { force: true }).catch(() => undefined)
  }
}
