import type { Bridge, EngineHealth } from '@shared/contract/channels'
import type { EngineEvent, FromEngine, ToEngine } from '@shared/contract/port'
import type { Failure, Result, WorkspaceInfo } from '@shared/model'
import { hearEnginePort, newNonce, type PortWindow } from './engine-port'
import { listWithAwaited, reopenWorkspaces } from './reopen'
import type { EngineClient, PaneListener } from './types'

type SharedEvent = Exclude<EngineEvent, { event: 'pane.batch' | 'pane.status' | 'pane.map' }>
type ListEvent = Extract<EngineEvent, { event: 'workspaces' }>

/** What the client needs of the page; a test passes a real MessageChannel's port through it. */
export interface ClientPorts {
  bridge: Pick<Bridge, 'invoke' | 'on'>
  window: PortWindow
}

export interface StartedEngineClient extends EngineClient {
  dispose(): void
}

export const ENGINE_DOWN: Failure = {
  code: 'ENGINE_DOWN',
  sentence: 'The engine stopped and is being started again.',
  nextStep: 'Nothing to do; the panes go on by themselves.',
}

interface Waiting {
  message: Extract<ToEngine, { type: 'request' }>
  answer: (result: Result<unknown>) => void
}

/**
 * Connects to the engine and stays connected. Until the first port arrives, requests
 * wait; after that a missing engine answers them with `ENGINE_DOWN`. When a new engine
 * runs, the workspaces that were open are opened again before `onReconnect` is told.
 */
export function createEngineClient({ bridge, window }: ClientPorts): StartedEngineClient {
  let port: MessagePort | null = null
  let nonce: string | null = null
  let everConnected = false
  let reopening = false
  let nextId = 1
  let workspaces: WorkspaceInfo[] = []
  let heldBack: ListEvent | null = null
  /** Opened again in a new engine whose list does not have them yet. */
  let awaited = new Set<string>()
  /** Agents to open as soon as a list of the new engine names them. */
  let late = new Set<string>()
  let queue: Waiting[] = []
  const pending = new Map<number, Waiting>()
  const prompts = new Set<string>()
  const panes = new Map<string, Set<PaneListener>>()
  const eventListeners = new Set<(event: SharedEvent) => void>()
  const reconnectListeners = new Set<(agentId: string | null) => void>()

  const connect = (): void => {
    nonce = newNonce()
    void bridge.invoke('engine.connect', { nonce })
  }

  const tell = (event: SharedEvent): void => {
    for (const listener of [...eventListeners]) listener(event)
  }

  const list = (fresh: ListEvent): void => {
    workspaces = listWithAwaited(fresh, workspaces, awaited)
    tell({ ...fresh, workspaces })
  }

  const openLate = (mine: MessagePort): void => {
    for (const agentId of late) {
      void request('agent.open', { agentId }).then((result) => {
        if (!result.ok || port !== mine || !late.delete(agentId)) return
        for (const listener of [...reconnectListeners]) listener(agentId)
      })
    }
  }

  const fail = (waiting: Iterable<Waiting>): void => {
    for (const { answer } of [...waiting]) answer({ ok: false, failure: ENGINE_DOWN })
  }

  const lose = (): void => {
    if (port) {
      port.onmessage = null
      port.close()
      port = null
    }
    nonce = null
    late.clear()
    const lost = [...pending.values()]
    pending.clear()
    fail(lost)
    for (const promptId of prompts) tell({ event: 'prompt.gone', promptId })
    prompts.clear()
  }

  const request = (name: Waiting['message']['name'], params: unknown): Promise<Result<unknown>> =>
    new Promise((answer) => {
      if (name === 'workspace.close') awaited.delete((params as { workspaceId: string }).workspaceId)
      if (name === 'agent.close') late.delete((params as { agentId: string }).agentId)
      const waiting: Waiting = { message: { type: 'request', id: nextId++, name, params }, answer }
      if (port) send(port, waiting)
      else if (everConnected) answer({ ok: false, failure: ENGINE_DOWN })
      else queue.push(waiting)
    })

  const send = (to: MessagePort, waiting: Waiting): void => {
    pending.set(waiting.message.id, waiting)
    to.postMessage(waiting.message)
  }

  const hear = (message: FromEngine): void => {
    if (message.type === 'response') {
      const waiting = pending.get(message.id)
      pending.delete(message.id)
      waiting?.answer(message.result)
      return
    }
    switch (message.event) {
      case 'pane.batch':
        for (const pane of [...(panes.get(message.batch.paneId) ?? [])]) pane.batch(message.batch)
        return
      case 'pane.status':
        for (const pane of [...(panes.get(message.status.paneId) ?? [])]) pane.status(message.status)
        return
      case 'pane.map':
        for (const pane of [...(panes.get(message.map.paneId) ?? [])]) pane.map?.(message.map)
        return
      case 'workspaces':
        // A new engine starts with an empty list; showing that would close every tab.
        if (reopening) heldBack = message
        else list(message)
        if (!reopening && port) openLate(port)
        return
      case 'pane.saving':
      case 'secrets.changed':
      case 'export.progress':
        tell(message)
        return
      case 'search.results':
        tell({ event: 'search.results', results: message.results })
        return
      case 'compare.state':
        tell({ event: 'compare.state', state: message.state })
        return
      case 'prompt':
        prompts.add(message.prompt.promptId)
        tell({ event: 'prompt', prompt: message.prompt })
        return
      case 'prompt.gone':
        prompts.delete(message.promptId)
        tell({ event: 'prompt.gone', promptId: message.promptId })
    }
  }

  const reopen = async (mine: MessagePort): Promise<void> => {
    reopening = true
    heldBack = null
    const reopened = await reopenWorkspaces(workspaces, request)
    if (port !== mine) return
    reopening = false
    awaited = reopened.workspaces
    late = reopened.late
    if (heldBack) list(heldBack)
    heldBack = null
    for (const listener of [...reconnectListeners]) listener(null)
    // A list may have come while they were asked for.
    openLate(mine)
  }

  const arrived = (fresh: MessagePort): void => {
    lose()
    port = fresh
    fresh.onmessage = (event: MessageEvent) => hear(event.data as FromEngine)
    fresh.addEventListener('close', () => {
      if (port !== fresh) return
      lose()
      // Main keeps the question until an engine runs, or a later `running` asks again.
      connect()
    })
    fresh.start()
    const again = everConnected
    everConnected = true
    const waiting = queue
    queue = []
    for (const one of waiting) send(fresh, one)
    if (again) void reopen(fresh)
  }

  const heard = (health: EngineHealth): void => {
    if (health === 'running') {
      if (!port && nonce === null) connect()
      return
    }
    if (health === 'starting') return
    lose()
    if (health === 'down') {
      everConnected = true
      const waiting = queue
      queue = []
      fail(waiting)
    }
  }

  const stopHearing = hearEnginePort(window, () => nonce, arrived)
  const stopHealth = bridge.on('engine.health', ({ health }) => heard(health))
  connect()

  return {
    request: request as EngineClient['request'],
    signal(name, params) {
      port?.postMessage({ type: 'signal', name, params } satisfies ToEngine)
    },
    onPane(paneId, listener) {
      const listeners = panes.get(paneId) ?? new Set()
      panes.set(paneId, listeners.add(listener))
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0 && panes.get(paneId) === listeners) panes.delete(paneId)
      }
    },
    onEvent(listener) {
      eventListeners.add(listener)
      return () => eventListeners.delete(listener)
    },
    onReconnect(listener) {
      reconnectListeners.add(listener)
      return () => reconnectListeners.delete(listener)
    },
    dispose() {
      stopHearing()
      stopHealth()
      lose()
    },
  }
}
