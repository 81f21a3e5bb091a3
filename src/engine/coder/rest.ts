import type { Result } from '@shared/model'
import { cleanUrl, isToken } from './config-folder'
import { addressInvalid, loggedOut, redirected, refuse, refused, strangeAnswer, tooSlow, unreachable } from './failures'
import { readPage } from './schema'
import type { CoderWorkspace, Fetch, FetchAnswer, RestAccess } from './types'

const REQUEST_MS = 20_000
const MAX_ANSWER_BYTES = 32 * 1024 * 1024
const MAX_ERROR_BYTES = 64 * 1024
const MAX_REDIRECTS = 3
/** The person's workspaces in one call; servers may give fewer at a time. */
const PAGE = 1000
const MAX_PAGES = 10

export interface RestRequest {
  method?: 'GET' | 'POST'
  /** Sent as JSON. */
  body?: unknown
  signal?: AbortSignal
  maxBytes?: number
}

/**
 * One deployment's REST API. Answers are bounded in size and time; redirects are followed within the
 * deployment's own address only, so that the token goes nowhere else.
 */
export class RestClient {
  readonly url: string
  readonly #token: string

  private constructor(
    private readonly fetch: Fetch,
    access: RestAccess,
  ) {
    this.url = access.url
    this.#token = access.token
  }

  /** Fails when the address is not https (or http on loopback), or the token cannot be one. */
  static create(fetch: Fetch, access: RestAccess): Result<RestClient> {
    const url = cleanUrl(access.url)
    if (url === null) return refuse(addressInvalid())
    if (!isToken(access.token)) return refuse(loggedOut(url, 'token'))
    return { ok: true, value: new RestClient(fetch, { url, token: access.token }) }
  }

  /** The header that proves who asks; for the websocket, which does not go through `fetch`. */
  get authHeaders(): Record<string, string> {
    return { 'Coder-Session-Token': this.#token }
  }

  /** The JSON that the server answers; `path` begins with `/api/v2/`. */
  async json(path: string, request: RestRequest = {}): Promise<Result<unknown>> {
    const limit = AbortSignal.timeout(REQUEST_MS)
    const signal = request.signal ? AbortSignal.any([request.signal, limit]) : limit
    try {
      return await this.#answer(path, request, signal)
    } catch (error) {
      if (limit.aborted) return refuse(tooSlow(this.url))
      const reason = reasonOf(error)
      // Electron's net.fetch rejects at a redirect where Node's gives the answer.
      return refuse(/redirect/i.test(reason) ? redirected(this.url, null) : unreachable(this.url, reason))
    }
  }

  /** The person's own workspaces, over all pages. */
  async workspaces(deploymentId: string, signal?: AbortSignal): Promise<Result<CoderWorkspace[]>> {
    const found = new Map<string, CoderWorkspace>()
    let offset = 0
    for (let page = 0; page < MAX_PAGES; page++) {
      const answer = await this.json(`/api/v2/workspaces?q=${encodeURIComponent('owner:me')}&limit=${PAGE}&offset=${offset}`, { ...(signal && { signal }) })
      if (!answer.ok) return answer
      const read = readPage(answer.value, deploymentId)
      if (!read) return refuse(strangeAnswer(this.url))
      // A workspace can move to a later page between two requests; the newer view of it counts.
      for (const workspace of read.workspaces) found.set(workspace.id, workspace)
      offset += read.received
      const more = read.count === null ? read.received >= PAGE : offset < read.count
      if (read.received === 0 || !more) break
    }
    return { ok: true, value: [...found.values()] }
  }

  /** Asks for a build that starts the workspace; resolves when it is queued, not when it has ended. */
  async start(workspaceId: string): Promise<Result<null>> {
    const answer = await this.json(`/api/v2/workspaces/${encodeURIComponent(workspaceId)}/builds`, { method: 'POST', body: { transition: 'start' } })
    return answer.ok ? { ok: true, value: null } : answer
  }

  async #answer(path: string, request: RestRequest, signal: AbortSignal): Promise<Result<unknown>> {
    let url = `${this.url}${path}`
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const answer = await this.fetch(url, {
        method: request.method ?? 'GET',
        headers: {
          ...this.authHeaders,
          Accept: 'application/json',
          ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        redirect: 'manual',
        signal,
      })
      if (answer.status < 300 || answer.status >= 400) return this.#judge(answer, request.maxBytes ?? MAX_ANSWER_BYTES)
      const location = answer.headers.get('location')
      const next = location === null || !URL.canParse(location, url) ? null : new URL(location, url)
      await discard(answer)
      if (!next || next.origin !== new URL(this.url).origin || (request.method ?? 'GET') !== 'GET') {
        return refuse(redirected(this.url, next?.origin ?? null))
      }
      url = next.href
    }
    return refuse(strangeAnswer(this.url))
  }

  async #judge(answer: FetchAnswer, maxBytes: number): Promise<Result<unknown>> {
    const good = answer.status >= 200 && answer.status < 300
    const text = await readText(answer, good ? maxBytes : MAX_ERROR_BYTES)
    if (answer.status === 401) return refuse(loggedOut(this.url, 'token'))
    if (!good) return refuse(refused(this.url, answer.status, messageOf(text)))
    if (text === null) return refuse(strangeAnswer(this.url))
    try {
      return { ok: true, value: JSON.parse(text) as unknown }
    } catch {
      // A login page or a proxy's own words, most likely.
      return refuse(strangeAnswer(this.url))
    }
  }
}

/** Null when the body is longer than `maxBytes`. */
async function readText(answer: FetchAnswer, maxBytes: number): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunksOf(answer)) {
    size += chunk.length
    // Leaving the loop cancels the body.
    if (size > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function discard(answer: FetchAnswer): Promise<void> {
  for await (const _chunk of chunksOf(answer)) return
}

function chunksOf(answer: FetchAnswer): AsyncIterable<Uint8Array> {
  if (answer.body === null) return { [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }) }
  return answer.body as AsyncIterable<Uint8Array>
}

/** Coder's errors are `{message, detail}`. */
function messageOf(text: string | null): string {
  try {
    const said = JSON.parse(text ?? '') as { message?: unknown } | null
    return typeof said?.message === 'string' ? said.message : ''
  } catch {
    return ''
  }
}

/** Fetch wraps the socket's error, which says more, in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const cause = error.cause
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0].message
  return cause instanceof Error ? cause.message || error.message : error.message
}
