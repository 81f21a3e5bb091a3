/*
 * `npm run bench [-- --only ID] [-- --runs N]`: builds the app, starts a screen and takes the figures in a
 * process of its own, which runs as an ordinary user where this one runs as root, since Chromium's sandbox
 * does not start as root. The results go to bench/results.json.
 */
import { chownSync, copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { electronPath } from '../scripts/electron-path.mjs'
import { buildIfStale } from '../scripts/run/build-if-stale.mjs'
import { checkout } from '../scripts/run/checkout.cjs'
import { startScreen } from '../scripts/run/display.mjs'
import { atEnd, run } from '../scripts/run/processes.mjs'
import { endStrays, runVariable } from '../scripts/run/strays.mjs'
import { suiteEnvironment } from '../scripts/test/environment.mjs'
import { testPlace } from '../scripts/test/test-user.mjs'

async function main(): Promise<number> {
  if (process.platform !== 'linux') return refuse('The benchmark needs Linux: it reads memory and CPU from /proc.')
  if (!(await buildIfStale())) return refuse('The app could not be built, so nothing was measured.')
  const place = testPlace()
  const user = place.uid === undefined || place.gid === undefined ? {} : { uid: place.uid, gid: place.gid }
  const screen = await startScreen(user)
  if (!screen.ok) return refuse(screen.why)
  atEnd(screen.stop)
  const env = suiteEnvironment(place, { electron: electronPath().path, displays: [screen.display], artifacts: join(place.temporary, 'artifacts') })
  const strays = atEnd(() => void endStrays(env[runVariable] ?? ''))
  const results = join(checkout, 'bench/results.json')
  const out = join(place.temporary, 'results.json')
  if (existsSync(results)) copyFileSync(results, out)
  if (user.uid !== undefined && existsSync(out)) chownSync(out, user.uid, user.gid)
  const { code } = await run(place.node, ['--import', 'tsx', 'bench/measure.ts', '--out', out, ...process.argv.slice(2)], {
    ...user,
    cwd: place.checkout,
    env,
    ownGroup: true,
  })
  strays()
  if (existsSync(out)) copyFileSync(out, results)
  return code
}

function refuse(why: string): number {
  console.error(why)
  return 2
}

void main().then((code) => process.exit(code))
