import { randomUUID } from 'node:crypto'
import { mkdirSync, chownSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { runVariable } from '../run/strays.mjs'

/** @typedef {import('./test-user.mjs').TestPlace} TestPlace */

/** What a test run takes over when it changes its user; the rest (agents, sessions, npm's own) belongs to the other one. */
const kept = /^(PATH|LANG|LC_.*|TZ|TERM|COLORTERM|CI|FORCE_COLOR|NO_COLOR|DEBUG|TAILPANE_.*)$/

/**
 * The suites' environment: the Electron to test, a screen for each worker, a folder for pictures and traces,
 * and a folder for temporary files that goes away with the run.
 * @param {TestPlace} place
 * @param {{ electron: string, displays: readonly string[], artifacts: string }} run paths are absolute; `displays` are X display names, none where there is a desktop
 * @returns {NodeJS.ProcessEnv}
 */
export function suiteEnvironment(place, { electron, displays, artifacts }) {
  const temporary = join(place.temporary, 't')
  mkdirSync(temporary)
  if (place.uid !== undefined) chownSync(temporary, place.uid, place.gid ?? place.uid)
  const inherited = place.uid === undefined ? process.env : Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.test(name)))
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...inherited,
    PATH: withFolders(inherited['PATH'] ?? '', dirname(place.node)),
    HOME: place.home,
    TMPDIR: temporary,
    TAILPANE_ELECTRON: electron,
    TAILPANE_ARTIFACTS: artifacts,
    // Playwright asks the `electron` package where its binary is; this makes it name the same one.
    ELECTRON_OVERRIDE_DIST_PATH: dirname(electron),
    [runVariable]: randomUUID(),
  }
  if (place.uid !== undefined) Object.assign(env, { USER: place.user, LOGNAME: place.user, SHELL: '/bin/bash' })
  if (displays[0] !== undefined) {
    env['DISPLAY'] = displays[0]
    env['TAILPANE_SCREENS'] = displays.join(' ')
    delete env['WAYLAND_DISPLAY']
  }
  return env
}

/**
 * sshd lies in a folder that only root has in its PATH.
 * @param {string} path @param {string} nodeFolder
 */
function withFolders(path, nodeFolder) {
  const folders = path.split(delimiter)
  const system = process.platform === 'win32' ? [] : ['/usr/sbin', '/sbin']
  return [nodeFolder, ...folders.filter((folder) => folder !== nodeFolder), ...system.filter((folder) => !folders.includes(folder))].join(delimiter)
}
