import * as v from 'valibot'
import type { RestClient } from './rest'
import { readWorkspaces } from './schema'
import type { CoderWorkspace, OpenSocket, SocketHandle, TrafficMeter } from './types'

/** More starts at a time than this are left to the list. */
const MOST_SOCKETS = 20
/** A server that refused a socket, or a network that lets none through, is not asked again for so long (ms). */
const REFUSED_MS = 10 * 60_000
/** Sockets in a row that never opened before that is concluded. */
const UNOPENED_MAX = 3
const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 30_000

export interface StartSocketsPorts {
  deploymentId: string
  /** Null while there is no token. */
  rest(): Promise<RestClient | null>
  openSocket: OpenSocket
  traffic: TrafficMeter
  onWorkspace(workspace: CoderWorkspace): void
  /** A socket opened or closed, so `covers` answers differently. */
  onCover(): void
}

interface Watched {
  socket: SocketHandle | null
  open: boolean
  timer: NodeJS.Timeout | null
  failures: number
}

/**
 * Hears of workspaces that are starting as soon as something changes, by `GET /workspaces/{id}/watch-ws`: texts of
 * `{type, data}`, where `data` is the workspace as the list has it. Where that does not work nothing is covered.
 */
export class StartSockets {
  readonly #watched = new Map<string, Watched>()
  #unopened = 0
  #refusedUntilMs = 0

  constructor(
    private readonly ports: StartSocketsPorts,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Watches these workspaces (by the server's ids), and no others. */
  watch(ids: readonly string[]): void {
    const wanted = new Set(this.now() < this.#refusedUntilMs ? [] : ids.slice(0, MOST_SOCKETS))
    for (const id of [...this.#watched.keys()]) if (!wanted.has(id)) this.#end(id)
    for (const id of wanted) {
      if (this.#watched.has(id)) continue
      const watched: Watched = { socket: null, open: false, timer: null, failures: 0 }
      this.#watched.set(id, watched)
      void this.#open(id, watched)
    }
  }

  /** Whether changes of this workspace are heard at once. */
  covers(id: string): boolean {
    return this.#watched.get(id)?.open ?? false
  }

  /** Another login: what was refused before may work now. */
  reset(): void {
    this.stop()
    this.#refusedUntilMs = 0
    this.#unopened = 0
  }

  stop(): void {
    for (const id of [...this.#watched.keys()]) this.#end(id)
  }

  async #open(id: string, watched: Watched): Promise<void> {
    watched.timer = null
    const rest = await this.ports.rest()
    if (this.#watched.get(id) !== watched) return
    if (!rest) return this.#end(id)
    const { traffic } = this.ports
    const url = `${rest.url.replace(/^http/, 'ws')}/api/v2/workspaces/${encodeURIComponent(id)}/watch-ws`
    traffic.add({ calls: 1, connections: 1 })
    watched.socket = this.ports.openSocket(url, rest.authHeaders, {
      open: () => {
        this.#unopened = 0
        watched.open = true
        if (this.#watched.get(id) === watched) this.ports.onCover()
      },
      text: (data) => {
        traffic.add({ bytes: data.length })
        if (this.#watched.get(id) !== watched) return
        const workspace = readEvent(data, this.ports.deploymentId)
        if (workspace?.id !== id) return
        watched.failures = 0
        this.ports.onWorkspace(workspace)
      },
      close: ({ status }) => this.#closed(id, watched, status),
    })
  }

  #closed(id: string, watched: Watched, status: number | null): void {
    if (this.#watched.get(id) !== watched) return
    const opened = watched.open
    watched.socket = null
    watched.open = false
    if (!opened && (status !== null || ++this.#unopened >= UNOPENED_MAX)) {
      this.#unopened = 0
      this.#refusedUntilMs = this.now() + REFUSED_MS
      this.stop()
    } else {
      const waitMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** watched.failures++)
      watched.timer = setTimeout(() => void this.#open(id, watched), waitMs)
      watched.timer.unref()
    }
    this.ports.onCover()
  }

  #end(id: string): void {
    const watched = this.#watched.get(id)
    this.#watched.delete(id)
    if (watched?.timer) clearTimeout(watched.timer)
    watched?.socket?.close()
  }
}

const event = v.object({ type: v.string(), data: v.unknown() })

/** The workspace that an event carries; null for pings, errors, and what is no event. */
function readEvent(text: string, deploymentId: string): CoderWorkspace | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), event), text)
  if (!parsed.success || parsed.output.type !== 'data') return null
  return readWorkspaces([parsed.output.data], deploymentId)?.[0] ?? null
}
