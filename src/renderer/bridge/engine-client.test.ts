import { afterEach, describe, expect, it } from 'vitest'
import type { EngineHealth } from '@shared/contract/channels'
import type { EngineEvent, FromEngine, Prompt, ToEngine } from '@shared/contract/port'
import type { DeploymentInfo, WorkspaceInfo } from '@shared/model'
import { createEngineClient, ENGINE_DOWN, type StartedEngineClient } from './engine-client'
import type { PortWindow } from './engine-port'

const atlas: WorkspaceInfo = { id: 'w:atlas', name: 'atlas', kind: 'ssh', target: 'dev@atlas', agents: [], coder: null }
const demo: WorkspaceInfo = { id: 'w:demo', name: 'demo', kind: 'demo', target: 'demo', agents: [], coder: null }
const prompt: Prompt = { kind: 'host-key', promptId: 'p:1', agentId: 'a:1', host: 'atlas', keyType: 'ssh-ed25519', fingerprint: 'SHA256:abc' }

const listOf = (workspaces: WorkspaceInfo[], deployments: DeploymentInfo[] = []): EngineEvent => ({
  event: 'workspaces',
  workspaces,
  deployments,
  load: { connections: 0, coderProcesses: 0 },
})

class FakeWindow implements PortWindow {
  readonly origin = 'app://tailpane'
  private readonly listeners = new Set<(event: MessageEvent) => void>()
  addEventListener(_type: 'message', listener: (event: MessageEvent) => void): void {
    this.listeners.add(listener)
  }
  removeEventListener(_type: 'message', listener: (event: MessageEvent) => void): void {
    this.listeners.delete(listener)
  }
  deliver(nonce: string, ports: MessagePort[], from: { source?: unknown; origin?: string } = {}): void {
    const source = 'source' in from ? from.source : this
    const event = { data: { tailpaneEnginePort: nonce }, ports, origin: from.origin ?? this.origin, source } as unknown
    for (const listener of [...this.listeners]) listener(event as MessageEvent)
  }
}

/** The engine's end of the port; answers requests when told to. */
class FakeEngine {
  readonly heard: ToEngine[] = []
  private waiting: (() => void)[] = []
  constructor(
    readonly port: MessagePort,
    answersItself: boolean,
  ) {
    port.onmessage = ({ data }: MessageEvent) => {
      const message = data as ToEngine
      this.heard.push(message)
      if (answersItself && message.type === 'request') this.answer(message.id, null)
      for (const go of this.waiting.splice(0)) go()
    }
  }
  answer(id: number, value: unknown): void {
    this.post({ type: 'response', id, result: { ok: true, value } })
  }
  emit(event: EngineEvent): void {
    this.post({ type: 'event', ...event })
  }
  post(message: FromEngine): void {
    this.port.postMessage(message)
  }
  async until(count: number): Promise<ToEngine[]> {
    while (this.heard.length < count) await new Promise<void>((go) => this.waiting.push(go))
    return this.heard
  }
}

function setUp() {
  const window = new FakeWindow()
  const nonces: string[] = []
  let push: (payload: { health: EngineHealth }) => void = () => {}
  const bridge = {
    invoke: (_name: string, params: { nonce: string }) => {
      nonces.push(params.nonce)
      return Promise.resolve(null)
    },
    on: (_name: string, listener: typeof push) => {
      push = listener
      return () => {}
    },
  }
  const client = createEngineClient({ window, bridge: bridge as never })
  const connect = (answersItself = false): FakeEngine => {
    const { port1, port2 } = new MessageChannel()
    window.deliver(nonces.at(-1) ?? '', [port1])
    return new FakeEngine(port2, answersItself)
  }
  return { window, nonces, client, connect, health: (health: EngineHealth) => push({ health }) }
}

const open: { client: StartedEngineClient; engines: FakeEngine[] }[] = []
afterEach(() => {
  for (const { client, engines } of open.splice(0)) {
    client.dispose()
    for (const engine of engines) engine.port.close()
  }
})

function start() {
  const all = setUp()
  const engines: FakeEngine[] = []
  open.push({ client: all.client, engines })
  return {
    ...all,
    connect: (answersItself = false) => {
      const engine = all.connect(answersItself)
      engines.push(engine)
      return engine
    },
  }
}

const nextEvent = (client: StartedEngineClient) =>
  new Promise<EngineEvent>((resolve) => {
    const stop = client.onEvent((event) => {
      stop()
      resolve(event)
    })
  })

describe('engine client', () => {
  it('asks main for a port with a fresh nonce of 32 hex digits', () => {
    const { nonces } = start()
    expect(nonces).toHaveLength(1)
    expect(nonces[0]).toMatch(/^[0-9a-f]{32}$/)
  })

  it('keeps the first requests until the port is there, and answers each by its id', async () => {
    const { client, connect } = start()
    const first = client.request('hosts.suggest', {})
    const second = client.request('demo.open', {})
    const engine = connect()
    const [a, b] = await engine.until(2)
    if (a?.type !== 'request' || b?.type !== 'request') throw new Error('expected two requests')
    engine.answer(b.id, { workspaceId: 'w:demo' })
    engine.answer(a.id, { hosts: ['atlas'] })
    expect(await first).toEqual({ ok: true, value: { hosts: ['atlas'] } })
    expect(await second).toEqual({ ok: true, value: { workspaceId: 'w:demo' } })
  })

  it.each([
    ['another source', { source: null }],
    ['another origin', { origin: 'https://elsewhere.example' }],
  ])('takes no port from %s', async (_what, from) => {
    const { client, window, nonces, connect } = start()
    const stranger = new MessageChannel()
    window.deliver(nonces[0] ?? '', [stranger.port1], from)
    const answer = client.request('demo.open', {})
    const engine = connect(true)
    expect((await answer).ok).toBe(true)
    expect(engine.heard).toHaveLength(1)
    stranger.port2.close()
  })

  it('takes no port with a wrong nonce and no message with two ports, and closes them', async () => {
    const { client, window, nonces, connect } = start()
    for (const [nonce, extra] of [['0'.repeat(32), []], [nonces[0] ?? '', [new MessageChannel().port1]]] as const) {
      const { port1, port2 } = new MessageChannel()
      const closed = new Promise((resolve) => port2.addEventListener('close', resolve))
      window.deliver(nonce, [port1, ...extra])
      await closed
      for (const port of extra) port.close()
    }
    const answer = client.request('demo.open', {})
    connect(true)
    expect((await answer).ok).toBe(true)
  })

  it('gives batches to their own pane only', async () => {
    const { client, connect } = start()
    const engine = connect()
    const got: string[] = []
    const done = new Promise<void>((resolve) => {
      client.onPane('pane:2', { batch: () => {}, status: () => resolve() })
    })
    client.onPane('pane:1', { batch: () => {}, status: (status) => got.push(status.paneId) })
    const status = { condition: 'following', follow: true, newLines: 0, newBytes: 0, afterBytes: 0, sizeBytes: 1, modifiedMs: 1, failure: null } as const
    engine.emit({ event: 'pane.status', status: { paneId: 'pane:1', ...status } })
    engine.emit({ event: 'pane.status', status: { paneId: 'pane:2', ...status } })
    await done
    expect(got).toEqual(['pane:1'])
  })

  it('answers ENGINE_DOWN to what was under way and to what is asked while there is no engine', async () => {
    const { client, connect, health } = start()
    const engine = connect()
    const under = client.request('demo.open', {})
    await engine.until(1)
    health('restarting')
    expect(await under).toMatchObject({ ok: false, failure: { code: 'ENGINE_DOWN' } })
    expect(await client.request('demo.open', {})).toMatchObject({ ok: false, failure: { code: 'ENGINE_DOWN' } })
  })

  it('answers ENGINE_DOWN when the port closes, and withdraws open prompts', async () => {
    const { client, connect } = start()
    const engine = connect()
    const asked = nextEvent(client)
    engine.emit({ event: 'prompt', prompt })
    await asked
    const under = client.request('demo.open', {})
    await engine.until(1)
    const gone = nextEvent(client)
    engine.port.close()
    expect(await under).toMatchObject({ ok: false, failure: { code: 'ENGINE_DOWN' } })
    expect(await gone).toEqual({ event: 'prompt.gone', promptId: 'p:1' })
  })

  it('gives up waiting requests when the engine never comes up', async () => {
    const { client, health } = start()
    const waiting = client.request('demo.open', {})
    health('down')
    expect(await waiting).toMatchObject({ ok: false, failure: { code: 'ENGINE_DOWN' } })
  })

  it('connects again with a new nonce, opens the workspaces again, and only then says so', async () => {
    const { client, nonces, connect, health } = start()
    const first = connect()
    const seen = nextEvent(client)
    first.emit(listOf([atlas, demo]))
    await seen
    health('restarting')
    health('running')
    expect(nonces).toHaveLength(2)
    expect(nonces[1]).not.toBe(nonces[0])

    const lists: WorkspaceInfo[][] = []
    client.onEvent((event) => event.event === 'workspaces' && lists.push(event.workspaces))
    let told = false
    const back = new Promise<void>((resolve) =>
      client.onReconnect(() => {
        told = true
        resolve()
      }),
    )
    const second = connect()
    const asked = await second.until(2)
    expect(asked.map((m) => [m.name, m.params])).toEqual([
      ['workspace.open', { target: 'dev@atlas' }],
      ['demo.open', {}],
    ])
    expect(told).toBe(false)
    second.emit(listOf([]))
    for (const m of asked) if (m.type === 'request') {
      second.emit(listOf(m.name === 'demo.open' ? [atlas, demo] : [atlas]))
      second.answer(m.id, null)
    }
    await back
    // The half-filled lists of the new engine were never shown.
    expect(lists).toEqual([[atlas, demo]])
  })

  it('keeps a workspace that the new engine has opened but not listed yet', async () => {
    const { client, connect, health } = start()
    const first = connect()
    const seen = nextEvent(client)
    first.emit(listOf([atlas, demo]))
    await seen
    health('restarting')
    health('running')
    const lists: string[][] = []
    const all = new Promise<void>((resolve) =>
      client.onEvent((event) => {
        if (event.event === 'workspaces' && lists.push(event.workspaces.map((one) => one.name)) === 3) resolve()
      }),
    )
    const back = new Promise<void>((resolve) => client.onReconnect(() => resolve()))
    const second = connect()
    second.emit(listOf([]))
    const asked = await second.until(2)
    // The demo cannot be opened again; nothing stands in for it.
    for (const m of asked) {
      if (m.type !== 'request') continue
      if (m.name === 'demo.open') second.post({ type: 'response', id: m.id, result: { ok: false, failure: ENGINE_DOWN } })
      else second.answer(m.id, { workspaceId: 'w:atlas' })
    }
    await back
    second.emit(listOf([{ ...atlas, name: 'atlas again' }]))
    second.emit(listOf([]))
    await all
    expect(lists).toEqual([['atlas'], ['atlas again'], []])
  })

  it('offers logs added by hand to the new engine again', async () => {
    const { client, connect, health } = start()
    const log = { id: 'l:1', agentId: 'a:1', kind: 'custom', title: 'apt', path: '/var/log/apt/term.log', origin: 'by-hand', store: 'file', seen: null } as const
    const agent = { id: 'a:1', logs: [log], shown: { startup: 'l:1', agent: null } } as unknown as WorkspaceInfo['agents'][number]
    const first = connect()
    const seen = nextEvent(client)
    first.emit(listOf([{ ...atlas, agents: [agent] }]))
    await seen
    health('restarting')
    health('running')
    const second = connect(true)
    const asked = await second.until(3)
    expect(asked.map((m) => [m.name, m.params])).toEqual([
      ['workspace.open', { target: 'dev@atlas' }],
      ['log.add', { agentId: 'a:1', path: '/var/log/apt/term.log' }],
      ['log.show', { agentId: 'a:1', side: 'startup', logId: 'l:1' }],
    ])
  })

  it('asks for the agents of a deployment that were open, and keeps its workspaces until its list was read', async () => {
    const facts = { deploymentId: 'd:1', owner: 'kim', status: 'running', statusSinceMs: null, outdated: false } as const
    const agents = [
      { id: 'w:c:a1', opened: true, logs: [], shown: {}, link: { phase: 'connected', progress: null } },
      { id: 'w:c:a2', opened: false, logs: [], shown: {} },
    ] as unknown as WorkspaceInfo['agents']
    const listed: WorkspaceInfo = { id: 'w:c', name: 'billing', kind: 'coder', target: 'coder:billing', agents, coder: facts }
    const deployment: DeploymentInfo = { id: 'd:1', url: 'https://coder.example.com', via: 'cli', checkedMs: null, failure: null, refreshing: true }
    const { client, connect, health } = start()
    const first = connect()
    const seen = nextEvent(client)
    first.emit(listOf([listed], [deployment]))
    await seen
    health('restarting')
    health('running')
    const back: (string | null)[] = []
    client.onReconnect((agentId) => back.push(agentId))
    const lists: WorkspaceInfo[][] = []
    const all = new Promise<void>((resolve) =>
      client.onEvent((event) => {
        if (event.event === 'workspaces' && lists.push(event.workspaces) === 3) resolve()
      }),
    )
    const second = connect()
    second.emit(listOf([]))
    const [asked] = await second.until(1)
    if (asked?.type !== 'request') throw new Error('expected a request')
    expect([asked.name, asked.params]).toEqual(['agent.open', { agentId: 'w:c:a1' }])
    // It is not listed yet: it is asked for with every list, however long that takes.
    second.post({ type: 'response', id: asked.id, result: { ok: false, failure: ENGINE_DOWN } })
    const again = (await second.until(2))[1]
    if (again?.type !== 'request') throw new Error('expected a request')
    second.post({ type: 'response', id: again.id, result: { ok: false, failure: ENGINE_DOWN } })
    second.emit(listOf([], [deployment]))
    const last = (await second.until(3))[2]
    if (last?.type !== 'request') throw new Error('expected a request')
    expect([again.name, last.name]).toEqual(['agent.open', 'agent.open'])
    second.answer(last.id, null)
    second.emit(listOf([], [{ ...deployment, checkedMs: 5 }]))
    await all
    expect(lists.map((list) => list.map((one) => one.id))).toEqual([['w:c'], ['w:c'], []])
    expect(lists[0]?.[0]?.agents[0]?.link).toMatchObject({ phase: 'connecting', progress: 'Waiting for the list of this deployment.' })
    expect(back).toEqual([null, 'w:c:a1'])
  })
})
