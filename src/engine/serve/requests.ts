import type { RequestName, RequestParams, RequestResults } from '@shared/contract/port'
import type { Result } from '@shared/model'
import type { Deployments } from '../coder'
import type { DemoWorkspace } from '../demo'
import { parseTarget, suggestHosts } from '../ssh'
import type { LocalWorkspace, Prompts, SavedRuns, WorkspaceRegistry } from '../workspaces'
import { notFound } from './answers'
import type { HistoryRequests } from './history-requests'

type Handler<N extends RequestName> = (params: RequestParams<N>) => Result<RequestResults[N]> | Promise<Result<RequestResults[N]>>
type Elsewhere = 'pane' | 'search' | 'compare' | 'history' | 'export'
type Handlers = { [N in Exclude<RequestName, `${Elsewhere}.${string}`>]: Handler<N> }

export interface RequestPorts {
  registry: WorkspaceRegistry
  local: LocalWorkspace
  deployments: Deployments
  prompts: Prompts
  history: HistoryRequests
  saved: SavedRuns
  env: NodeJS.ProcessEnv
  /** Tells the windows of workspaces now, so that what an answer names is known before it comes. */
  tellWorkspaces(): void
}

/** What any window may ask of the engine, panes and searches excepted: those belong to one window. */
export class Requests {
  private demo: Promise<DemoWorkspace> | null = null

  constructor(private readonly ports: RequestPorts) {}

  async answer(name: RequestName, params: RequestParams<RequestName>): Promise<Result<unknown>> {
    const handler = ({ ...this.handlers, ...this.ports.history.handlers } as Partial<Record<RequestName, Handler<RequestName>>>)[name]
    return handler ? handler(params) : notFound('request')
  }

  async stop(): Promise<void> {
    const demo = await this.demo?.catch(() => null)
    await demo?.stop()
  }

  private readonly handlers: Handlers = {
    'workspace.open': ({ target }) => {
      const text = target.trim()
      const parsed = parseTarget(text)
      if (!parsed.ok) return parsed
      const name = parsed.value.host
      return this.opened(this.ports.registry.open(text, name, 'ssh', [{ name, target: { kind: 'typed', text } }]))
    },
    'demo.open': async () => {
      const demo = await this.startDemo()
      const agents = demo.agents.map(({ name, user }) => ({
        name,
        target: { kind: 'embedded' as const, host: demo.host, port: demo.port, user, hostKeySha256: demo.hostKeySha256 },
      }))
      return this.opened(this.ports.registry.open('demo', 'demo', 'demo', agents))
    },
    'workspace.close': ({ workspaceId: id }) =>
      this.ports.registry.close(id) || this.ports.local.close(id) || this.ports.saved.close(id) ? done(null) : notFound('workspace'),
    'workspace.start': async ({ workspaceId }) => {
      const id = this.ports.registry.coder.serverId(workspaceId)
      return id === null ? notFound('workspace') : this.ports.deployments.start(id)
    },
    'agent.open': ({ agentId }) => (this.ports.registry.coder.open(agentId) || this.ports.registry.agent(agentId) ? done(null) : notFound('agent')),
    'agent.close': ({ agentId }) => {
      this.ports.registry.coder.close(agentId)
      return done(null)
    },
    'agent.stop-trying': ({ agentId }) => {
      this.ports.registry.agent(agentId)?.stopTrying()
      return done(null)
    },
    'coder.refresh': () => {
      this.ports.deployments.refresh()
      return done(null)
    },
    'agent.reconnect': ({ agentId }) => {
      this.ports.registry.agent(agentId)?.reconnectNow()
      return done(null)
    },
    'log.add': async ({ agentId, path }) => {
      const agent = this.ports.registry.agent(agentId)
      if (!agent) return notFound('agent')
      if (!/^(\/|~\/)/.test(path)) {
        return {
          ok: false,
          failure: { code: 'REQUEST_INVALID', sentence: 'The path must be absolute, or begin with "~/".', nextStep: 'Enter it as /folder/file.log.' },
        }
      }
      return done(await agent.addLog(path))
    },
    'log.show': async ({ agentId, side, logId }) => ((await this.ports.registry.agent(agentId)?.showLog(side, logId)) || this.ports.saved.show(agentId, side, logId) ? done(null) : notFound('log')),
    'logs.refresh': async ({ agentId }) => {
      await this.ports.registry.agent(agentId)?.lookAgain()
      return done(null)
    },
    'runs.list': ({ agentId }) => {
      const agent = this.ports.registry.agent(agentId)
      return agent ? done({ runs: agent.listRuns() }) : notFound('agent')
    },
    'file.open': async ({ ticket, again }) => {
      const opened = await this.ports.local.open(ticket, again ?? false)
      if (opened.ok) this.ports.tellWorkspaces()
      return opened
    },
    'file.close': ({ agentId }) => (this.ports.local.closeFile(agentId) ? done(null) : notFound('file')),
    'hosts.suggest': async () => done({ hosts: await suggestHosts(this.ports.env) }),
    'prompt.answer': ({ promptId, answer }) => (this.ports.prompts.answer(promptId, answer) ? done(null) : notFound('question')),
  }

  private opened(workspaceId: string): Result<{ workspaceId: string }> {
    this.ports.tellWorkspaces()
    return done({ workspaceId })
  }

  private startDemo(): Promise<DemoWorkspace> {
    // Its own chunk: nobody who does not look at the demo loads it.
    this.demo ??= import('../demo').then(({ startDemo }) => startDemo())
    return this.demo
  }
}

function done<T>(value: T): { ok: true; value: T } {
  return { ok: true, value }
}
