import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { electronPath } from '../electron-path.mjs'
import { standInMark } from '../prepare/stand-in.mjs'

/**
 * @typedef {object} Runtime
 * @property {string} folder where Electron lies unpacked (absolute)
 * @property {string} version such as `45.4.1`
 * @property {boolean} standIn an older Electron that stands in; what is built on it is for tests and never released
 */

/** @returns {Runtime} the Electron that packages of this checkout are built on */
export function packageRuntime() {
  const { path, version, standIn } = electronPath()
  return { folder: dirname(path), version, standIn }
}

/**
 * Version of a package as Debian orders it: `~` sorts before the end, so that a real build replaces a stand-in's.
 * @param {string} version of package.json
 * @param {boolean} standIn
 */
export function packageVersion(version, standIn) {
  return version.replace('-', '~') + (standIn ? '~standin' : '')
}

/**
 * Takes out of a package what came with the runtime and is not Electron's: the default app and the mark of a stand-in.
 * @param {string} folder of the unpacked package
 */
export function cleanRuntime(folder) {
  for (const name of ['resources/app', 'resources/default_app.asar', standInMark]) rmSync(join(folder, name), { recursive: true, force: true })
}
