import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { makePlace } from '../../e2e/fixtures/place'
import { writeLogin } from '../../e2e/peers/coder-cli'
import { startCoderDeployment, type CoderDeployment } from '../../e2e/peers/coder-deployment'
import { atMost, type Figure, type Result } from '../figure'
import { startWatchApp, type WatchApp } from '../rig/watch-app'
import { listedWorkspace, type ListedStart } from '../rig/watched-list'
import { percentile } from '../statistics'

const COUNT = 200
/** The failures are spread over so long (ms). */
const SPREAD_MS = 60_000
const BOUND_MS = 180_000

/** From a start that the server says has failed to the notice on the session bus, by the list alone and by sockets. */
export const noticeList: Figure = {
  id: 'notice-list',
  async measure(_runs, say) {
    const results: Result[] = []
    for (const { id, what, before, sockets, limit, count } of CASES) {
      const times = await timesOf(before, sockets, count)
      say(`${id}: p95 ${percentile(times, 95)} ms`)
      results.push(atMost(limit, { id, what: `${what} to the notice on the session bus; p95`, unit: 'ms', value: percentile(times, 95), values: times }))
    }
    return results
  },
}

const CASES = [
  { id: 'notice-list-starting', what: 'a start that the list showed fails, without sockets,', before: 'starting', sockets: false, limit: 17_000, count: COUNT },
  { id: 'notice-list-idle', what: 'a start that the list never showed fails', before: 'ready', sockets: false, limit: 62_000, count: COUNT },
  // As many as have a socket at a time.
  { id: 'notice-socket', what: 'a start that the list showed fails, with sockets,', before: 'starting', sockets: true, limit: 2000, count: 20 },
] as const

async function timesOf(before: 'starting' | 'ready', sockets: boolean, count: number): Promise<number[]> {
  const place = makePlace()
  const names = Array.from({ length: count }, (_, i) => `w${String(i).padStart(3, '0')}`)
  const startedMs = Date.now() - 5 * 60_000
  const start = (index: number, more: Partial<ListedStart> = {}): Record<string, unknown> =>
    listedWorkspace(names[index] ?? '', { lifecycle: before, exitCode: index + 1, startedMs, ...more })
  const server = await startCoderDeployment({ workspaces: names.map((_, index) => start(index)) })
  server.state.noWatch = !sockets
  writeLogin(join(place.home, '.config', 'coderv2'), server.url, server.state.token)
  const env = { ...process.env, HOME: place.home, XDG_CONFIG_HOME: join(place.home, '.config'), PATH: '/usr/bin:/bin' }
  const app = await startWatchApp({ env, settings: { watchAll: true } })
  try {
    await app.says(before === 'starting' ? /: starting/ : new RegExp(`all well, ${count} watched`))
    if (sockets) await opened(server, count)
    return await Promise.all(names.map((name, index) => failure(app, server, name, index, start, before)))
  } finally {
    await app.stop()
    await server.stop()
    place.remove()
  }
}

async function failure(
  app: WatchApp,
  server: CoderDeployment,
  name: string,
  index: number,
  start: (index: number, more: Partial<ListedStart>) => Record<string, unknown>,
  before: 'starting' | 'ready',
): Promise<number> {
  await wait(Math.random() * SPREAD_MS)
  const failedMs = Date.now()
  const failed = start(index, { lifecycle: 'start_error', ...(before === 'ready' ? { startedMs: failedMs - 1000 } : {}) })
  server.state.workspaces = server.state.workspaces.map((one) => (one['name'] === name ? failed : one))
  return (await app.told(`main in ${name} failed to start`, 0, BOUND_MS)) - failedMs
}

async function opened(server: CoderDeployment, count: number): Promise<void> {
  const watched = (): number => server.state.workspaces.filter((one) => server.watchers(String(one['id'])) > 0).length
  while (watched() < count) await wait(50)
}
