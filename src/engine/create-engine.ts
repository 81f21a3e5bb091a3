import type { EngineEvent } from '@shared/contract/port'
import type { Settings } from '@shared/settings'
import { Requests, WindowSession, type WindowPort } from './serve'
import { BlockCache } from './source'
import { Prompts, WorkspaceRegistry } from './workspaces'

export type { WindowPort } from './serve'

/** What the engine needs from whoever runs it: the app, a test or the benchmark. */
export interface EnginePorts {
  settings: Settings
  /** The app's own known_hosts file (absolute path). */
  knownHostsFile: string
  /** HOME, PATH, SSH_AUTH_SOCK and the like, as the person's shell has them. */
  env: NodeJS.ProcessEnv
  /** A line for the diary; never secrets, never log text. */
  note(level: 'info' | 'warn' | 'error', text: string): void
}

export interface Engine {
  attach(port: WindowPort): void
  applySettings(settings: Settings): void
  /** Closes every connection, the demo workspace and every window's panes. */
  stop(): Promise<void>
}

const MIB = 1024 * 1024
/** Changes of workspaces closer together than this reach the windows as one (ms). */
const CHANGE_PAUSE_MS = 40
/** Facts such as "starting, 34 s" are told anew this often while something starts (ms). */
const FACTS_MS = 5000

/** The whole engine: plain Node, run by the app in a process of its own. */
export function createEngine(ports: EnginePorts): Engine {
  const { note } = ports
  const windows = new Set<WindowSession>()
  const broadcast = (event: EngineEvent): void => windows.forEach((w) => w.send(event))
  const cache = new BlockCache(ports.settings.logCacheMib * MIB, ports.settings.totalCacheMib * MIB)
  const prompts = new Prompts(
    (prompt) => broadcast({ event: 'prompt', prompt }),
    (promptId) => broadcast({ event: 'prompt.gone', promptId }),
  )
  let timer: NodeJS.Timeout | null = null
  const tellWorkspaces = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
    toldAt = performance.now()
    broadcast({ event: 'workspaces', workspaces: registry.list() })
  }
  let toldAt = -Infinity
  const tellWorkspacesSoon = (): void => {
    timer ??= setTimeout(tellWorkspaces, Math.max(0, toldAt + CHANGE_PAUSE_MS - performance.now()))
  }
  const registry = new WorkspaceRegistry({
    link: { knownHostsFile: ports.knownHostsFile, env: ports.env, note },
    asker: (agentId) => prompts.asker(agentId),
    cache,
    onChange: tellWorkspacesSoon,
    onDefect: (error) => note('error', error instanceof Error ? (error.stack ?? error.message) : String(error)),
  })
  const requests = new Requests(registry, prompts, ports.env, tellWorkspaces)
  const facts = setInterval(tellWorkspacesSoon, FACTS_MS)
  facts.unref()

  return {
    attach(port) {
      const session: WindowSession = new WindowSession(port, {
        requests,
        source: ({ logId, resume }) => registry.agent(logId.slice(0, logId.lastIndexOf(':')))?.source(logId, resume) ?? null,
        note,
        onClose: () => windows.delete(session),
      })
      windows.add(session)
      session.send({ event: 'workspaces', workspaces: registry.list() })
      for (const prompt of prompts.waiting) session.send({ event: 'prompt', prompt })
    },
    applySettings(settings) {
      cache.resize(settings.logCacheMib * MIB, settings.totalCacheMib * MIB)
    },
    async stop() {
      if (timer) clearTimeout(timer)
      clearInterval(facts)
      for (const session of [...windows]) session.close()
      registry.closeAll()
      await requests.stop()
    },
  }
}
