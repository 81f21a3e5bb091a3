import type { Failure } from '@shared/model'
import { noLogin, strangeAnswer } from './failures'
import type { RestClient } from './rest'
import type { OpenSocket, SocketHandle } from './types'

const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 30_000
const POLL_MS = 2000
/** After so many websockets in a row that never opened, something in between is taken not to let them through. */
const UNOPENED_MAX = 3
const NORMAL_CLOSURE = 1000

export interface FeedPorts {
  /** A fresh client each time, since a session can be renewed; null while there is no token. */
  rest(): Promise<RestClient | null>
  openSocket: OpenSocket
}

export interface FeedEvents {
  /** Entries as the server sends them, unchecked; returns false when no more are wanted. */
  entries(items: readonly unknown[]): boolean
  /** `after=` of the next request: the highest id taken so far; null before the first. */
  lastId(): number | null
  /** The whole of what exists now was read. */
  loaded(): void
  /** There will be no more. */
  ended(): void
  /** Null when a failure is over. */
  failure(failure: Failure | null): void
}

/**
 * Reads a log of the server to its end and goes on with what is added: by websocket, or, where that cannot be
 * opened (some proxies refuse it), by asking again every 2 s. A lost websocket is opened anew, after what was missed.
 */
export class LogFeed {
  #socket: SocketHandle | null = null
  #timer: NodeJS.Timeout | null = null
  #failures = 0
  #unopened = 0
  #polling = false
  #stopped = false
  readonly #stopping = new AbortController()

  /** `paths` are tried in turn where one is not known: newer servers call a log by another name. */
  constructor(
    private readonly ports: FeedPorts,
    private paths: readonly string[],
    private readonly on: FeedEvents,
  ) {
    void this.#turn()
  }

  stop(): void {
    this.#stopped = true
    this.#stopping.abort()
    if (this.#timer) clearTimeout(this.#timer)
    this.#socket?.close()
    this.#socket = null
  }

  async #turn(): Promise<void> {
    const rest = await this.ports.rest()
    if (this.#stopped) return
    if (!rest) {
      this.#retry(noLogin())
      return
    }
    const caughtUp = await this.#catchUp(rest)
    if (!caughtUp || this.#stopped) return
    this.on.failure(null)
    this.on.loaded()
    if (this.#polling) {
      this.#failures = 0
      this.#later(POLL_MS)
    } else {
      this.#follow(rest)
    }
  }

  /** All entries there are now; false when that failed and was dealt with. */
  async #catchUp(rest: RestClient): Promise<boolean> {
    for (;;) {
      const answer = await rest.json(this.#path(false), { signal: this.#stopping.signal })
      if (this.#stopped) return false
      if (answer.ok) {
        // A log without lines is null on some servers.
        const items = answer.value === null ? [] : answer.value
        if (!Array.isArray(items)) return this.#retry(strangeAnswer(rest.url))
        if (!this.on.entries(items)) return this.#finish()
        return true
      }
      if (answer.failure.code !== 'WORKSPACE_GONE' || this.paths.length === 1) return this.#retry(answer.failure)
      this.paths = this.paths.slice(1)
    }
  }

  #follow(rest: RestClient): void {
    let openedAtMs: number | null = null
    const url = `${rest.url.replace(/^http/, 'ws')}${this.#path(true)}`
    this.#socket = this.ports.openSocket(url, rest.authHeaders, {
      open: () => {
        openedAtMs = Date.now()
        this.#unopened = 0
      },
      text: (data) => {
        if (!this.#stopped && !this.on.entries(parseFrame(data))) this.#finish()
      },
      close: ({ code, status }) => {
        this.#socket = null
        if (this.#stopped) return
        if (openedAtMs !== null && code === NORMAL_CLOSURE) return void this.#lastLook(rest)
        if (openedAtMs === null) this.#polling = status !== null || ++this.#unopened >= UNOPENED_MAX
        // One that lived a while was a good one; one that is closed at once is not asked for every second.
        else if (Date.now() - openedAtMs > LAST_RETRY_MS) this.#failures = 0
        this.#later(this.#polling ? POLL_MS : this.#backOffMs())
      },
    })
  }

  /** The server closes when the build has ended or the agent is replaced; what came in between is read once more. */
  async #lastLook(rest: RestClient): Promise<void> {
    if ((await this.#catchUp(rest)) && !this.#stopped) this.#finish()
  }

  #finish(): false {
    this.stop()
    this.on.ended()
    return false
  }

  #retry(failure: Failure): false {
    this.on.failure(failure)
    this.#later(this.#backOffMs())
    return false
  }

  #backOffMs(): number {
    return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures++)
  }

  #later(ms: number): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => void this.#turn(), ms)
    this.#timer.unref()
  }

  #path(follow: boolean): string {
    const after = this.on.lastId()
    const query = [...(follow ? ['follow', 'no_compression'] : []), ...(after === null ? [] : [`after=${after}`])].join('&')
    return `${this.paths[0] ?? ''}${query ? `?${query}` : ''}`
  }
}

/** A frame is an array of entries (agents) or one entry (builds); anything else holds none. */
function parseFrame(data: string): unknown[] {
  try {
    const value: unknown = JSON.parse(data)
    return Array.isArray(value) ? value : [value]
  } catch {
    return []
  }
}
