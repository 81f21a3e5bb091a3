import { isStarting } from './agent-facts'
import { LONG_START_MS } from './poll-pace'
import { StartSockets, type StartSocketsPorts } from './start-sockets'
import type { CoderWorkspace } from './types'

export interface StartsPorts extends Omit<StartSocketsPorts, 'onWorkspace' | 'onCover'> {
  /** The list is another one now. */
  onList(workspaces: CoderWorkspace[]): void
  /** What has to be polled for changed. */
  onCover(): void
}

/** The starts that go on in a deployment: heard of by sockets where the server offers them, else left to the list. */
export class Starts {
  #workspaces: CoderWorkspace[] = []
  /** Since when each start goes on, and when a socket told of a workspace last (ms, a clock that only goes forward). */
  readonly #since = new Map<string, number>()
  readonly #heardAtMs = new Map<string, number>()
  readonly #sockets: StartSockets

  constructor(
    private readonly ports: StartsPorts,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#sockets = new StartSockets({ ...ports, onWorkspace: (workspace) => this.#hear(workspace), onCover: ports.onCover }, now)
  }

  /** Takes a list that was asked for at `askedAtMs`; what sockets told since then is newer, and stays. */
  take(listed: readonly CoderWorkspace[], askedAtMs: number, sockets: boolean): CoderWorkspace[] {
    this.#workspaces = listed.map((one) => {
      const heard = (this.#heardAtMs.get(one.id) ?? -Infinity) >= askedAtMs
      return (heard && this.#workspaces.find((known) => known.id === one.id)) || one
    })
    for (const id of [...this.#heardAtMs.keys()]) if (!listed.some((one) => one.id === id)) this.#heardAtMs.delete(id)
    this.#follow(sockets)
    return this.#workspaces
  }

  /** Whether something starts that no socket tells of, and has not gone on for very long. */
  get unheard(): boolean {
    return [...this.#since].some(([id, sinceMs]) => !this.#sockets.covers(id) && this.now() - sinceMs < LONG_START_MS)
  }

  /** Another login: sockets that were refused may be granted now. */
  reset(): void {
    this.#sockets.reset()
  }

  stop(): void {
    this.#sockets.stop()
  }

  #hear(workspace: CoderWorkspace): void {
    this.#heardAtMs.set(workspace.id, this.now())
    this.#workspaces = this.#workspaces.map((known) => (known.id === workspace.id ? workspace : known))
    this.#follow(true)
    this.ports.onList(this.#workspaces)
  }

  #follow(sockets: boolean): void {
    const starting = this.#workspaces.filter(isStarting).map((one) => one.id)
    for (const id of [...this.#since.keys()]) if (!starting.includes(id)) this.#since.delete(id)
    for (const id of starting) if (!this.#since.has(id)) this.#since.set(id, this.now())
    this.#sockets.watch(sockets ? starting : [])
  }
}
