/*
 * `npm test` runs every suite; `npm run test:unit -- FILE…`, `npm run test:e2e -- FILE…` and
 * `npm run test:package` run one. The last line it prints is `N passed, N failed`.
 */
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { electronPath } from './electron-path.mjs'
import { buildIfStale } from './run/build-if-stale.mjs'
import { checkout } from './run/checkout.cjs'
import { startScreen } from './run/display.mjs'
import { atEnd, run } from './run/processes.mjs'
import { endStrays, runVariable } from './run/strays.mjs'
import { suiteEnvironment } from './test/environment.mjs'
import { packagePlace } from './test/package-place.mjs'
import { mountSmallDisk } from './test/small-disk.mjs'
import { suiteExists, suites } from './test/suites.mjs'
import { testPlace } from './test/test-user.mjs'
import { sum, totalsLine } from './test/totals.mjs'

/** No suite may hang for ever (ms). */
const suiteBoundMs = 20 * 60_000

/** Windows share a screen's focus and clipboard, so each worker of Playwright has one of its own. */
const screenCount = Math.min(2, availableParallelism())

/** @typedef {import('./test/suites.mjs').Suite} Suite */
/** @typedef {import('./test/totals.mjs').Totals} Totals */
/** @typedef {import('./test/test-user.mjs').TestPlace} TestPlace */

/** @returns {Promise<Totals>} */
async function main() {
  const args = process.argv.slice(2)
  const only = args[0] === '--only' ? args[1] : undefined
  const files = args.slice(only === undefined ? 0 : 2)
  if (only === undefined && files.length > 0) return refuse('To run some tests only, use `npm run test:unit -- FILE` or `npm run test:e2e -- FILE`.')
  if (only !== 'unit' && !(await buildIfStale())) return refuse('The app could not be built, so no test was run.')
  const place = testPlace()
  const displays = []
  for (let i = 0; process.platform === 'linux' && i < screenCount; i++) {
    const screen = await startScreen(userOf(place))
    if (!screen.ok) return refuse(screen.why)
    atEnd(screen.stop)
    displays.push(screen.display)
  }
  const artifacts = artifactsFolder(place)
  const env = suiteEnvironment(place, { electron: electronPath().path, displays, artifacts })
  const strays = atEnd(() => void endStrays(env[runVariable] ?? ''))
  /** @type {{ line: string, totals: Totals }[]} */
  const results = []
  for (const suite of suites.filter(({ name, onDemand }) => (only === undefined ? !onDemand : name === only))) results.push(await runSuite(suite, place, env, files))
  strays()
  if (place.checkout !== checkout) cpSync(artifacts, join(checkout, 'artifacts'), { recursive: true, force: true })
  console.log(`\n${results.map(({ line }) => line).join('\n')}`)
  return sum(results.map(({ totals }) => totals))
}

/**
 * @param {Suite} suite @param {TestPlace} place @param {NodeJS.ProcessEnv} env @param {readonly string[]} files
 * @returns {Promise<{ line: string, totals: Totals }>}
 */
async function runSuite(suite, place, env, files) {
  const startedAtMs = Date.now()
  if (!suiteExists(suite.name, place.checkout)) return { line: `${suite.name}: did not run, it is not there`, totals: { passed: 0, failed: 1, skipped: 0 } }
  if (suite.packaged && !existsSync('/usr/bin/dpkg-deb')) return { line: `${suite.name}: no .deb is made on this system`, totals: { passed: 0, failed: 0, skipped: 0 } }
  const report = join(env['TMPDIR'] ?? place.temporary, `${suite.name}.json`)
  const pack = suite.packaged ? packagePlace(place.temporary) : undefined
  const disk = suite.smallDisk ? mountSmallDisk(place) : undefined
  const { code, timedOut } = await run(place.node, suite.command(place.checkout, report, files), {
    ...userOf(place),
    cwd: place.checkout,
    env: {
      ...env,
      ...(suite.reportVariable === undefined ? {} : { [suite.reportVariable]: report }),
      ...(pack === undefined ? {} : { TAILPANE_PACKAGE: pack.program, TAILPANE_LAUNCHER: pack.launcher }),
      ...(disk === undefined ? {} : { TAILPANE_SOAK_DISK: disk.path }),
    },
    boundMs: suite.boundMs ?? suiteBoundMs,
    ownGroup: true,
  })
  disk?.remove()
  if (timedOut) console.error(`${suite.name}: ended after ${(suite.boundMs ?? suiteBoundMs) / 60_000} minutes`)
  const totals = suite.totals(existsSync(report) ? readFileSync(report, 'utf8') : undefined, code)
  const left = pack?.remove() ?? []
  if (left.length > 0) console.error(left.join('\n'))
  totals.failed += left.length
  const why = code !== 0 || totals.failed > 0 ? `, exit code ${code}` : ''
  return { line: `${suite.name}: ${totalsLine(totals)} (${((Date.now() - startedAtMs) / 1000).toFixed(1)} s${why})`, totals }
}

/** Pictures and traces; the user who runs the tests must be able to write there. @param {TestPlace} place */
function artifactsFolder(place) {
  const folder = join(place.checkout, 'artifacts')
  mkdirSync(folder, { recursive: true })
  if (place.uid !== undefined) chownSync(folder, place.uid, place.gid ?? place.uid)
  return folder
}

/** @param {TestPlace} place @returns {{ uid?: number, gid?: number }} */
function userOf({ uid, gid }) {
  return uid === undefined || gid === undefined ? {} : { uid, gid }
}

/** @param {string} why @returns {Totals} */
function refuse(why) {
  console.error(why)
  return { passed: 0, failed: 1, skipped: 0 }
}

const totals = await main()
console.log(totalsLine(totals))
process.exit(totals.failed > 0 ? 1 : 0)
