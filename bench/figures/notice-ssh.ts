import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startHost, type Host } from '../../e2e/fixtures/host'
import { makePlace } from '../../e2e/fixtures/place'
import { AgentLog, agentStarting, initializingScripts, lifecycleSet, runningScript, scriptFailed } from '../../e2e/peers/agent-writer'
import { atMost, type Figure } from '../figure'
import { startWatchApp, type WatchApp } from '../rig/watch-app'
import { percentile } from '../statistics'

const SAMPLES = 200
const LIMIT_MS = 2000
const BOUND_MS = 20_000
const HOSTS = ['box1', 'box2', 'box3', 'box4']

/** From the agent's entry that a script failed to the notice on the session bus, over SSH. */
export const noticeSsh: Figure = {
  id: 'notice-ssh',
  async measure(_runs, say) {
    const place = makePlace()
    const hosts: { name: string; host: Host }[] = []
    for (const name of HOSTS) {
      const dir = join(place.dir, name)
      mkdirSync(dir)
      const host = await startHost({ ...place, dir })
      hosts.push({ name, host })
      place.knowHost(host.sshd.port, host.sshd.hostKeyPublic)
    }
    place.writeSshConfig(hosts.map(({ name, host }) => host.configFor(name)).join('\n'))
    const app = await startWatchApp({ env: { ...process.env, HOME: place.home }, settings: { watchHosts: true }, targets: HOSTS })
    try {
      await app.says(new RegExp(`all well, ${HOSTS.length} watched`))
      const rows = await Promise.all(hosts.map(({ name, host }, index) => failAgainAndAgain(app, name, host, index, say)))
      const times = rows.flat()
      return [
        atMost(LIMIT_MS, {
          id: 'notice-ssh',
          what: 'the entry that a script failed to the notice on the session bus, over SSH; p95',
          unit: 'ms',
          value: percentile(times, 95),
          values: times,
        }),
      ]
    } finally {
      await app.stop()
      for (const { host } of hosts) await host.stop()
      place.remove()
    }
  },
}

/** Starts of one agent, one after the other, each failing for a cause of its own, so that no two become one notice. */
async function failAgainAndAgain(app: WatchApp, name: string, host: Host, index: number, say: (text: string) => void): Promise<number[]> {
  const log = new AgentLog(host.agentLog)
  const times: number[] = []
  for (let run = 0; run < SAMPLES / HOSTS.length; run++) {
    const script = { id: '00000000-0000-4000-8000-000000000001', logPath: join(host.logs, `setup-${run}.log`) }
    // Two starts within half a minute would be taken for one that two sources date differently.
    const atMs = Date.now() + run * 60_000
    log.write(agentStarting(atMs, 'coder.example.com'))
    log.write(initializingScripts(atMs, 1, host.logs))
    log.write(lifecycleSet({ state: 'starting', atMs }, { state: 'created', atMs: null }))
    log.write(runningScript(atMs, script, 'apt-get install'))
    // At any moment between two polls.
    await wait(1000 + Math.random() * 1000)
    writeFileSync(script.logPath, `Reading package lists...\nE: Unable to locate package ${letters(index)}-${letters(run)}\n`)
    const failedMs = Date.now()
    log.write(scriptFailed(atMs + 1500, script, 1500, 100))
    times.push((await app.told(`${name} failed to start`, run, BOUND_MS)) - failedMs)
    if (run % 10 === 9) say(`${name}: ${run + 1} starts, the last one told after ${times.at(-1)} ms`)
  }
  log.close()
  return times
}

/** Figures are left out of account when causes are compared. */
function letters(number: number): string {
  return [...String(number)].map((figure) => 'abcdefghij'[Number(figure)]).join('')
}
