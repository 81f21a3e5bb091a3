import type { Session } from 'ssh2'
import { DemoAgent } from './demo-agent'
import { runCommand } from './exec-commands'
import { startLoopbackServer } from './loopback-server'
import { docsRecipe } from './scripts/docs'
import { gpuRecipe } from './scripts/gpu'
import { mainRecipe } from './scripts/main'
import { serveSftp } from './sftp-server'
import type { DemoWorkspace } from './types'

export interface DemoOptions {
  /** 1 plays in real time (the outcomes are known after 6 to 9 s), 20 twenty times as fast. */
  speed?: number
}

const RECIPES = { main: mainRecipe, gpu: gpuRecipe, docs: docsRecipe }
const NO_SHELL = 'The demo workspace has no shell. Try: cat, tail -n 20 FILE.\r\n'

/**
 * Starts the demo workspace; each of its agents starts when it is first connected to, so that who looks sees all of it.
 * Rejects only where loopback has no port left.
 */
export async function startDemo(options: DemoOptions = {}): Promise<DemoWorkspace> {
  const speed = options.speed ?? 1
  const agents = new Map(Object.entries(RECIPES).map(([name, recipe]) => [name, new DemoAgent(name, recipe, speed)]))
  const sessionsOf = new WeakMap<object, () => { ended(): void }>()
  const server = await startLoopbackServer({
    admits: (user) => agents.has(user),
    onConnection: (user, connection, remotePort) => {
      const agent = agents.get(user)
      if (!agent) return
      agent.start()
      sessionsOf.set(connection, agent.connected(remotePort))
    },
    onSession: (user, session, connection) => {
      const agent = agents.get(user)
      if (agent) serveSession(session, agent, sessionsOf.get(connection))
    },
  })
  return {
    host: server.host,
    port: server.port,
    hostKeySha256: server.fingerprint,
    agents: [...agents.keys()].map((name) => ({ name, user: name })),
    stop: async () => {
      for (const agent of agents.values()) agent.stop()
      await server.stop()
    },
  }
}

function serveSession(session: Session, agent: DemoAgent, begin: (() => { ended(): void }) | undefined): void {
  const begun = (): void => {
    const running = begin?.()
    if (running) session.on('close', () => running.ended())
  }
  session.on('pty', (accept) => accept?.())
  session.on('env', (accept) => accept?.())
  session.on('sftp', (accept) => {
    begun()
    serveSftp(accept(), agent.files)
  })
  session.on('exec', (accept, _reject, info) => {
    begun()
    void runCommand(accept(), agent.files, info.command)
  })
  session.on('shell', (accept) => {
    begun()
    const channel = accept()
    channel.write(NO_SHELL)
    channel.exit(1)
    channel.end()
  })
}
