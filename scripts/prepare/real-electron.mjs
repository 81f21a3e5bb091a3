import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkout } from '../run/checkout.cjs'
import { cacheFolder, cacheFolders } from './cache-folder.mjs'

/** A download that has not grown for this long (ms) is given up: a closed network often swallows packets without an answer. */
const stallMs = 20_000
/** How long (ms) a failed download is remembered, so that the next start does not wait for it again. */
const rememberFailureMs = 24 * 60 * 60 * 1000

const packageFolder = join(checkout, 'node_modules', 'electron')

/** @returns {string} the version of the `electron` package of this checkout */
export function declaredElectronVersion() {
  return JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version
}

/**
 * The binary that Electron's own downloader has put beside its package. The two files
 * are the ones that its `install.js` checks.
 * @returns {string | undefined} absolute path of the executable
 */
export function installedRealElectron() {
  try {
    const version = readFileSync(join(packageFolder, 'dist', 'version'), 'utf8').trim().replace(/^v/, '')
    const path = join(packageFolder, 'dist', readFileSync(join(packageFolder, 'path.txt'), 'utf8'))
    return version === declaredElectronVersion() && existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

/** @returns {boolean} whether this version could not be downloaded on this machine a short while ago */
export function downloadFailedLately() {
  return cacheFolders().some((folder) => {
    try {
      const { version, failedAtMs } = JSON.parse(readFileSync(failureFile(folder), 'utf8'))
      return version === declaredElectronVersion() && Date.now() - failedAtMs < rememberFailureMs
    } catch {
      return false
    }
  })
}

/**
 * Runs Electron's own downloader (it knows mirrors, proxies, its cache and the checksums).
 * @returns {Promise<{ ok: true } | { ok: false, why: string }>} `why` is the start of a sentence for the person
 */
export async function downloadRealElectron() {
  const temporary = mkdtempSync(join(tmpdir(), 'tailpane-electron-'))
  try {
    const result = await runDownloader(temporary)
    if (result.ok) rmSync(failureFile(cacheFolder()), { force: true })
    else writeFileSync(failureFile(cacheFolder()), JSON.stringify({ version: declaredElectronVersion(), failedAtMs: Date.now() }))
    return result
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/**
 * @param {string} temporary the downloader's temporary folder; its growth is the sign of life
 * @returns {Promise<{ ok: true } | { ok: false, why: string }>}
 */
function runDownloader(temporary) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(packageFolder, 'install.js')], {
      env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let errors = ''
    let stalled = false
    let bytes = 0
    let grewAtMs = Date.now()
    child.stderr.on('data', (chunk) => (errors = (errors + chunk).slice(-4000)))
    const watch = setInterval(() => {
      const now = sizeBelow(temporary) + sizeBelow(join(packageFolder, 'dist'))
      if (now !== bytes) [bytes, grewAtMs] = [now, Date.now()]
      else if (Date.now() - grewAtMs > stallMs) stalled = child.kill('SIGKILL')
    }, 500)
    child.on('error', (error) => (errors += error.message))
    child.on('close', (code) => {
      clearInterval(watch)
      if (code === 0 && installedRealElectron()) return resolve({ ok: true })
      const reason = stalled ? `no data for ${stallMs / 1000} s` : (errors.trim().split('\n')[0] ?? 'no reason given')
      resolve({ ok: false, why: `Electron ${declaredElectronVersion()} could not be downloaded (${reason})` })
    })
  })
}

/** @param {string} folder @returns {number} bytes of all files below it */
function sizeBelow(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? dirname(folder), entry.name)).size, 0)
  } catch {
    return 0
  }
}

/** @param {string} folder */
function failureFile(folder) {
  return join(folder, 'electron-download-failed.json')
}
