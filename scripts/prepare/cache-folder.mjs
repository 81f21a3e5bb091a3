import { accessSync, constants, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where root keeps what every user of the machine may read: the tests run as another user than the one who prepared. */
const sharedLinuxFolder = '/var/cache/tailpane'

/**
 * The folder for what set-up fetches once per machine, outside the checkout. Made when missing.
 * @returns {string} absolute path, writable by this process
 */
export function cacheFolder() {
  const folder = process.platform === 'linux' && process.getuid?.() === 0 ? sharedLinuxFolder : personalFolder()
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  return folder
}

/**
 * Every folder in which a prepared thing may lie, the person's own first.
 * @returns {string[]} absolute paths; they need not exist
 */
export function cacheFolders() {
  const folders = [personalFolder()]
  if (process.platform === 'linux' && readable(sharedLinuxFolder)) folders.push(sharedLinuxFolder)
  return folders
}

function personalFolder() {
  if (process.platform === 'win32') return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'tailpane', 'Cache')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'tailpane')
  const xdg = process.env['XDG_CACHE_HOME']
  // The XDG specification says that a relative path is to be ignored.
  return join(xdg?.startsWith('/') ? xdg : join(homedir(), '.cache'), 'tailpane')
}

/** @param {string} path */
function readable(path) {
  try {
    accessSync(path, constants.R_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}
