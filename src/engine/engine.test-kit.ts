import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineEvent, FromEngine, PaneBatch, PaneStatus, Prompt, RequestName, RequestParams, RequestResults } from '@shared/contract/port'
import type { PaneMap } from '@shared/contract/rail'
import type { SearchHit, SearchResults } from '@shared/contract/search'
import type { AgentInfo, Checkpoint, DeploymentInfo, Result, WorkspaceInfo } from '@shared/model'
import { defaultSettings } from '@shared/settings'
import { createEngine, type Engine, type EnginePorts } from './create-engine'

/** A pane as a window holds it: text with acknowledged batches, without a terminal. */
export class PaneText {
  lines: string[] = []
  offsets: number[] = []
  marks: string[] = []
  open = false
  status: PaneStatus | null = null
  map: PaneMap | null = null
  checkpoint: Checkpoint | null = null
  view: PaneBatch['view'] = null
  atStart = false
  batches = 0

  take(batch: PaneBatch): void {
    this.batches++
    if (batch.kind === 'rewrite') {
      this.lines = []
      this.offsets = []
      this.marks = []
    } else if (batch.replacesOpenLine && this.open && batch.offsets.length > 0) {
      this.lines.pop()
      this.offsets.pop()
    }
    const text = Buffer.from(batch.text).toString('utf8')
    const lines = text.split('\n')
    if (!batch.open) lines.pop()
    this.lines.push(...lines)
    this.offsets.push(...batch.offsets)
    this.marks.push(...batch.marks.map((m) => m.mark.kind))
    if (batch.offsets.length > 0 || batch.kind === 'rewrite') this.open = batch.open
    if (batch.complete) this.view = batch.view
    this.atStart = batch.atStart
    this.checkpoint = batch.checkpoint
  }

  get text(): string {
    return this.lines.join('\n')
  }
}

/** A window without a screen, for tests of the engine as a whole. */
export class TestWindow {
  workspaces: WorkspaceInfo[] = []
  deployments: DeploymentInfo[] = []
  prompts: Prompt[] = []
  readonly panes = new Map<string, PaneText>()
  readonly notes: string[] = []
  private readonly searches = new Map<string, { last: SearchResults; hits: SearchHit[] }>()
  /** When false, batches are not acknowledged. */
  acks = true
  private post: (message: unknown) => void = () => undefined
  private closed: () => void = () => undefined
  private nextId = 1
  private readonly waiting = new Map<number, (result: Result<unknown>) => void>()
  private readonly checks = new Set<() => void>()

  attach(engine: Engine): void {
    engine.attach({
      post: (message) => setImmediate(() => this.hear(structuredClone(message))),
      onMessage: (listener) => (this.post = listener),
      onClose: (listener) => (this.closed = listener),
    })
  }

  request<N extends RequestName>(name: N, params: RequestParams<N>): Promise<Result<RequestResults[N]>> {
    const id = this.nextId++
    return new Promise((resolve) => {
      this.waiting.set(id, resolve as (result: Result<unknown>) => void)
      this.post({ type: 'request', id, name, params })
    })
  }

  signal(name: string, params: unknown): void {
    this.post({ type: 'signal', name, params })
  }

  async openPane(paneId: string, logId: string, resume: Checkpoint | null = null, windowRows = 2000): Promise<PaneText> {
    const pane = new PaneText()
    this.panes.set(paneId, pane)
    const result = await this.request('pane.open', { paneId, logId, columns: 120, windowRows, visible: true, resume })
    if (!result.ok) throw new Error(result.failure.sentence)
    return pane
  }

  /** What was told last of a search. */
  search(searchId: string): SearchResults | undefined {
    return this.searches.get(searchId)?.last
  }

  /** All hits of a search so far. */
  hits(searchId: string): SearchHit[] {
    return this.searches.get(searchId)?.hits ?? []
  }

  agent(name: string): AgentInfo | undefined {
    return this.workspaces.flatMap((w) => w.agents).find((a) => a.name === name)
  }

  /** Resolves once the condition holds; looked at after every message. */
  async until(what: string, condition: () => boolean, withinMs = 15_000): Promise<void> {
    if (condition()) return
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.checks.delete(check)
        reject(new Error(`waited in vain until ${what}`))
      }, withinMs)
      const check = () => {
        if (!condition()) return
        clearTimeout(timer)
        this.checks.delete(check)
        resolve()
      }
      this.checks.add(check)
    })
  }

  close(): void {
    this.closed()
  }

  private hear(message: FromEngine): void {
    if (message.type === 'response') {
      this.waiting.get(message.id)?.(message.result)
      this.waiting.delete(message.id)
    } else this.event(message)
    for (const check of [...this.checks]) check()
  }

  private event(event: EngineEvent): void {
    switch (event.event) {
      case 'workspaces':
        this.workspaces = event.workspaces
        this.deployments = event.deployments
        return
      case 'prompt':
        this.prompts.push(event.prompt)
        return
      case 'prompt.gone':
        this.prompts = this.prompts.filter((p) => p.promptId !== event.promptId)
        return
      case 'pane.batch':
        this.panes.get(event.batch.paneId)?.take(event.batch)
        if (this.acks && event.batch.text.length > 0) this.signal('pane.ack', { paneId: event.batch.paneId, bytes: event.batch.text.length })
        return
      case 'pane.status': {
        const pane = this.panes.get(event.status.paneId)
        if (pane) pane.status = event.status
        return
      }
      case 'pane.map': {
        const pane = this.panes.get(event.map.paneId)
        if (pane) pane.map = event.map
        return
      }
      case 'search.results': {
        const { results } = event
        this.searches.set(results.searchId, { last: results, hits: [...this.hits(results.searchId), ...results.hits] })
      }
    }
  }
}

/** An engine with its own folder, and a window attached to it. */
export function testEngine(env: NodeJS.ProcessEnv = process.env, more: Partial<EnginePorts> = {}): { engine: Engine; window: TestWindow; dir: string } {
  const dir = mkdtempSync(join(tmpdir(), 'tailpane-engine-'))
  const window = new TestWindow()
  const engine = createEngine({
    settings: defaultSettings,
    knownHostsFile: join(dir, 'known_hosts'),
    env,
    note: (level, text) => window.notes.push(`${level}: ${text}`),
    ...more,
  })
  window.attach(engine)
  return { engine, window, dir }
}
