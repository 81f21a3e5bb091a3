import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { makePlace } from '../../e2e/fixtures/place'
import { writeLogin } from '../../e2e/peers/coder-cli'
import { startCoderDeployment } from '../../e2e/peers/coder-deployment'
import { atMost, type Figure } from '../figure'
import { cpuMs, processTree } from '../rig/processes'
import { startWatchApp } from '../rig/watch-app'
import { listedWorkspace } from '../rig/watched-list'
import { median } from '../statistics'

const COUNT = 200
/** Two of these have at least one reading of the list between them. */
const SPAN_MS = 60_000
const SPANS = 5
const SETTLE_MS = 20_000

/**
 * What watching 200 agents takes of a core: the engine, which reads the list, and whatever programs it runs. One of them
 * starts all the time and the server has no sockets, so that the list is read every 15 s.
 */
export const watchCost: Figure = {
  id: 'watch-cost',
  async measure(_runs, say) {
    const place = makePlace()
    const startedMs = Date.now() - 60_000
    const names = Array.from({ length: COUNT }, (_, i) => `w${String(i).padStart(3, '0')}`)
    const workspaces = names.map((name, i) => listedWorkspace(name, { lifecycle: i === 0 ? 'starting' : 'ready', exitCode: 0, startedMs }))
    const server = await startCoderDeployment({ workspaces })
    server.state.noWatch = true
    writeLogin(join(place.home, '.config', 'coderv2'), server.url, server.state.token)
    const env = { ...process.env, HOME: place.home, XDG_CONFIG_HOME: join(place.home, '.config'), PATH: '/usr/bin:/bin' }
    const app = await startWatchApp({ env, settings: { watchAll: true } })
    try {
      await app.says(/: starting/)
      await wait(SETTLE_MS)
      const tree = (): number[] => processTree(app.pid).filter(({ role }) => role === 'engine').map(({ pid }) => pid)
      const [engine] = tree()
      if (engine === undefined) throw new Error('The engine does not run')
      const whole = (): number => processTree(app.pid).reduce((sum, { pid }) => sum + cpuMs(pid), 0)
      const lists = (): number => server.requests().filter((line) => line.includes('/workspaces?')).length
      const shares: number[] = []
      const appShares: number[] = []
      const calls: number[] = []
      for (let span = 0; span < SPANS; span++) {
        const before = { engine: cpuMs(engine), app: whole(), lists: lists(), ms: performance.now() }
        await wait(SPAN_MS)
        const ms = performance.now() - before.ms
        shares.push(((cpuMs(engine) - before.engine) / ms) * 100)
        appShares.push(((whole() - before.app) / ms) * 100)
        calls.push(lists() - before.lists)
        say(`${shares.at(-1)?.toFixed(2)} % in the engine, ${appShares.at(-1)?.toFixed(2)} % in the whole app, ${calls.at(-1)} calls in ${Math.round(ms / 1000)} s`)
      }
      return [
        atMost(1, { id: 'watch-cost', what: 'watching 200 agents with 8 KiB of script text each, the list read every 15 s: the engine and its children', unit: '%', value: median(shares), values: shares }),
        atMost(4, { id: 'watch-cost-calls', what: 'calls a minute for these 200 agents while one of them starts: one a reading', unit: 'calls', value: Math.max(...calls), values: calls }),
      ]
    } finally {
      await app.stop()
      await server.stop()
      place.remove()
    }
  },
}
