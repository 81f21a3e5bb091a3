import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { startHost, type Host } from '../fixtures/host'
import { makePlace, type Place } from '../fixtures/place'
import { startRelay, type Relay } from '../peers/relay'
import { HOSTS } from './plan'
import { Random } from './random'
import { SoakedApp } from './soaked-app'
import { WrittenLog } from './written-log'

export interface FarHost {
  host: Host
  relay: Relay
}

/** All that a soak runs on: hosts behind relays, logs that are written to, and the app that follows them. */
export interface Ground {
  place: Place
  hosts: FarHost[]
  logs: WrittenLog[]
  app: SoakedApp
  /** A small file system under the recordings; null where none was given. */
  disk: string | null
  /** The app's own diary. */
  diary(): string
  /** Ends writers, hosts and the app. */
  end(): Promise<void>
}

/** How often writers get their turn (ms). */
const TICK_MS = 50

export async function makeGround(seed: number, disk: string | null): Promise<Ground> {
  const place = makePlace()
  const random = new Random(seed ^ 0x50a4)
  const hosts: FarHost[] = []
  const logs: WrittenLog[] = []
  let config = ''
  for (let n = 0; n < HOSTS; n++) {
    const name = `soak${n}`
    const dir = join(place.dir, name)
    mkdirSync(dir)
    const host = await startHost({ ...place, dir }, { startup: '', agent: '' })
    const relay = await startRelay({ toPort: host.sshd.port })
    hosts.push({ host, relay })
    config += host.configFor(name, { port: relay.port })
    place.knowHost(relay.port, host.sshd.hostKeyPublic)
    for (const path of [host.startupLog, host.agentLog]) logs.push(new WrittenLog(path, logs.length, new Random(random.whole(0, 1 << 30))))
  }
  place.writeSshConfig(config)
  // Everything is recorded, and what is said once was said.
  writeFileSync(join(place.profile, 'settings.json'), JSON.stringify({ recordLogMib: 16, recordMib: 48 }))
  writeFileSync(join(place.profile, 'tray.json'), JSON.stringify({ saidClosing: true, saidQuitting: true }))
  if (disk !== null) symlinkSync(disk, join(place.profile, 'recordings'))
  for (const log of logs) log.append(30)
  const timer = setInterval(() => logs.forEach((log) => log.tick()), TICK_MS)
  const app = new SoakedApp(place, hosts.map((_one, n) => `soak${n}`), logs)
  return {
    place,
    hosts,
    logs,
    app,
    disk,
    diary: () => diaryOf(place),
    async end() {
      clearInterval(timer)
      for (const log of logs) {
        chmodSync(dirname(log.path), 0o700)
        log.close()
      }
      await app.close()
      for (const { host, relay } of hosts) {
        await relay.stop()
        await host.stop()
      }
      place.remove()
    },
  }
}

function diaryOf(place: Place): string {
  const folder = join(place.profile, 'logs')
  try {
    return readdirSync(folder).sort().map((name) => readFileSync(join(folder, name), 'utf8')).join('')
  } catch {
    // Nothing was noted yet.
    return ''
  }
}
