import type { Failure, LinkState } from '@shared/model'
import type { Disposable, Link, RemoteCommand, RemoteFiles, SshTarget } from '../ssh'

/**
 * An agent's connection as its sources see it: the same object while the real link under it
 * is made, paused and made again (a Coder workspace that stops, an agent that nobody looks at).
 */
export class AgentLink implements Link {
  private inner: Link | null = null
  private subscription: Disposable | null = null
  private target: SshTarget | null = null
  private resting: LinkState
  private readonly listeners = new Set<(state: LinkState) => void>()

  constructor(
    private readonly name: string,
    private readonly create: (target: SshTarget) => Link,
    private readonly now: () => number = Date.now,
  ) {
    this.resting = this.rest('closed', null)
  }

  get address(): string {
    return this.inner?.address ?? this.name
  }

  /** Whether there is a real link, connected or trying. */
  get isOpen(): boolean {
    return this.inner !== null
  }

  /** Connects; nothing happens when a link to this target is there already. */
  open(target: SshTarget): void {
    if (this.inner && JSON.stringify(target) === JSON.stringify(this.target)) return
    this.drop()
    this.target = target
    this.inner = this.create(target)
    this.subscription = this.inner.onState(() => this.tell())
    this.tell()
  }

  /** Ends the connection, with the reason that the panes show; `open` or `reconnectNow` go on. */
  pause(failure: Failure): void {
    if (!this.inner && this.resting.failure?.sentence === failure.sentence) return
    this.drop()
    this.resting = this.rest(failure.code === 'PAUSED_IDLE' ? 'offline' : 'failed', failure)
    this.tell()
  }

  state(): LinkState {
    return this.inner?.state() ?? this.resting
  }

  onState(listener: (state: LinkState) => void): Disposable {
    this.listeners.add(listener)
    return { dispose: () => this.listeners.delete(listener) }
  }

  files(): RemoteFiles | null {
    return this.inner?.files() ?? null
  }

  async exec(command: string): Promise<RemoteCommand | null> {
    return (await this.inner?.exec(command)) ?? null
  }

  reconnectNow(): void {
    if (this.inner) this.inner.reconnectNow()
    else if (this.target) this.open(this.target)
  }

  stopTrying(): void {
    this.inner?.stopTrying()
  }

  poke(): void {
    this.inner?.poke()
  }

  networkChanged(): void {
    this.inner?.networkChanged()
  }

  processes(): number {
    return this.inner?.processes() ?? 0
  }

  close(): void {
    this.drop()
    this.resting = this.rest('closed', null)
    this.listeners.clear()
  }

  private drop(): void {
    this.subscription?.dispose()
    this.subscription = null
    const { inner } = this
    this.inner = null
    inner?.close()
  }

  private rest(phase: LinkState['phase'], failure: Failure | null): LinkState {
    return { phase, sinceMs: this.now(), retryAtMs: null, identity: null, failure, progress: null, awakeSinceMs: null }
  }

  private tell(): void {
    const state = this.state()
    for (const listener of [...this.listeners]) listener(state)
  }
}
