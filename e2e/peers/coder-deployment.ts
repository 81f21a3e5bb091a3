import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

/** A line of a server's log, as the API has it; which keys count depends on the log. */
export interface ServerLogLine {
  id: number
  created_at: string
  output: string
  level?: string
  source_id?: string
  stage?: string
  log_level?: string
  log_source?: string
}

export interface CoderDeploymentOptions {
  token?: string
  workspaces?: Record<string, unknown>[]
  /** Listens here instead of on a free port, so that a deployment can come back. */
  port?: number
}

/** A stand-in for a Coder deployment on loopback: the parts of its API that the app uses, after Coder's source. */
export interface CoderDeployment {
  url: string
  port: number
  /** The list, the token, and how the server behaves; change them at any time. Setting the list tells who watches a workspace of it. */
  state: {
    token: string
    workspaces: Record<string, unknown>[]
    /** Every answer has this status and Coder's error body. */
    failWith: number | null
    /** Answers come after this long (ms). */
    delayMs: number
    /** Sends every request to this place. */
    redirectTo: string | null
    /** Answers a page of HTML, as a login page in between would. */
    html: boolean
    /** Refuses to upgrade to a websocket with this status, as some proxies do. */
    refuseSockets: number | null
    /** Knows `/startup-logs` only, as servers before v0.24 do. */
    oldLogNames: boolean
    /** Has no `watch-ws`, as servers before v2.20. */
    noWatch: boolean
    /** Gives at most so many workspaces at a time. */
    mostPerPage: number
  }
  /** Method and path of every request so far, queries included. */
  requests(): string[]
  /** Sets the lines of an agent's or a build's log, and sends new ones to those who follow. */
  setLog(id: string, lines: ServerLogLine[]): void
  append(id: string, lines: ServerLogLine[]): void
  /** Ends the log as the server does when a build is over or an agent is replaced. */
  endLog(id: string): void
  /** Number of followers of a log. */
  followers(id: string): number
  /** Number of sockets that watch a workspace. */
  watchers(id: string): number
  /** Destroys every connection, websockets too. */
  dropConnections(): void
  stop(): Promise<void>
}

export async function startCoderDeployment(options: CoderDeploymentOptions = {}): Promise<CoderDeployment> {
  let listed = options.workspaces ?? []
  const watchers = new Map<string, Set<WebSocket>>()
  const tellWatchers = (workspace: Record<string, unknown>): void => {
    for (const socket of watchers.get(String(workspace['id'])) ?? []) socket.send(JSON.stringify({ type: 'data', data: workspace }))
  }
  const state: CoderDeployment['state'] = {
    token: options.token ?? 'token-of-kim',
    get workspaces() {
      return listed
    },
    set workspaces(next) {
      const before = new Map(listed.map((one) => [one['id'], JSON.stringify(one)]))
      listed = next
      for (const one of next) if (before.get(one['id']) !== JSON.stringify(one)) tellWatchers(one)
    },
    failWith: null,
    delayMs: 0,
    redirectTo: null,
    html: false,
    refuseSockets: null,
    oldLogNames: false,
    noWatch: false,
    mostPerPage: Infinity,
  }
  const logs = new Map<string, ServerLogLine[]>()
  const followers = new Map<string, Set<{ socket: WebSocket; kind: 'agent' | 'build' }>>()
  const requests: string[] = []
  const sockets = new Set<Socket>()

  const answer = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  /** Tests may put nonsense into a log, which is sent as it is. */
  const linesAfter = (id: string, after: number): ServerLogLine[] => (logs.get(id) ?? []).filter((line: ServerLogLine | null) => !(line !== null && line.id <= after))
  const send = (follower: { socket: WebSocket; kind: 'agent' | 'build' }, lines: ServerLogLine[]): void => {
    // An agent's log comes in arrays, a build's line by line.
    if (follower.kind === 'agent') follower.socket.send(JSON.stringify(lines))
    else for (const line of lines) follower.socket.send(JSON.stringify(line))
  }

  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'http://server')
    if (state.redirectTo !== null && !url.searchParams.has('redirected')) {
      response.writeHead(307, { Location: state.redirectTo }).end()
      return
    }
    if (state.html) {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><title>Sign in</title></html>')
      return
    }
    if (state.failWith !== null) return answer(response, state.failWith, { message: `Status ${state.failWith} was asked for.`, detail: 'by the test' })
    if (request.headers['coder-session-token'] !== state.token) {
      return answer(response, 401, { message: 'You are signed out or your session has expired. Please sign in again to continue.', detail: 'API key is invalid.' })
    }
    if (url.pathname === '/api/v2/workspaces') {
      const offset = Number(url.searchParams.get('offset') ?? 0)
      const limit = Math.min(Number(url.searchParams.get('limit') ?? 0) || state.workspaces.length, state.mostPerPage)
      return answer(response, 200, { workspaces: state.workspaces.slice(offset, offset + limit), count: state.workspaces.length })
    }
    const build = /^\/api\/v2\/workspaces\/([^/]+)\/builds$/.exec(url.pathname)
    if (build && request.method === 'POST') return void startBuild(request, response, build[1] ?? '')
    const log = logOf(url)
    if (log) {
      const after = Number(url.searchParams.get('after') ?? -1)
      return answer(response, 200, linesAfter(log.id, after))
    }
    answer(response, 404, { message: 'Resource not found or you do not have access to this resource' })
  }

  const startBuild = async (request: IncomingMessage, response: ServerResponse, id: string): Promise<void> => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const workspace = state.workspaces.find((w) => w['id'] === id)
    const build = workspace?.['latest_build'] as Record<string, unknown> | undefined
    if (!workspace || !build) return answer(response, 404, { message: 'Resource not found or you do not have access to this resource' })
    const { transition } = JSON.parse(body) as { transition?: string }
    if (transition !== 'start') return answer(response, 400, { message: 'Validation failed.' })
    if (build['status'] === 'starting') return answer(response, 409, { message: 'A workspace build is already active.' })
    const started = { ...build, transition, status: 'starting' }
    state.workspaces = state.workspaces.map((w) => (w === workspace ? { ...w, latest_build: started } : w))
    answer(response, 201, started)
  }

  const watchedBy = (url: URL): string | null => {
    const id = /^\/api\/v2\/workspaces\/([^/]+)\/watch-ws$/.exec(url.pathname)?.[1]
    return id !== undefined && !state.noWatch && listed.some((one) => one['id'] === id) ? id : null
  }
  /** A ping says that changes are heard from now on; then comes the workspace as it is, and again at each change. */
  const watch = (socket: WebSocket, id: string): void => {
    const all = watchers.get(id) ?? new Set()
    watchers.set(id, all.add(socket))
    socket.on('close', () => all.delete(socket))
    socket.send(JSON.stringify({ type: 'ping', data: null }))
    socket.send(JSON.stringify({ type: 'data', data: listed.find((one) => one['id'] === id) }))
  }

  const logOf = (url: URL): { id: string; kind: 'agent' | 'build' } | null => {
    const agent = /^\/api\/v2\/workspaceagents\/([^/]+)\/(logs|startup-logs)$/.exec(url.pathname)
    if (agent && (agent[2] === 'startup-logs' || !state.oldLogNames) && logs.has(agent[1] ?? '')) return { id: agent[1] ?? '', kind: 'agent' }
    const build = /^\/api\/v2\/workspacebuilds\/([^/]+)\/logs$/.exec(url.pathname)
    return build && logs.has(build[1] ?? '') ? { id: build[1] ?? '', kind: 'build' } : null
  }

  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`)
    if (state.delayMs > 0) setTimeout(() => serve(request, response), state.delayMs).unref()
    else serve(request, response)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  const upgrades = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    requests.push(`WS ${request.url ?? ''}`)
    const url = new URL(request.url ?? '/', 'http://server')
    const log = logOf(url)
    const watched = watchedBy(url)
    const status = state.refuseSockets ?? (request.headers['coder-session-token'] === state.token ? null : 401) ?? (log || watched ? null : 404)
    if (status !== null || !(log || watched)) {
      socket.end(`HTTP/1.1 ${status ?? 404} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
      return
    }
    upgrades.handleUpgrade(request, socket, head, (webSocket) => {
      if (watched) return watch(webSocket, watched)
      if (!log) return
      const after = Number(url.searchParams.get('after') ?? -1)
      const follower = { socket: webSocket, kind: log.kind }
      const all = followers.get(log.id) ?? new Set()
      followers.set(log.id, all.add(follower))
      webSocket.on('close', () => all.delete(follower))
      const known = linesAfter(log.id, after)
      if (known.length > 0) send(follower, known)
    })
  })
  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    state,
    requests: () => [...requests],
    setLog: (id, lines) => void logs.set(id, [...lines]),
    append: (id, lines) => {
      logs.set(id, [...(logs.get(id) ?? []), ...lines])
      for (const follower of followers.get(id) ?? []) send(follower, lines)
    },
    endLog: (id) => {
      for (const { socket } of followers.get(id) ?? []) socket.close(1000, 'done')
    },
    followers: (id) => followers.get(id)?.size ?? 0,
    watchers: (id) => watchers.get(id)?.size ?? 0,
    dropConnections: () => {
      for (const socket of sockets) socket.destroy()
    },
    stop: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => done())
      }),
  }
}
