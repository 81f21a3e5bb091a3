import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { installedRealElectron } from './prepare/real-electron.mjs'
import { installedStandIn, standInMark } from './prepare/stand-in.mjs'

/**
 * @typedef {object} Electron
 * @property {string} path absolute path of the executable
 * @property {boolean} standIn whether it is the older runtime that stands in where Electron's download is blocked
 * @property {string} version Electron's version, such as `45.4.1`; empty when the folder does not tell
 */

/**
 * The Electron that this checkout runs on: what TAILPANE_ELECTRON names, else the real one, else the stand-in.
 * @returns {Electron | undefined} undefined when nothing has been prepared
 */
export function findElectron() {
  const path = process.env['TAILPANE_ELECTRON'] || installedRealElectron() || installedStandIn()
  if (!path) return undefined
  const folder = dirname(path)
  return { path, standIn: existsSync(join(folder, standInMark)), version: versionIn(folder) }
}

/**
 * As `findElectron`, for callers that run after set-up.
 * @returns {Electron}
 * @throws {Error} when nothing has been prepared
 */
export function electronPath() {
  const electron = findElectron()
  if (!electron) throw new Error('There is no Electron here yet. Run `npm run setup` first.')
  return electron
}

/** @param {string} folder */
function versionIn(folder) {
  try {
    return readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '')
  } catch {
    return ''
  }
}
