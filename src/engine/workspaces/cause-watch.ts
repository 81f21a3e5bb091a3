import { readScriptCause, type ScriptCause } from '../runs'
import { SftpError, type Disposable } from '../ssh'
import type { ByteSource } from '../source'

/** The end of a script's log may be seen a little later than the entry that says that it failed (ms). */
const STILL_COMING_MS = 10_000

/** Looks for the cause in the log of a script that failed, as soon as that can be read, and again while its end arrives. */
export class CauseWatch {
  private readonly stop = new AbortController()
  private readonly subscription: Disposable
  private readonly wanted: Disposable
  private readonly sinceMs = performance.now()
  private busy = false
  private readTo = -1
  private cause: ScriptCause | null = null

  constructor(
    readonly key: string,
    private readonly source: ByteSource,
    private readonly exitCode: number | null,
    private readonly onCause: () => void,
    private readonly onDefect: (error: unknown) => void,
  ) {
    this.wanted = source.want('starting')
    this.subscription = source.onChange(() => this.look())
    this.look()
  }

  get path(): string {
    return this.source.path
  }

  /** Null until it was found, or where nothing explains the failure. */
  get found(): ScriptCause | null {
    return this.cause
  }

  dispose(): void {
    this.stop.abort()
    this.subscription.dispose()
    this.wanted.dispose()
  }

  private look(): void {
    const size = this.source.size()
    const late = this.readTo >= 0 && performance.now() - this.sinceMs > STILL_COMING_MS
    if (late) {
      // Whatever is written now is another run's.
      this.subscription.dispose()
      this.wanted.dispose()
    }
    if (this.busy || late || size === this.readTo || this.source.condition().kind !== 'live') return
    this.busy = true
    this.readTo = size
    void readScriptCause(this.source, this.exitCode, this.stop.signal)
      .then((cause) => {
        this.busy = false
        if (this.stop.signal.aborted) return
        this.cause = cause
        this.onCause()
        this.look()
      })
      .catch((error: unknown) => {
        this.busy = false
        this.readTo = -1
        // A lost connection: the source's next change starts it again.
        if (!(error instanceof SftpError) && !this.stop.signal.aborted) this.onDefect(error)
      })
  }
}
